import { describe, expect, it, vi } from 'vitest';
import { loadConfig } from '../../src/config.js';
import { ago, words } from '../../src/format.js';
import { messageOf, problemOf } from '../../src/problem.js';
import { match, placeOf } from '../../src/router.js';

describe('an address', () => {
  it('has a path and a query behind its #', () => {
    expect(placeOf('')).toMatchObject({ path: '/' });
    const { path, query } = placeOf('#/verify?id=42');
    expect([path, query.get('id')]).toEqual(['/verify', '42']);
  });

  it('fits a pattern with names, as a whole', () => {
    expect(match('/cases/:id', '/cases/a%20b')).toEqual({ id: 'a b' });
    expect(match('/cases/:id', '/cases')).toBeUndefined();
    expect(match('/cases', '/cases/1')).toBeUndefined();
  });
});

describe('the configuration', () => {
  const answer = (content: string) => new Response(content, { status: 200 });

  it('is read beside the page, then at its fixed place', async () => {
    const fetcher = vi
      .fn<typeof fetch>()
      .mockResolvedValueOnce(new Response('', { status: 404 }))
      .mockResolvedValueOnce(answer('{"api":"https://api.example/prod/"}'));
    expect(await loadConfig(fetcher)).toEqual({ api: 'https://api.example/prod', outbox: '' });
  });

  it('is the own origin where nobody says more, even if a host answers with a page', async () => {
    const fetcher = vi.fn<typeof fetch>(async () => answer('<!doctype html>'));
    expect(await loadConfig(fetcher)).toEqual({ api: '', outbox: '' });
  });
});

describe('a problem of the API', () => {
  const say = async (status: number, body: unknown, headers: Record<string, string> = {}) =>
    messageOf(await problemOf(new Response(JSON.stringify(body), { status, headers })));

  it('is a sentence for people', async () => {
    expect(await say(400, { code: 'code_wrong' })).toBe(
      'This code is not right. Check it and try again.',
    );
    expect(await say(429, { code: 'rate_limited' }, { 'Retry-After': '30' })).toContain(
      '30 seconds',
    );
    expect(await say(500, { detail: 'KeyError: x' })).not.toContain('KeyError');
    expect(await say(400, { code: 'other', detail: 'the name is empty' })).toContain(
      'This was not accepted (other).',
    );
    expect(messageOf(new Error('internals'))).not.toContain('internals');
  });

  it('is one too where no problem document comes', async () => {
    const problem = await problemOf(new Response('<html>', { status: 404 }));
    expect(problem).toMatchObject({ status: 404, code: 'http_404' });
  });
});

describe('words', () => {
  it('come from codes of any style', () => {
    expect(words('needs_review')).toBe('Needs review');
    expect(words('dateOfBirth')).toBe('Date of birth');
  });

  it('say how long ago', () => {
    const now = Date.parse('2026-11-21T12:00:00Z');
    expect(ago('2026-11-21T11:59:50Z', now)).toBe('just now');
    expect(ago('2026-11-21T11:55:00Z', now)).toBe('5 minutes ago');
    expect(ago('2026-11-19T11:55:00Z', now)).toBe('2 days ago');
  });
});
