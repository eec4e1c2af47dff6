/** Vestibule's API for backends, typed: see `Vestibule`, and `verify` for webhooks. */
export { type Options, Vestibule } from './client.js';
export * from './errors.js';
export type * from './generated/types.gen.js';
export type { Writing } from './parts.js';
export type { Retries } from './transport.js';
export { sign, verify, type Verifying, type WebhookEvent } from './webhooks.js';
