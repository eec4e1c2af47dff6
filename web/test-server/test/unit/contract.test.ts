/** What the test server answers has the shape of the API's own description; no key more or less. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tokenOf } from '../../src/api.ts';
import { type Running, start } from '../../src/index.ts';
import { CODE, PASSWORD, type Person } from '../../src/world.ts';

interface Schema {
  $ref?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
}
interface Description {
  paths: Record<string, Record<string, { responses: Record<string, Answer> }>>;
  components: { schemas: Record<string, Schema> };
}
interface Answer {
  content?: Record<string, { schema: Schema }>;
}

const API = JSON.parse(
  readFileSync(
    resolve(import.meta.dirname, '../../../../chalicelib/contracts/openapi.json'),
    'utf8',
  ),
) as Description;

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
  system.world.links.set('vl_1', { person, browser: '' });
  system.world.decide(verification, 'needs_review', ['watchlist_match']);
});
afterAll(() => system.stop());

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
  ['post', '/auth/mfa/enrol', { password: PASSWORD }],
  ['post', '/auth/mfa/answer', { username: 'anna@applicants.example', session: 's', code: CODE }],
  ['get', '/me'],
  ['get', '/me/profile'],
  ['put', '/me/profile', PROFILE],
  ['get', '/me/export'],
  ['get', '/api/kyc/status'],
  ['post', '/api/kyc/start-verification', {}],
  ['post', '/hand-off', {}],
  ['post', '/v1/session-links/open', { link: 'vl_1', browser: 'b' }],
  ['post', '/upload-id?mode=presigned', { contentType: 'image/jpeg', size: 9, side: 'front' }],
  ['post', '/start-liveness', { verificationId: '{verification_id}' }],
  ['get', '/verify?verificationId={verification_id}'],
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
    const described = API.paths[path.split('?')[0]!]![method]!.responses[String(answer.status)];
    expect(described, `${answer.status} is described`).toBeDefined();
    const schema = described!.content?.['application/json']?.schema;
    compare(await answer.json(), schema!, path);
  });
});

/** Keys must be the described ones, all the way down; free-form objects are left alone. */
function compare(value: unknown, schema: Schema, where: string): void {
  if (schema.$ref)
    return compare(value, API.components.schemas[schema.$ref.split('/').pop()!]!, where);
  const one = schema.anyOf?.find((choice) => (value === null ? !choice.$ref : choice.$ref));
  if (one && value !== null) return compare(value, one, where);
  if (Array.isArray(value)) {
    for (const [n, each] of value.entries()) compare(each, schema.items ?? {}, `${where}[${n}]`);
    return;
  }
  if (!schema.properties || value === null || typeof value !== 'object') return;
  expect(Object.keys(value).sort(), where).toEqual(Object.keys(schema.properties).sort());
  for (const [key, each] of Object.entries(value))
    compare(each, schema.properties[key]!, `${where}.${key}`);
}
