/**
 * Whether a value is what the API's description says, as JSON Schema means it. Calls of the pages and
 * answers of this server are both held against it: neither can go its own way.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

interface Schema {
  $ref?: string;
  type?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
}
interface Content {
  content?: Record<string, { schema: Schema }>;
}
export interface Operation {
  requestBody?: Content;
  parameters?: { in: string; name: string; required?: boolean; schema: Schema }[];
  responses: Record<string, Content>;
}
interface Description {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

const SOURCE = '../../../chalicelib/contracts/openapi.json';
const API = JSON.parse(readFileSync(resolve(import.meta.dirname, SOURCE), 'utf8')) as Description;
const JSON_BODY = 'application/json';

/** What the description says of a route; none is no route of the API. */
export function operation(method: string, template: string): Operation | undefined {
  return API.paths[template]?.[method.toLowerCase()];
}

/** What is wrong with a JSON body and a query. */
export function askedWrongly(of: Operation, query: URLSearchParams, body: unknown): string[] {
  const schema = of.requestBody?.content?.[JSON_BODY]?.schema;
  const known = (of.parameters ?? []).filter((one) => one.in === 'query');
  const names = known.map(({ name }) => name);
  return [
    ...[...query.keys()].filter((name) => !names.includes(name)).map((name) => `${name}: unknown`),
    ...known
      .filter(({ name, required }) => required && !query.has(name))
      .map(({ name }) => `${name}: missing`),
    ...(schema && body !== undefined ? objections(body, schema, '') : []),
  ];
}

/** What is wrong with an answer that is no problem. */
export function answeredWrongly(of: Operation, status: number, answer: unknown): string[] {
  const described = of.responses[String(status)];
  if (!described) return [`status ${status} is not described`];
  const schema = described.content?.[JSON_BODY]?.schema;
  if (schema) return objections(answer, schema, '');
  return answer === undefined || JSON.stringify(answer) === '{}' ? [] : ['no body is described'];
}

function objections(value: unknown, schema: Schema, where: string): string[] {
  if (schema.$ref) return objections(value, named(schema.$ref), where);
  if (schema.anyOf) {
    const found = schema.anyOf.map((one) => objections(value, one, where));
    return found.some((one) => !one.length) ? [] : found[0]!;
  }
  const at = (said: string) => `${where || '(whole)'}: ${said}`;
  if (schema.enum && !schema.enum.includes(value)) return [at(`${String(value)} is no word of it`)];
  if (schema.type && !KINDS[schema.type]!(value)) return [at(`is not of type ${schema.type}`)];
  if (typeof value === 'string')
    return outside(value.length, schema, at).concat(odd(value, schema, at));
  if (typeof value === 'number') return outside(value, schema, at);
  if (Array.isArray(value))
    return [
      ...outside(value.length, schema, at),
      ...value.flatMap((one, n) => objections(one, schema.items ?? {}, `${where}[${n}]`)),
    ];
  if (value !== null && typeof value === 'object')
    return keys(value as Record<string, unknown>, schema, where);
  return [];
}

const named = (ref: string) => API.components.schemas[ref.split('/').pop()!]!;

const KINDS: Record<string, (value: unknown) => boolean> = {
  string: (value) => typeof value === 'string',
  integer: (value) => Number.isInteger(value),
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
  array: Array.isArray,
  object: (value) => value !== null && typeof value === 'object' && !Array.isArray(value),
};

type At = (said: string) => string;

function outside(size: number, schema: Schema, at: At): string[] {
  const { minLength, maxLength, minimum, maximum, minItems, maxItems } = schema;
  const least = minLength ?? minimum ?? minItems ?? -Infinity;
  const most = maxLength ?? maximum ?? maxItems ?? Infinity;
  return size < least || size > most ? [at(`${size} is not within ${least} and ${most}`)] : [];
}

const odd = (value: string, { pattern }: Schema, at: At) =>
  pattern && !new RegExp(pattern, 'u').test(value) ? [at(`does not match ${pattern}`)] : [];

function keys(value: Record<string, unknown>, schema: Schema, where: string): string[] {
  const { properties = {}, required = [], additionalProperties = true } = schema;
  const path = (name: string) => (where ? `${where}.${name}` : name);
  return [
    ...required.filter((name) => !(name in value)).map((name) => `${path(name)}: missing`),
    ...Object.entries(value).flatMap(([name, one]) => {
      const inside = properties[name];
      if (inside) return objections(one, inside, path(name));
      if (additionalProperties === false) return [`${path(name)}: unknown`];
      return additionalProperties === true ? [] : objections(one, additionalProperties, path(name));
    }),
  ];
}
