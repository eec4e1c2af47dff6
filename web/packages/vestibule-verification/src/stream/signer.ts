/**
 * Signature version 4 for a WebSocket: the address is signed once, then each message after the one
 * before (docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html,
 * docs.aws.amazon.com/transcribe/latest/dg/streaming-setting-up.html).
 */
import { encode, headersOf } from './frames.js';

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
}

const SERVICE = 'rekognition';
const ALGORITHM = 'AWS4-HMAC-SHA256';
/** Seconds in which the address must be used. */
const EXPIRES = '60';

type Bytes = Uint8Array<ArrayBuffer>;

const bytesOf = (text: string): Bytes => new TextEncoder().encode(text);
const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
const fromHex = (text: string): Bytes =>
  Uint8Array.from(text.match(/../g)!, (pair) => parseInt(pair, 16));
const digest = async (bytes: Bytes): Promise<string> =>
  hex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));

async function sealed(key: Bytes, text: string): Promise<Bytes> {
  const rules = { name: 'HMAC', hash: 'SHA-256' };
  const imported = await crypto.subtle.importKey('raw', key, rules, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, bytesOf(text)));
}

/** RFC 3986: encodeURIComponent leaves five characters alone that must not be. */
const escaped = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** 20261127T180500Z */
const stamp = (now: Date): string => now.toISOString().replace(/[-:]|\.\d{3}/g, '');

export class Signer {
  /** Of the message before; of the address, before the first. */
  private prior = '';

  constructor(
    private readonly credentials: Credentials,
    private readonly region: string,
    private readonly now: () => Date = () => new Date(),
  ) {}

  /** `endpoint` and what is asked, as an address that may be opened for a minute. */
  async address(endpoint: URL, query: Record<string, string>): Promise<string> {
    const now = this.now();
    const values: Record<string, string> = {
      ...query,
      'X-Amz-Algorithm': ALGORITHM,
      'X-Amz-Credential': `${this.credentials.accessKeyId}/${this.scope(now)}`,
      'X-Amz-Date': stamp(now),
      'X-Amz-Expires': EXPIRES,
      'X-Amz-Security-Token': this.credentials.sessionToken,
      'X-Amz-SignedHeaders': 'host',
    };
    const canonical = Object.entries(values)
      .map(([name, value]) => `${escaped(name)}=${escaped(value)}`)
      .sort()
      .join('&');
    const nothing = await digest(bytesOf(''));
    const { host, pathname } = endpoint;
    const request = ['GET', pathname, canonical, `host:${host}`, '', 'host', nothing].join('\n');
    this.prior = await this.sign(ALGORITHM, now, await digest(bytesOf(request)));
    return `${endpoint.origin}${pathname}?${canonical}&X-Amz-Signature=${this.prior}`;
  }

  /** A message in its envelope, signed after the one before. Calls must not overlap. */
  async envelope(message: Bytes): Promise<Bytes> {
    const now = this.now();
    const dated = headersOf({ ':date': now }) as Bytes;
    const [ofHeaders, ofBody] = [await digest(dated), await digest(message)];
    const text = [this.prior, ofHeaders, ofBody].join('\n');
    this.prior = await this.sign(`${ALGORITHM}-PAYLOAD`, now, text);
    const headers = headersOf({ ':date': now, ':chunk-signature': fromHex(this.prior) });
    return encode(headers, message);
  }

  private async sign(algorithm: string, now: Date, text: string): Promise<string> {
    let key = bytesOf(`AWS4${this.credentials.secretAccessKey}`);
    for (const part of this.scope(now).split('/')) key = await sealed(key, part);
    return hex(await sealed(key, [algorithm, stamp(now), this.scope(now), text].join('\n')));
  }

  private scope(now: Date): string {
    return `${stamp(now).slice(0, 8)}/${this.region}/${SERVICE}/aws4_request`;
  }
}
