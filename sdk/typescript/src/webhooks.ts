/** Webhooks are signed as standardwebhooks.com says; nothing is believed before `verify`. */
import { WebhookInvalid } from './errors.js';

/**
 * What happened. `data.sequence` orders what concerns one person; `id` is the same however often it
 * comes; `position` is the place in `GET /v1/events` (a ping has none).
 */
export interface WebhookEvent {
  id: string;
  type: string;
  timestamp: string;
  data: Record<string, unknown>;
  mode?: string;
  position?: number;
}

/** A record, or what Node, Express and `fetch` call headers. */
export type Heads = Headers | Record<string, string | readonly string[] | undefined>;

export interface Verifying {
  /** Seconds that a webhook may be old, or ahead. */
  tolerance?: number;
  /** Milliseconds since 1970; for tests. */
  now?: number;
}

const bytes = (value: string | Uint8Array): Uint8Array<ArrayBuffer> =>
  typeof value === 'string' ? new TextEncoder().encode(value) : new Uint8Array(value);

function decoded(base64: string, what: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  } catch {
    throw new WebhookInvalid(what);
  }
}

const keyOf = (secret: string): Promise<CryptoKey> => {
  const raw = decoded(secret.replace(/^whsec_/, ''), 'the secret is none: it begins with whsec_');
  if (raw.length === 0) throw new WebhookInvalid('the secret is empty');
  const how = { name: 'HMAC', hash: 'SHA-256' };
  return crypto.subtle.importKey('raw', raw, how, false, ['sign', 'verify']);
};

function said(body: Uint8Array, id: string, timestamp: string): Uint8Array<ArrayBuffer> {
  const head = bytes(`${id}.${timestamp}.`);
  const whole = new Uint8Array(head.length + body.length);
  whole.set(head);
  whole.set(body, head.length);
  return whole;
}

function head(headers: Heads, name: string): string {
  if (headers instanceof Headers) return headers.get(name) ?? '';
  const found = Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  return typeof found === 'string' ? found : (found?.[0] ?? '');
}

/** One signature, e.g. for tests of your own receiver. */
export async function sign(
  body: string | Uint8Array,
  id: string,
  timestamp: number,
  secret: string,
): Promise<string> {
  const whole = said(bytes(body), id, String(timestamp));
  const digest = await crypto.subtle.sign('HMAC', await keyOf(secret), whole);
  return `v1,${btoa(String.fromCharCode(...new Uint8Array(digest)))}`;
}

/**
 * The event, if `body` (the raw bytes, not parsed and written again) is signed with one of the
 * secrets and not older than the tolerance. Throws WebhookInvalid.
 */
export async function verify(
  body: string | Uint8Array,
  headers: Heads,
  secrets: string | readonly string[],
  { tolerance = 300, now = Date.now() }: Verifying = {},
): Promise<WebhookEvent> {
  const [id, timestamp] = [head(headers, 'webhook-id'), head(headers, 'webhook-timestamp')];
  const signatures = head(headers, 'webhook-signature').split(' ').filter(Boolean);
  if (!id || !signatures.length || !/^[0-9]{1,12}$/.test(timestamp))
    throw new WebhookInvalid('no signature');
  if (Math.abs(now / 1000 - Number(timestamp)) > tolerance)
    throw new WebhookInvalid('too old, or from the future');
  const raw = bytes(body);
  const whole = said(raw, id, timestamp);
  const known = await Promise.all((typeof secrets === 'string' ? [secrets] : secrets).map(keyOf));
  const sent = signatures
    .filter((one) => /^v1,[A-Za-z0-9+/]{43}=$/.test(one))
    .map((one) => decoded(one.slice(3), 'no signature'));
  // `verify` of Web Crypto takes the same time whatever differs.
  const hits = await Promise.all(
    known.flatMap((key) => sent.map((one) => crypto.subtle.verify('HMAC', key, one, whole))),
  );
  if (!hits.includes(true)) throw new WebhookInvalid('not signed with this secret');
  return parsed(raw);
}

function parsed(raw: Uint8Array): WebhookEvent {
  let told: unknown;
  try {
    told = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(raw));
  } catch {
    told = undefined;
  }
  const fields = (typeof told === 'object' && told !== null ? told : {}) as Partial<WebhookEvent>;
  const words = [fields.id, fields.type, fields.timestamp].every(
    (word) => typeof word === 'string',
  );
  if (!words || typeof fields.data !== 'object' || fields.data === null)
    throw new WebhookInvalid('signed, but no event');
  return fields as WebhookEvent;
}
