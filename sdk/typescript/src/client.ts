/** One object for a key. What it can do is in its parts: `vestibule.applicants.create(…)`. */
import { createClient, createConfig } from './generated/client/index.js';
import { Applicants, Events, Sandbox, Sessions, Verifications, WebhookEndpoints } from './parts.js';
import { RETRIES, type Retries, trying } from './transport.js';

export const VERSION = '1.0.0';

export interface Options {
  /** `vk_live_…` or `vk_test_…`. */
  apiKey: string;
  /** Where your Vestibule answers. */
  baseUrl: string;
  /** Seconds until a try is given up. */
  timeout?: number;
  retries?: Partial<Retries>;
  /** What carries requests, instead of the global `fetch`. */
  fetch?: typeof fetch;
  /** What waits between two tries; for tests. */
  sleep?: (seconds: number) => Promise<void>;
}

/** A key is sent over TLS, or does not leave this machine. */
function checked(baseUrl: string): string {
  const { hostname, protocol } = new URL(baseUrl);
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  if (protocol !== 'https:' && !(local && protocol === 'http:'))
    throw new TypeError('baseUrl begins with https:// (http:// for this machine alone)');
  return baseUrl.replace(/\/+$/, '');
}

export class Vestibule {
  readonly applicants: Applicants;
  readonly sessions: Sessions;
  readonly verifications: Verifications;
  readonly events: Events;
  readonly webhookEndpoints: WebhookEndpoints;
  readonly sandbox: Sandbox;

  constructor({ apiKey, baseUrl, timeout = 30, retries, fetch: carrier, sleep }: Options) {
    if (!/^vk_(live|test)_/.test(apiKey))
      throw new TypeError('an API key begins with vk_live_ or vk_test_');
    const carrying: typeof fetch = carrier ?? ((input, init) => globalThis.fetch(input, init));
    const http = createClient(
      createConfig({
        baseUrl: checked(baseUrl),
        auth: () => apiKey,
        fetch: trying(carrying, { ...RETRIES, ...retries }, timeout, sleep),
        headers: { 'User-Agent': `vestibule-client-typescript/${VERSION}` },
        parseAs: 'json',
        redirect: 'error',
        throwOnError: true,
      }),
    );
    this.applicants = new Applicants(http);
    this.sessions = new Sessions(http);
    this.verifications = new Verifications(http);
    this.events = new Events(http);
    this.webhookEndpoints = new WebhookEndpoints(http);
    this.sandbox = new Sandbox(http);
  }
}
