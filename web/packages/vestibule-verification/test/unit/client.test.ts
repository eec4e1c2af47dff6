import { afterEach, describe, expect, it, vi } from 'vitest';
import { Client } from '../../src/client.js';
import { VerificationError } from '../../src/errors.js';

interface Call {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: unknown;
}

/** A client whose network answers in order with what is given; a number is a bare status. */
function scripted(...answers: (number | [number, unknown, Record<string, string>?] | Error)[]) {
  const calls: Call[] = [];
  const waits: number[] = [];
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const body = init.body ? JSON.parse(String(init.body)) : undefined;
    calls.push({
      method: init.method!,
      url,
      headers: init.headers as Record<string, string>,
      body,
    });
    const next = answers.shift() ?? 500;
    if (next instanceof Error) throw next;
    const [status, content, headers] = typeof next === 'number' ? [next, {}] : next;
    return new Response(JSON.stringify(content), { status, ...(headers ? { headers } : {}) });
  });
  const client = new Client({
    base: 'https://api.example',
    token: () => 'tok',
    wait: async (ms) => void waits.push(ms),
  });
  return { client, calls, waits };
}

const FRAME = {
  sessionId: 's',
  challengeId: 'c',
  frameId: 'f1',
  nonce: 'n',
  seq: 1,
  capturedAt: '2026-01-01T00:00:00Z',
  image: 'AAAA',
};

afterEach(() => vi.unstubAllGlobals());

describe('the client', () => {
  it('sends the token and nothing the API does not know', async () => {
    const { client, calls } = scripted([201, { sessionId: 's' }]);
    await client.startLiveness('v1');
    expect(calls[0]).toMatchObject({
      method: 'POST',
      url: 'https://api.example/start-liveness',
      headers: { Authorization: 'Bearer tok' },
      body: { verificationId: 'v1' },
    });
  });

  it('repeats a frame with the same key after a lost connection', async () => {
    const { client, calls } = scripted(new TypeError('gone'), [
      202,
      { received: 1, remaining: 11 },
    ]);
    expect(await client.submitFrame(FRAME)).toEqual({ received: 1, remaining: 11 });
    expect(calls.map((c) => c.headers['Idempotency-Key'])).toEqual(['f1', 'f1']);
  });

  it('does not start a second liveness session by itself', async () => {
    const { client, calls } = scripted(503, 503);
    await expect(client.startLiveness('v1')).rejects.toMatchObject({ code: 'server_error' });
    expect(calls).toHaveLength(1);
  });

  it('waits as long as the server asks', async () => {
    const { client, waits } = scripted(
      [429, {}, { 'Retry-After': '7' }],
      [200, { status: 'approved' }],
    );
    await client.verdict('v1');
    expect(waits).toEqual([7000]);
  });

  it('gives up after three repetitions', async () => {
    const { client, calls } = scripted(500, 500, 500, 500, 500);
    await expect(client.verdict('v1')).rejects.toBeInstanceOf(VerificationError);
    expect(calls).toHaveLength(4);
  });

  it('does not repeat what was refused', async () => {
    const { client, calls } = scripted([409, { code: 'session_used', detail: 'used' }]);
    await expect(client.submitFrame(FRAME)).rejects.toMatchObject({
      code: 'session_used',
      serverCode: 'session_used',
      message: 'used',
    });
    expect(calls).toHaveLength(1);
  });

  it('asks for a person at the verification', async () => {
    const { client, calls } = scripted([202, { status: 'needs_review' }]);
    await client.askForPerson('v1');
    expect(calls[0]).toMatchObject({
      url: 'https://api.example/verifications/v1/assistance',
      body: {},
    });
  });

  it('uses paths a host has renamed', async () => {
    const { calls } = scripted([200, {}]);
    const client = new Client({ base: '/kyc', token: () => '', endpoints: { verify: '/check' } });
    await client.verdict('v1');
    expect(calls[0]!.url).toBe('/kyc/check?verificationId=v1');
    expect(calls[0]!.headers).not.toHaveProperty('Authorization');
  });
});
