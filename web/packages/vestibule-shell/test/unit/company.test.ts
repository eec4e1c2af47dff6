import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Api } from '../../src/api.js';
import { Company } from '../../src/company.js';
import { Problem } from '../../src/problem.js';
import { Session } from '../../src/session.js';

const STAFF = {
  host: 'https://company.auth.example',
  clientId: 'c1',
  provider: 'Company',
  groups: { 'Identity reviewers': 'reviewers', Admins: 'admins' },
};
const CLAIMS = { sub: 'u1', 'custom:staff_groups': '[Staff, Identity reviewers]' };
const ID = `h.${Buffer.from(JSON.stringify(CLAIMS)).toString('base64url')}.s`;

function storage(): Storage {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  } as Storage;
}

/** A tab of the console; where it was sent, and what it asked of the host. */
function tab(answer: [number, unknown] = [200, {}]) {
  const gone: URL[] = [];
  const asked: { path: string; form: Record<string, string> }[] = [];
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const form = Object.fromEntries(init.body as URLSearchParams);
    asked.push({ path: new URL(url).pathname, form });
    return new Response(JSON.stringify(answer[1]), { status: answer[0] });
  });
  const company = new Company(STAFF, storage(), (address) => void gone.push(new URL(address)));
  const session = new Session(new Api('https://api.example'), storage());
  session.company = company;
  return { company, session, gone, asked };
}

const place = (search: string, hash = '') => {
  const at = { origin: 'https://verify.example', pathname: '/console', search, hash };
  vi.stubGlobal('location', at);
};
const replaced = vi.fn();

beforeEach(() => {
  place('', '#/cases/1');
  vi.stubGlobal('history', { replaceState: replaced });
});
afterEach(() => {
  vi.unstubAllGlobals();
  replaced.mockClear();
});

const tokens = { id_token: ID, access_token: 'a', refresh_token: 'r', expires_in: 300 };
const code = async (problem: Promise<unknown>) =>
  problem.then(
    () => 'none',
    (fault: unknown) => (fault as Problem).code,
  );

describe('Company', () => {
  it('proves with its verifier that it asked, and goes back to its place', async () => {
    const { company, session, gone, asked } = tab([200, tokens]);
    await company.begin();
    const question = gone[0]!.searchParams;
    expect(question.get('redirect_uri')).toBe('https://verify.example/console/');
    expect(question.get('code_challenge_method')).toBe('S256');
    place(`?code=x&state=${question.get('state')!}`);
    await session.comeBack();
    expect(replaced).toHaveBeenCalledWith(null, '', '/console#/cases/1');
    const { code_verifier } = asked[0]!.form;
    const digest = await crypto.subtle.digest('SHA-256', Buffer.from(code_verifier!));
    expect(question.get('code_challenge')).toBe(Buffer.from(digest).toString('base64url'));
    expect([session.has('reviewers'), session.has('admins')]).toEqual([true, false]);
  });

  it('takes no answer that it did not ask for, and none twice', async () => {
    const { company, session, gone, asked } = tab([200, tokens]);
    place('?code=theirs&state=made-up');
    expect(await code(session.comeBack())).toBe('state_unknown');
    place('');
    await company.begin();
    place('?code=theirs&state=made-up');
    expect(await code(session.comeBack())).toBe('state_unknown');
    place(`?code=x&state=${gone[0]!.searchParams.get('state')!}`);
    expect(await code(session.comeBack())).toBe('state_unknown');
    expect([asked, session.signedIn]).toEqual([[], false]);
  });

  it('says what the company said, and leaves other addresses alone', async () => {
    const { company, session, gone } = tab();
    place('?lang=de');
    await session.comeBack();
    expect(replaced).not.toHaveBeenCalled();
    await company.begin();
    place(`?error=access_denied&state=${gone[0]!.searchParams.get('state')!}`);
    expect(await code(session.comeBack())).toBe('access_denied');
  });

  it('renews and ends a session at the host, not by the API', async () => {
    const { company, session, gone, asked } = tab([200, { ...tokens, expires_in: 1 }]);
    await company.begin();
    place(`?code=x&state=${gone[0]!.searchParams.get('state')!}`);
    await session.comeBack();
    await session.token();
    expect(asked[1]!.form).toMatchObject({ grant_type: 'refresh_token', refresh_token: 'r' });
    await session.signOut();
    expect(asked[2]).toEqual({ path: '/oauth2/revoke', form: { client_id: 'c1', token: 'r' } });
    expect([gone[1]!.pathname, session.signedIn]).toEqual(['/logout', false]);
  });

  it('is signed out where the host no longer renews', async () => {
    const { company, session, gone } = tab([200, { ...tokens, expires_in: 1 }]);
    await company.begin();
    place(`?code=x&state=${gone[0]!.searchParams.get('state')!}`);
    await session.comeBack();
    vi.stubGlobal('fetch', async () => new Response('{"error":"invalid_grant"}', { status: 400 }));
    expect(await session.token()).toBe('');
    expect(session.ended).toBe(true);
  });
});
