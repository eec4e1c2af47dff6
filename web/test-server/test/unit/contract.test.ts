/**
 * The test server answers every route it has as the API's own description says, and takes nothing that the
 * API would refuse.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tokenOf } from '../../src/api.ts';
import { answeredWrongly, askedWrongly, operation } from '../../src/conforms.ts';
import { type Running, start } from '../../src/index.ts';
import { CODE, PASSWORD, type Person } from '../../src/world.ts';

let system: Running;
let person: Person;
let reviewer: Person;
let admin: Person;

beforeAll(async () => {
  system = await start();
  person = system.world.person({ profile: PROFILE });
  reviewer = system.world.person({ email: 'reviewer@example.com', groups: ['reviewers'] });
  admin = system.world.person({ email: 'admin@example.com', groups: ['admins'] });
  const verification = system.world.verificationOf(person);
  system.world.links.set(LINK, { person, browser: '' });
  system.world.decide(verification, 'needs_review', ['watchlist_match']);
});
afterAll(() => system.stop());

const LINK = `vl_${'1'.repeat(32)}_${'2'.repeat(43)}`;
const PROFILE = { fullName: 'A', dateOfBirth: '1990-01-01', nationality: 'GRC', address: '' };
const SIGN_UP = {
  email: 'new@applicants.example',
  password: PASSWORD,
  phoneNumber: '+306912345678',
};

type Body = Record<string, unknown>;
const CALLS: [string, string, Body?][] = [
  ['post', '/auth/signup/start', SIGN_UP],
  ['post', '/auth/login', { username: 'anna@applicants.example', password: PASSWORD }],
  ['post', '/auth/mfa/enrol', { accessToken: 'a', password: PASSWORD }],
  [
    'post',
    '/auth/mfa/answer',
    { username: 'anna@applicants.example', session: 's'.repeat(20), code: CODE },
  ],
  ['post', '/auth/refresh', { userId: '{person_id}', refreshToken: 'r' }],
  ['post', '/auth/logout', { accessToken: 'a' }],
  ['post', '/auth/password/forgot', { username: 'anna@applicants.example' }],
  ['get', '/me'],
  ['get', '/me/profile'],
  ['put', '/me/profile', PROFILE],
  ['get', '/me/export'],
  ['get', '/api/kyc/status'],
  ['post', '/api/kyc/start-verification', {}],
  ['post', '/hand-off', {}],
  ['post', '/v1/session-links/open', { link: LINK, browser: 'b'.repeat(32) }],
  ['post', '/upload-id?mode=presigned', { contentType: 'image/jpeg', size: 9, side: 'front' }],
  ['post', '/start-liveness', { verificationId: '{verification_id}' }],
  ['get', '/verify?verificationId={verification_id}'],
  ['post', '/verify', { verificationId: '{verification_id}' }],
  ['get', '/verifications/{verification_id}'],
  ['get', '/verifications/{verification_id}/document'],
  ['get', '/reviews?status=open'],
  ['post', '/reviews/search', { q: 'A' }],
  ['get', '/reviews/counts?status=open'],
  ['post', '/reviews/next', {}],
  ['post', '/reviews/{case_id}/holding', {}],
  ['delete', '/reviews/{case_id}/holding'],
  ['post', '/reviews/assign', { caseIds: ['{case_id}'] }],
  ['get', '/reviews/{case_id}'],
  ['post', '/reviews/{case_id}/notes', { text: 'seen', mentions: [], attached: [] }],
  [
    'post',
    '/reviews/{case_id}/decision',
    { approved: false, askAgain: false, reasons: ['fraud_suspected'], note: 'seen' },
  ],
  ['get', '/v1/levels/{name}'],
  ['get', '/v1/levels/{name}/versions/{version}'],
  ['get', '/v1/levels/{name}/shadow?since=2026-11-01'],
  ['get', '/v1/levels/{name}/funnel?since=2026-11-01'],
  ['get', '/v1/levels/{name}/stale'],
  ['post', '/v1/levels/{name}/versions/{version}/try', { evidence: { age: 17 } }],
  ['get', '/v1/relationships/{person_id}'],
  ['put', '/v1/relationships/{person_id}', { endedAt: null }],
];

describe.each(CALLS)('%s %s', (method, path, body) => {
  it('answers as the API does', async () => {
    const id = person.verificationId;
    const known: Record<string, string> = {
      name: 'default',
      version: '1',
      person_id: person.userId,
    };
    const filled = (text: string) => text.replace(/\{(\w+)\}/g, (_, name) => known[name] ?? id);
    const staff = path.startsWith('/v1/') ? admin : reviewer;
    const who = /^\/(reviews|v1)/.test(path) ? staff : person;
    const sent = body && { body: filled(JSON.stringify(body)) };
    const answer = await fetch(system.api + filled(path), {
      method: method.toUpperCase(),
      headers: { Authorization: `Bearer ${tokenOf(who)}`, 'Content-Type': 'application/json' },
      ...sent,
    });
    expect(answer.status, await answer.clone().text()).toBeLessThan(300);
    expect(system.world.faults).toEqual([]);
  });
});

describe('what is held against the description', () => {
  const search = operation('POST', '/reviews/search')!;
  const none = new URLSearchParams();
  const caseOf = { reviewer: 'r', at: 't', word: 'noted', reasons: [], text: '', mentions: [] };

  it.each([
    [{ q: 'A' }, ''],
    [{ q: 'A', colour: 'green' }, 'colour: unknown'],
    [{ q: 7 }, 'q: is not of type string'],
    [{ q: 'A', due: 'yesterday' }, 'due: yesterday is no word of it'],
    [{ q: 'A', limit: 0 }, 'limit: 0 is not within 1 and 100'],
  ])('the body %j', (body, said) => {
    expect(askedWrongly(search, none, body).join()).toBe(said);
  });

  it('the query', () => {
    const list = operation('GET', '/reviews')!;
    expect(askedWrongly(list, new URLSearchParams({ q: 'A' }), undefined)).toEqual(['q: unknown']);
    expect(askedWrongly(operation('GET', '/verify')!, none, undefined)).not.toEqual([]);
  });

  it('the answer', () => {
    const note = operation('POST', '/reviews/{case_id}/notes')!;
    const said = (one: object) => answeredWrongly(note, 200, { notes: [one] });
    expect(said({ ...caseOf, attached: [] })).toEqual([]);
    expect(said(caseOf)).toEqual(['notes[0].attached: missing']);
    expect(said({ ...caseOf, attached: [], more: 1 })).toEqual(['notes[0].more: unknown']);
    expect(answeredWrongly(note, 201, {})).toEqual(['status 201 is not described']);
  });
});

it('refuses as the API does: with a code that it has, and the status of that code', async () => {
  const asked = async (path: string, token = '', sent = {}) => {
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
    const answer = await fetch(system.api + path, { headers, ...sent });
    return [answer.status, ((await answer.json()) as { code: string }).code];
  };
  expect(await asked('/me')).toEqual([401, 'unauthenticated']);
  expect(await asked('/reviews', tokenOf(person))).toEqual([403, 'forbidden']);
  const wrong = { method: 'PUT', body: '{"fullName": "A"}' };
  expect(await asked('/me/profile', tokenOf(person), wrong)).toEqual([400, 'invalid_request']);
});
