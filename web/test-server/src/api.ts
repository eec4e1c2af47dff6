/** The API over HTTP: CORS, the token, bodies, problems. What it answers is in routes.ts. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { bucket, picture } from './pictures.ts';
import { inSession, SESSION } from './links.ts';
import { OPEN, type Route, routes } from './routes.ts';
import type { Person, World } from './world.ts';

const CORS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Headers': 'Authorization,Content-Type,Idempotency-Key,X-Api-Key',
  'Access-Control-Allow-Methods': 'GET,POST,PUT,DELETE,OPTIONS',
  'Access-Control-Expose-Headers': 'Retry-After',
};

/** Thrown by a route; becomes a problem document (RFC 9457). */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail = '',
    readonly headers: Record<string, string> = {},
  ) {
    super(detail || code.replaceAll('_', ' '));
  }
}

export interface Call {
  world: World;
  params: string[];
  query: URLSearchParams;
  body: Record<string, unknown>;
  /** The bytes, when the body is a picture. */
  bytes: Buffer;
  /** The signed-in person; open routes never look. */
  person: Person;
}

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
  const body = json ? (JSON.parse(bytes.toString() || '{}') as Call['body']) : {};
  world.calls.push({ method: request.method!, path: url.pathname, body });
  try {
    const [status, answer] = handle(world, request, url, body, bytes);
    send(response, status, answer);
  } catch (fault) {
    const known = fault instanceof Refusal ? fault : new Refusal(500, 'internal', String(fault));
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
  body: Call['body'],
  bytes: Buffer,
): [number, unknown] {
  meetOutage(world, url.pathname);
  const inside = SESSION.test(url.pathname);
  const { route, params } = find(request.method!, url.pathname.replace(SESSION, ''));
  const person = personOf(world, request.headers.authorization);
  if (!OPEN.test(url.pathname) && !person) throw new Refusal(401, 'unauthorized');
  if (url.pathname.startsWith('/reviews') && !person?.groups.includes('reviewers'))
    throw new Refusal(403, 'not_in_group');
  if (!inside && STAFFS.test(url.pathname) && !person?.groups.includes('admins'))
    throw new Refusal(403, 'not_in_group');
  const call: Call = { world, params, query: url.searchParams, body, bytes, person: person! };
  return route(call);
}

const STAFFS = /^\/v1\/(?!session-links\/)/;

function meetOutage(world: World, path: string): void {
  const outage = world.outages.find((one) => path.startsWith(one.path) && one.times > 0);
  if (!outage) return;
  outage.times -= 1;
  throw new Refusal(outage.status, outage.code, '', { 'Retry-After': '0' });
}

function find(method: string, path: string): { route: Route; params: string[] } {
  for (const [pattern, route] of Object.entries(routes)) {
    const [verb, template] = pattern.split(' ') as [string, string];
    const found = new RegExp(`^${template.replace(/\{\w+\}/g, '([^/]+)')}$`).exec(path);
    if (found && verb === method) return { route, params: found.slice(1) };
  }
  throw new Refusal(404, 'not_found');
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
