import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Api } from '../../src/api.js';
import { Problem } from '../../src/problem.js';
import { claimsOf, Session } from '../../src/session.js';

class Memory implements Storage {
  private readonly kept = new Map<string, string>();
  get length() {
    return this.kept.size;
  }
  clear() {
    this.kept.clear();
  }
  getItem(key: string) {
    return this.kept.get(key) ?? null;
  }
  key(index: number) {
    return [...this.kept.keys()][index] ?? null;
  }
  removeItem(key: string) {
    this.kept.delete(key);
  }
  setItem(key: string, value: string) {
    this.kept.set(key, value);
  }
}

const token = (claims: unknown) =>
  `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`;
const ID = token({ sub: 'u1', email: 'zoë@applicants.example', 'cognito:groups': ['reviewers'] });
const tokens = (more = {}) => ({
  idToken: ID,
  accessToken: 'access',
  refreshToken: 'refresh',
  expiresIn: 3600,
  challenge: null,
  session: null,
  ...more,
});

interface Call {
  path: string;
  headers: Record<string, string>;
  body: unknown;
}

/** An API that answers by path; an array is used up from its front. */
function scripted(answers: Record<string, [number, unknown][]>) {
  const calls: Call[] = [];
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const path = new URL(url).pathname;
    const body: unknown = init.body ? JSON.parse(String(init.body)) : undefined;
    calls.push({ path, headers: init.headers as Record<string, string>, body });
    const [status, content] = answers[path]?.shift() ?? [500, {}];
    return new Response(status === 204 ? null : JSON.stringify(content), { status });
  });
  const api = new Api('https://api.example');
  const storage = new Memory();
  return { api, calls, storage, session: new Session(api, storage) };
}

beforeEach(() => vi.useFakeTimers({ now: 1_700_000_000_000 }));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('signing in', () => {
  it('keeps the tokens for the tab and tells it', async () => {
    const { session, storage } = scripted({ '/auth/login': [[200, tokens()]] });
    const changed = vi.fn();
    session.addEventListener('change', changed);
    expect(await session.signIn('a@b.example', 'secret')).toBeUndefined();
    expect(changed).toHaveBeenCalledOnce();
    expect(session.claims).toMatchObject({ sub: 'u1', email: 'zoë@applicants.example' });
    expect(session.has('reviewers')).toBe(true);
    expect(session.has('admins')).toBe(false);
    expect(new Session(new Api(''), storage).signedIn).toBe(true);
  });

  it('asks for the second factor, and is in only after it', async () => {
    const { session, calls } = scripted({
      '/auth/login': [[200, tokens({ challenge: 'SOFTWARE_TOKEN_MFA', session: 's1' })]],
      '/auth/mfa/answer': [[200, tokens()]],
    });
    const challenge = await session.signIn('a@b.example', 'secret');
    expect(session.signedIn).toBe(false);
    await session.answer(challenge!, '123456');
    expect(session.signedIn).toBe(true);
    expect(calls[1]!.body).toEqual({ username: 'a@b.example', session: 's1', code: '123456' });
  });

  it('says that the password is wrong, not which of the two', async () => {
    const { session } = scripted({ '/auth/login': [[401, { code: 'not_authorized' }]] });
    await expect(session.signIn('a@b.example', 'no')).rejects.toMatchObject({
      status: 401,
      message: 'E-mail address or password is wrong.',
    });
  });
});

describe('a token', () => {
  it('is renewed a minute early, once for all who wait', async () => {
    const renewed = tokens({ idToken: 'new', refreshToken: null });
    const { session, api, calls } = scripted({
      '/auth/login': [[200, tokens()]],
      '/auth/refresh': [[200, renewed]],
      '/me': [
        [200, {}],
        [200, {}],
      ],
    });
    await session.signIn('a@b.example', 'secret');
    vi.advanceTimersByTime(3_550_000);
    await Promise.all([api.get('/me'), api.get('/me')]);
    const refreshes = calls.filter((call) => call.path === '/auth/refresh');
    expect(refreshes.map((call) => call.body)).toEqual([{ userId: 'u1', refreshToken: 'refresh' }]);
    expect(calls.at(-1)!.headers.Authorization).toBe('Bearer new');
  });

  it('that cannot be renewed signs out; a fault of the network does not', async () => {
    const { session, api } = scripted({
      '/auth/login': [[200, tokens()]],
      '/auth/refresh': [
        [503, {}],
        [401, { code: 'not_authorized' }],
      ],
    });
    await session.signIn('a@b.example', 'secret');
    vi.advanceTimersByTime(3_600_000);
    await expect(api.get('/me')).rejects.toBeInstanceOf(Problem);
    expect(session.signedIn).toBe(true);
    await api.get('/me').catch(() => undefined);
    expect(session.signedIn).toBe(false);
  });

  it('goes to no open path', async () => {
    const { session, api, calls } = scripted({ '/auth/login': [[200, tokens()]] });
    await session.signIn('a@b.example', 'secret');
    await api.post('/auth/password/forgot', {}).catch(() => undefined);
    expect(calls[1]!.headers).not.toHaveProperty('Authorization');
  });
});

describe('signing out', () => {
  it('forgets at once, whatever the server says', async () => {
    const { session, storage, calls } = scripted({
      '/auth/login': [[200, tokens()]],
      '/auth/logout': [[500, {}]],
    });
    await session.signIn('a@b.example', 'secret');
    await session.signOut();
    expect(session.signedIn).toBe(false);
    expect(storage.length).toBe(0);
    expect(calls[1]!.body).toEqual({ accessToken: 'access' });
  });

  it('happens when the API no longer knows the token', async () => {
    const { session, api } = scripted({ '/auth/login': [[200, tokens()]], '/me': [[401, {}]] });
    await session.signIn('a@b.example', 'secret');
    await expect(api.get('/me')).rejects.toMatchObject({ status: 401 });
    expect(session.signedIn).toBe(false);
  });
});

it('reads no claims from what is no token', () => {
  expect(claimsOf('')).toBeUndefined();
  expect(claimsOf('a.b.c')).toBeUndefined();
});
