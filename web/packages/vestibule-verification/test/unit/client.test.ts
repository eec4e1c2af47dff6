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
  const trouble: boolean[] = [];
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
    onTrouble: (lost) => trouble.push(lost),
  });
  return { client, calls, waits, trouble };
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

  it('gives up after five repetitions', async () => {
    const { client, calls } = scripted(500, 500, 500, 500, 500, 500, 500);
    await expect(client.verdict('v1')).rejects.toBeInstanceOf(VerificationError);
    expect(calls).toHaveLength(6);
  });

  it('tries a frame again for as long as its session lives, and tells that the network is gone', async () => {
    const gone = Array.from({ length: 30 }, () => new TypeError('gone'));
    const { client, calls, trouble } = scripted(...gone, [202, { received: 1, remaining: 0 }]);
    await client.submitFrame(FRAME, undefined, Date.now() + 60_000);
    expect(calls).toHaveLength(31);
    expect(new Set(calls.map((c) => c.headers['Idempotency-Key']))).toEqual(new Set(['f1']));
    expect([trouble[0], trouble.at(-1)]).toEqual([true, false]);
  });

  it('tries no frame of a session that is over', async () => {
    const { client, calls } = scripted(new TypeError('gone'), [202, {}]);
    const over = client.submitFrame(FRAME, undefined, Date.now() - 1);
    await expect(over).rejects.toMatchObject({ code: 'network_failed' });
    expect(calls).toHaveLength(1);
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

  it('asks what the session is where there is one, and nobody where a user is signed in', async () => {
    const told = { mode: 'test', steps: ['liveness'], verificationId: 'v1' };
    const fetched = vi.fn(async (_url: string, _init?: RequestInit) => Response.json(told));
    vi.stubGlobal('fetch', fetched);
    const inside = new Client({ base: 'https://api.example/v1/session', token: () => 'vs_1' });
    expect(await inside.session()).toEqual(told);
    expect(fetched.mock.calls[0]![0]).toBe('https://api.example/v1/session');
    const outside = new Client({ base: 'https://api.example', token: () => 'tok' });
    expect(await outside.session()).toBeUndefined();
    expect(fetched).toHaveBeenCalledTimes(1);
  });
});
