/** Levels: those that ship, as files; what the log would say of them is made up. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Answer, type Call, type Handlers, Refusal, type Schemas } from './api.ts';
import type { World } from './world.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const DRAFTED = '2026-11-01T09:00:00+00:00';
const ENDED = new WeakMap<World, Map<string, string>>();

const file = (path: string): string => {
  try {
    return readFileSync(resolve(ROOT, path), 'utf8');
  } catch {
    throw new Refusal('level_not_found');
  }
};
const document = (name: string) => {
  if (!/^[a-z][a-z0-9_]*$/.test(name)) throw new Refusal('level_not_found');
  return JSON.parse(file(`levels/${name}.json`)) as Record<string, unknown>;
};

type Version = Schemas['LevelVersion'];
const version = (name: string, number: number, status: Version['status']): Version => ({
  name,
  version: number,
  status,
  author: '00000000-0000-4000-9000-0000000000ad',
  createdAt: DRAFTED,
  inForceAt: status === 'in_force' ? DRAFTED : null,
});

/** Two: what ships is in force, and a stricter one decides in shadow. */
const versions = (name: string) => {
  const number = Number(document(name).version);
  return [version(name, number, 'in_force'), version(name, number + 1, 'shadow')];
};

const FORM: Schemas['LevelPage']['form'] = [
  { part: 'evidence', name: 'age', kind: 'number', about: '' },
  { part: 'evidence', name: 'mrz_valid', kind: 'flag', about: '' },
  { part: 'evidence', name: 'screening', kind: 'text', about: '' },
  { part: 'facts', name: 'amount', kind: 'number', about: 'amount at stake, as the caller says' },
  { part: 'facts', name: 'hit_kinds', kind: 'list', about: 'kinds of lists with a possible match' },
];

const shadow = ({ params }: Call): Answer<'GET /v1/levels/{name}/shadow'> => {
  const next = versions(params[0]!)[1]!;
  const row = {
    level: `${next.name}@${next.version}`,
    decided: 120,
    differing: 3,
    ways: { 'approved -> needs_review': 3 },
    countries: { DEU: 2, FRA: 1 },
    reasons: { under_age: 3 },
  };
  return [200, { versions: [row], complete: true }];
};

type Trial = 'POST /v1/levels/{name}/versions/{version}/try';
const tried = ({ body }: Call<Trial>): Answer<Trial> => {
  const { evidence = {} } = body;
  const young = Number(evidence.age) < 18;
  const finding = {
    rule: 'of_age',
    outcome: young ? 'reject' : 'pass',
    reason: young ? 'under_age' : '',
    detail: '',
  };
  const answer = { outcome: young ? 'rejected' : 'approved', end: 'verified', risk: 20 };
  const explanations = ["vpn: +20, the address is an anonymiser's"];
  return [200, { ...answer, fourEyes: false, findings: [finding], explanations }];
};

const funnel = ({ params }: Call): Answer<'GET /v1/levels/{name}/funnel'> => {
  const steps = { opened: 40, document: 31, liveness: 28, screening: 28, decided: 27 };
  const row = { country: 'DEU', steps, ends: { approved: 25, rejected: 2 }, medianSeconds: 184 };
  return [200, { level: params[0]!, rows: [row], complete: true }];
};

const stale = ({ world, params }: Call): Answer<'GET /v1/levels/{name}/stale'> => {
  const found = world.people.slice(0, 1).map((person) => ({
    verificationId: '5f6f4a52-6a3b-5a8a-9d2c-0d0f3a7c1b11',
    personId: person.userId,
    level: `${params[0]}@1`,
    since: DRAFTED,
    reasons: ['level_raised'],
  }));
  return [200, { stale: found, nextCursor: '' }];
};

const endedOf = (world: World) => {
  const known = ENDED.get(world) ?? new Map<string, string>();
  ENDED.set(world, known);
  return known;
};

function relationship({ world, params }: Call): Answer<'GET /v1/relationships/{person_id}'> {
  const person = params[0]!;
  if (!world.people.some(({ userId }) => userId === person)) throw new Refusal('person_not_found');
  return [200, { endedAt: endedOf(world).get(person) ?? null }];
}

export const levelRoutes: Handlers = {
  'GET /v1/levels/{name}': ({ params }) => [200, { versions: versions(params[0]!) }],
  'GET /v1/levels/{name}/versions/{version}': ({ params, query }) => {
    const [name, number] = params as [string, string];
    const found = versions(name).find((one) => String(one.version) === number);
    if (!found) throw new Refusal('level_not_found');
    const same = found.status === 'in_force' || query.get('against') === number;
    const differences = same ? [] : [{ path: 'minimum_age', inForce: 18, here: 21 }];
    const page = file(`docs/levels/${name}.md`).replace(/^<!--.*-->\n+/, '');
    return [200, { version: found, level: document(name), page, differences, form: FORM }];
  },
  'GET /v1/levels/{name}/shadow': shadow,
  'GET /v1/levels/{name}/funnel': funnel,
  'GET /v1/levels/{name}/stale': stale,
  'POST /v1/levels/{name}/versions/{version}/try': tried,
  'GET /v1/relationships/{person_id}': relationship,
  'PUT /v1/relationships/{person_id}': (call) => {
    const { endedAt } = call.body;
    if (endedAt) endedOf(call.world).set(call.params[0]!, endedAt);
    else endedOf(call.world).delete(call.params[0]!);
    return relationship(call);
  },
};
