/**
 * The wire's types from the API's own description, and the test server's contract from it and from the
 * table of errors: `npm run wire` writes them, `npm run wire -- --check` fails when they are old. The
 * applications' types leave paths out: they name theirs.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';
import { format, resolveConfig } from 'prettier';

const SOURCE = new URL('../chalicelib/contracts/openapi.json', import.meta.url);
const ERRORS = new URL('../docs/errors.md', import.meta.url);
const GATEWAY = new URL('../infra/modules/api/gateway_responses.json', import.meta.url);
const TYPES = new URL('packages/vestibule-shell/src/openapi.ts', import.meta.url);
const CONTRACT = new URL('test-server/src/contract.ts', import.meta.url);

/** Titles repeat the names. */
const untitled = (key, value) => (key === 'title' && typeof value === 'string' ? undefined : value);
const { components, paths } = JSON.parse(readFileSync(SOURCE, 'utf8'), untitled);
const JSON_BODY = 'application/json';

async function types() {
  const { schemas } = components;
  const openapi = '3.1.0';
  const info = { title: 'Vestibule', version: '1' };
  const tree = await openapiTS({ openapi, info, paths: {}, components: { schemas } });
  const [written] = /export interface components \{.*?\n\}/s.exec(astToString(tree));
  const head = `/** Generated from chalicelib/contracts/openapi.json by \`npm run wire\`: not to be edited. */\n`;
  return head + written;
}

const named = (content) => {
  const ref = content?.[JSON_BODY]?.schema?.$ref;
  return ref ? `Schemas['${ref.split('/').pop()}']` : undefined;
};

/** Every route with its body and its answers that are no problems; no browser signs with IAM. */
function routes() {
  const open = Object.entries(paths).filter(([path]) => !path.startsWith('/v1/iam/'));
  const lines = open.flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, operation]) => operation.responses)
      .map(([method, { requestBody, responses }]) => {
        const answers = Object.entries(responses)
          .filter(([status]) => status < '300')
          .map(([status, { content }]) => `${status}: ${named(content) ?? 'undefined'}`);
        const body = named(requestBody?.content) ?? 'undefined';
        return `'${method.toUpperCase()} ${path}': { body: ${body}; answers: { ${answers.join('; ')} } };`;
      }),
  );
  return `export interface Routes { ${lines.sort().join('\n')} }`;
}

/** Code -> statuses, of the functions' own problems and of the gateway's. */
function codes() {
  const found = new Map([['internal_error', new Set([500])]]);
  const add = (code, status) => found.set(code, (found.get(code) ?? new Set()).add(status));
  // `| NotFound | 404 | not_found |` and `| case_not_found | 404 |`, names in backquotes.
  for (const line of readFileSync(ERRORS, 'utf8').split('\n')) {
    const cells = line.split('|').map((cell) => cell.trim().replaceAll('`', ''));
    const code = [cells[3], cells[1]].find((cell) => /^[a-z][a-z0-9_]+$/.test(cell ?? ''));
    if (code && /^\d{3}$/.test(cells[2])) add(code, Number(cells[2]));
  }
  for (const { code, status } of Object.values(JSON.parse(readFileSync(GATEWAY, 'utf8'))))
    if (status) add(code, status);
  const lines = [...found].sort().map(([code, statuses]) => `${code}: [${[...statuses]}]`);
  return `export const CODES = { ${lines.join(',\n')} } as const;`;
}

const contract = () => `
/**
 * Generated from chalicelib/contracts/openapi.json, docs/errors.md and the gateway's responses by
 * \`npm run wire\`: not to be edited. What the test server may answer, and nothing else.
 */
import type { components } from '../../packages/vestibule-shell/src/openapi.ts';

type Schemas = components['schemas'];

${routes()}

/** Stable codes of problems -> the statuses they come with. */
${codes()}
`;

let old = false;
for (const [target, text] of [
  [TYPES, await types()],
  [CONTRACT, contract()],
]) {
  const config = await resolveConfig(target.pathname);
  const made = await format(text, { ...config, parser: 'typescript' });
  if (!process.argv.includes('--check')) writeFileSync(target, made);
  else if (readFileSync(target, 'utf8') !== made) {
    console.error(`${target.pathname} is old: npm run --prefix web wire`);
    old = true;
  }
}
process.exit(old ? 1 : 0);
