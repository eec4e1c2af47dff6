import { describe, expect, it, vi } from 'vitest';
import { attemptOf, HostedLink, LinkGone, type Opened } from '../../src/hosted-link.js';

const SECRET = `vl_${'0'.repeat(32)}_${'A'.repeat(43)}`;

function shelf(): Pick<Storage, 'getItem' | 'setItem'> {
  const kept = new Map<string, string>();
  return {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value),
  };
}

function answering(status: number, minutes = 30) {
  return vi.fn(async () => {
    const tokenExpiresAt = new Date(Date.now() + minutes * 60_000).toISOString();
    const body = { token: 'vs_1', tokenExpiresAt, mode: 'live', locale: 'de', redirectUrl: null };
    return new Response(JSON.stringify(body), { status });
  });
}

const sent = (fetcher: ReturnType<typeof answering>, call: number) =>
  JSON.parse((fetcher.mock.calls[call] as unknown as [string, RequestInit])[1].body as string) as {
    link: string;
    browser: string;
  };

describe('the attempt that goes on', () => {
  it.each([
    ['approved', 'v-1'],
    ['needs_review', 'v-1'],
    ['processing', 'v-1'],
    ['created', 'v-1'],
    ['in_progress', 'v-1'],
    ['resubmit_requested', ''],
    ['rejected', ''],
    [null, ''],
  ])('is %s: %s', (state, found) => {
    const verificationId = state === null ? null : 'v-1';
    expect(attemptOf({ verificationId, state } as Opened)).toBe(found);
  });
});

describe('a hosted link', () => {
  it('asks nobody before it is opened', () => {
    const fetcher = answering(200);
    new HostedLink('https://api.example', SECRET, shelf(), fetcher);
    expect(fetcher).not.toHaveBeenCalled();
  });

  it('says the same of its browser after a reload, and something else in another one', async () => {
    const fetcher = answering(200);
    const kept = shelf();
    await new HostedLink('', SECRET, kept, fetcher).open();
    await new HostedLink('', SECRET, kept, fetcher).open();
    await new HostedLink('', SECRET, shelf(), fetcher).open();
    const [first, again, other] = [0, 1, 2].map((n) => sent(fetcher, n).browser);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
    expect(first).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([400, 410])('is over when it is answered %i', async (status) => {
    const link = new HostedLink('', SECRET, shelf(), answering(status));
    await expect(link.open()).rejects.toBeInstanceOf(LinkGone);
  });

  it('may be tried again when nobody can be reached', async () => {
    const link = new HostedLink('', SECRET, shelf(), answering(503));
    await expect(link.open()).rejects.not.toBeInstanceOf(LinkGone);
  });

  it('begins an attempt where there is none, and goes on without where none can be had', async () => {
    const opened = { verificationId: null, state: null } as Opened;
    const answers = vi.fn(async (url: unknown) => {
      const begun = { verificationId: 'v-2', sessionUrl: null };
      const body = String(url).endsWith('/open')
        ? { token: 'vs_1', tokenExpiresAt: new Date(Date.now() + 1_800_000).toISOString() }
        : begun;
      return new Response(JSON.stringify(body), { status: 201 });
    });
    expect(await new HostedLink('', SECRET, shelf(), answers).attempt(opened)).toBe('v-2');
    expect(answers.mock.calls.at(-1)![0]).toBe('/v1/session/api/kyc/start-verification');
    expect(await new HostedLink('', SECRET, shelf(), answering(503)).attempt(opened)).toBe('');
    const over = { verificationId: 'v-1', state: 'rejected' } as Opened;
    expect(await new HostedLink('', SECRET, shelf(), answers).attempt(over)).toBe('');
  });

  it('hands out its token until shortly before the end, then a fresh one', async () => {
    const fetcher = answering(200);
    const link = new HostedLink('', SECRET, shelf(), fetcher);
    await link.open();
    expect(await link.token()).toBe('vs_1');
    expect(fetcher).toHaveBeenCalledTimes(1);
    const short = answering(200, 0.5);
    const ending = new HostedLink('', SECRET, shelf(), short);
    await ending.token();
    await ending.token();
    expect(short).toHaveBeenCalledTimes(2);
  });
});
