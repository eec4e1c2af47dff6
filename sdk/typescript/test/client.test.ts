/** The TypeScript client: against a server that fails as told, and with webhooks of the library's. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import test from 'node:test';
import { Webhook } from 'standardwebhooks';
import * as sdk from '../src/index.js';

const KEY = `vk_test_000000000000_${'a'.repeat(43)}`;
type Answer = [status: number, body: string, heads?: Record<string, string>];

const problem = (status: number, code: string, heads = {}): Answer => [
  status,
  JSON.stringify({
    type: 'about:blank',
    title: code,
    status,
    detail: 'x',
    code,
  }),
  { 'Content-Type': 'application/problem+json', ...heads },
];
const GOOD: Answer = [202, '{"eventId": "e-1"}', { 'Content-Type': 'application/json' }];

/** What a ping answers or throws, the waits, and the idempotency keys that came. */
async function tried(answers: Answer[], retries: Partial<sdk.Retries> = {}) {
  const [waits, keys] = [[] as number[], [] as unknown[]];
  const server = createServer((request, response) => {
    keys.push(request.headers['idempotency-key']);
    const [status, body, heads] = answers.shift()!;
    response.writeHead(status, heads).end(body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sleep = async (seconds: number) => void waits.push(seconds);
  const client = new sdk.Vestibule({ apiKey: KEY, baseUrl, retries, sleep });
  const outcome = await client.webhookEndpoints.ping('wep-1').catch((error: unknown) => error);
  server.closeAllConnections();
  server.close();
  return { outcome, waits, keys, client };
}

test('what may succeed later is tried again, with the same key', async () => {
  const busy = problem(503, 'unavailable');
  const { outcome, waits, keys } = await tried([busy, [504, 'gateway'], busy, GOOD]);
  assert.equal(outcome, 'e-1');
  assert.deepEqual([keys.length, new Set(keys).size], [4, 1]);
  waits.forEach((wait, number) => assert.ok(wait >= 0 && wait <= 0.5 * 2 ** number));
  assert.equal((await tried([problem(409, 'request_in_progress'), GOOD])).outcome, 'e-1');
});

test('Retry-After is honoured, as a number and as a date', async () => {
  const limited = (wait: string) => problem(429, 'too_many_requests', { 'Retry-After': wait });
  assert.deepEqual((await tried([limited('7'), GOOD])).waits, [7]);
  const at = new Date(Date.now() + 30_000).toUTCString();
  const [wait] = (await tried([limited(at), GOOD])).waits;
  assert.ok(wait! > 0 && wait! <= 30);
  const { outcome, waits } = await tried([limited('3600')]);
  assert.ok(outcome instanceof sdk.TooManyRequests);
  assert.deepEqual([outcome.retryAfter, waits], [3600, []]);
});

for (const [status, code, kind] of [
  [400, 'invalid_request', sdk.BadRequest],
  [401, 'api_key_invalid', sdk.Unauthenticated],
  [403, 'scope_missing', sdk.Forbidden],
  [404, 'not_found', sdk.NotFound],
  [409, 'verification_closed', sdk.Conflict],
  [422, 'idempotency_key_reused', sdk.Unprocessable],
  [500, 'internal_error', sdk.ServerError],
  [502, 'refused', sdk.ServerError],
] as const)
  test(`${status} ${code} is not tried again, and is typed`, async () => {
    const { outcome, waits } = await tried([problem(status, code)]);
    assert.ok(outcome instanceof kind);
    assert.deepEqual([outcome.code, outcome.status, waits], [code, status, []]);
  });

test('tries end, and no answer is said', async () => {
  const twice = await tried(Array<Answer>(2).fill(problem(503, 'unavailable')), { tries: 2 });
  assert.ok(twice.outcome instanceof sdk.Unavailable);
  const gone = await twice.client.webhookEndpoints.ping('wep-1').catch((error: unknown) => error);
  assert.ok(gone instanceof sdk.ConnectionFailed);
});

test('an answer of somebody else is said to be one', async () => {
  const { outcome } = await tried([[202, '<html>', { 'Content-Type': 'text/html' }]]);
  assert.ok(outcome instanceof sdk.UnexpectedAnswer);
});

test('a key goes nowhere in the clear', () => {
  const make = (apiKey: string, baseUrl: string) => () => new sdk.Vestibule({ apiKey, baseUrl });
  assert.throws(make(KEY, 'http://api.example'), /begins with https/);
  assert.throws(make('secret', 'https://api.example'), /begins with vk_/);
});

const SECRETS = [1, 2].map((n) => `whsec_${Buffer.alloc(24, n).toString('base64')}`);
const [SECRET, OTHER] = SECRETS as [string, string];
const BODY = JSON.stringify({
  id: 'e-1',
  type: 'x',
  timestamp: new Date().toISOString(),
  data: {},
});
const heads = (secret = SECRET, body = BODY, at = new Date()) => ({
  'webhook-id': 'e-1',
  'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
  'webhook-signature': new Webhook(secret).sign('e-1', at, body),
});
const refused = (...given: Parameters<typeof sdk.verify>) =>
  assert.rejects(sdk.verify(...given), sdk.WebhookInvalid);

test('what the library signs is taken, and it takes what we sign', async () => {
  assert.equal((await sdk.verify(BODY, heads(), SECRET)).type, 'x');
  assert.equal((await sdk.verify(Buffer.from(BODY), new Headers(heads()), SECRETS)).id, 'e-1');
  const now = Math.floor(Date.now() / 1000);
  const signature = await sdk.sign(BODY, 'e-1', now, SECRET);
  new Webhook(SECRET).verify(BODY, {
    ...heads(),
    'webhook-timestamp': String(now),
    'webhook-signature': signature,
  });
});

test('nothing else is believed', async () => {
  await refused(BODY, heads(OTHER), SECRET);
  await refused(`${BODY} `, heads(), SECRET);
  await refused(BODY, heads(), []);
  await refused(BODY, heads(), 'whsec_!!');
  for (const old of [-301, 302])
    await refused(BODY, heads(SECRET, BODY, new Date(Date.now() + old * 1000)), SECRET);
  for (const name of Object.keys(heads())) await refused(BODY, { ...heads(), [name]: '' }, SECRET);
  await refused(BODY, { ...heads(), 'webhook-id': 'e-2' }, SECRET);
  for (const body of ['[]', '{}', 'null', '{"id":1}'])
    await refused(body, heads(SECRET, body), SECRET);
});
