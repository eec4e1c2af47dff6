/**
 * The API over HTTP: CORS, the token, bodies, problems. What it answers is in routes.ts. Calls that the
 * API would not take are refused, and answers that it would not give are faults (`World.faults`).
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { answeredWrongly, askedWrongly, operation } from './conforms.ts';
import type { components } from '../../packages/vestibule-shell/src/openapi.ts';
import { CODES, type Routes } from './contract.ts';
import { bucket, picture } from './pictures.ts';
import { inSession, SESSION } from './links.ts';
import { OPEN, routes } from './routes.ts';
import type { Person, World } from './world.ts';

const CORS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Headers': 'Authorization,Content-Type,Idempotency-Key,X-Api-Key',
  'Access-Control-Allow-Methods': 'GET,POST,PUT,DELETE,OPTIONS',
  'Access-Control-Expose-Headers': 'Retry-After',
};

/** Thrown by a route; becomes a problem document (RFC 9457). */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail = '',
    readonly headers: Record<string, string> = {},
  ) {
    super(detail || code.replaceAll('_', ' '));
  }
}

/** A problem that the API knows: the status comes with the code. */
export class Refusal extends Problem {
  constructor(code: keyof typeof CODES, detail = '') {
    super(CODES[code][0], code, detail);
  }
}

export type Pattern = keyof Routes;
type Answers<P extends Pattern> = Routes[P]['answers'];

export interface Call<P extends Pattern = Pattern> {
  world: World;
  params: string[];
  query: URLSearchParams;
  body: Routes[P]['body'];
  /** The bytes, when the body is a picture. */
  bytes: Buffer;
  /** The signed-in person; open routes never look. */
  person: Person;
}
/** A status that the route has, with the body that comes with it. */
export type Answer<P extends Pattern> = {
  [S in keyof Answers<P>]: [S, Answers<P>[S]];
}[keyof Answers<P>];
export type Schemas = components['schemas'];
export type Handlers = { [P in Pattern]?: (call: Call<P>) => Answer<P> };

export async function api(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://api');
  const bytes = await bodyOf(request);
  if (request.method === 'OPTIONS') return send(response, 204, undefined);
  if (url.pathname.startsWith('/bucket/')) return bucket(world, url, bytes, response, CORS);
  if (url.pathname.startsWith('/pictures/')) return picture(url, response, CORS);
  const json = request.headers['content-type'] === 'application/json';
  const body: unknown = json ? JSON.parse(bytes.toString() || '{}') : undefined;
  world.calls.push({ method: request.method!, path: url.pathname, body });
  try {
    const [status, answer] = handle(world, request, url, body, bytes);
    send(response, status, answer);
  } catch (fault) {
    if (!(fault instanceof Problem)) world.faults.push(`${url.pathname}: ${String(fault)}`);
    const known = fault instanceof Problem ? fault : new Refusal('internal_error');
    const problem = {
      type: 'about:blank',
      title: known.code,
      status: known.status,
      detail: known.message,
      code: known.code,
    };
    send(response, known.status, problem, known.headers);
  }
}

function handle(
  world: World,
  request: IncomingMessage,
  url: URL,
  body: unknown,
  bytes: Buffer,
): [number, unknown] {
  meetOutage(world, url.pathname);
  const inside = SESSION.test(url.pathname);
  const { pattern, params } = find(request.method!, url.pathname.replace(SESSION, ''));
  const person = personOf(world, request.headers.authorization);
  if (!OPEN.test(url.pathname) && !person) throw new Refusal('unauthenticated');
  if (url.pathname.startsWith('/reviews') && !person?.groups.includes('reviewers'))
    throw new Refusal('forbidden');
  if (!inside && STAFFS.test(url.pathname) && !person?.groups.includes('admins'))
    throw new Refusal('forbidden');
  const [method, template] = pattern.split(' ') as [string, string];
  const described = operation(method, inside ? `/v1/session${template}` : template);
  if (!described) throw new Error(`${pattern} is no route of the API`);
  const wrong = askedWrongly(described, url.searchParams, body);
  if (wrong.length) throw new Refusal('invalid_request', wrong.join('; '));
  const call = { world, params, query: url.searchParams, body, bytes, person: person! };
  const [status, answer] = (routes[pattern] as Loose)(call);
  const odd = answeredWrongly(described, status, answer);
  if (odd.length) throw new Error(`${pattern} would not answer so: ${odd.join('; ')}`);
  return [status, answer];
}

/** Which call goes to which handler is known by its pattern, and not by TypeScript. */
type Loose = (call: unknown) => [number, unknown];

const STAFFS = /^\/v1\/(?!session-links\/)/;

function meetOutage(world: World, path: string): void {
  const outage = world.outages.find((one) => path.startsWith(one.path) && one.times > 0);
  if (!outage) return;
  outage.times -= 1;
  throw new Problem(outage.status, outage.code, '', { 'Retry-After': '0' });
}

function find(method: string, path: string): { pattern: Pattern; params: string[] } {
  for (const pattern of Object.keys(routes) as Pattern[]) {
    const [verb, template] = pattern.split(' ') as [string, string];
    const found = new RegExp(`^${template.replace(/\{\w+\}/g, '([^/]+)')}$`).exec(path);
    if (found && verb === method) return { pattern, params: found.slice(1) };
  }
  throw new Refusal('not_found');
}

export const tokenOf = (person: Person): string => {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const groups = person.groups.length ? { 'cognito:groups': person.groups } : {};
  const claims = { sub: person.userId, email: person.email, ...groups };
  return `${part({ alg: 'none' })}.${part(claims)}.mock`;
};

function personOf(world: World, header = ''): Person | undefined {
  const token = header.replace('Bearer ', '');
  return world.people.find((person) => token === tokenOf(person)) ?? inSession(world, token);
}

function send(
  response: ServerResponse,
  status: number,
  answer: unknown,
  headers: Record<string, string> = {},
): void {
  const kind = status >= 400 ? 'application/problem+json' : 'application/json';
  response.writeHead(status, { ...CORS, 'Content-Type': kind, ...headers });
  response.end(answer === undefined ? '' : JSON.stringify(answer));
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
