/**
 * The wire's types from the API's own description: `npm run wire` writes them, `npm run wire -- --check`
 * fails when they are old. Paths are left out: the applications name theirs.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';
import { format, resolveConfig } from 'prettier';

const SOURCE = new URL('../chalicelib/contracts/openapi.json', import.meta.url);
const TYPES = new URL('packages/vestibule-shell/src/openapi.ts', import.meta.url);

/** Titles repeat the names. */
const untitled = (key, value) => (key === 'title' && typeof value === 'string' ? undefined : value);
const { components } = JSON.parse(readFileSync(SOURCE, 'utf8'), untitled);

async function types() {
  const { schemas } = components;
  const openapi = '3.1.0';
  const info = { title: 'Vestibule', version: '1' };
  const tree = await openapiTS({ openapi, info, paths: {}, components: { schemas } });
  const [written] = /export interface components \{.*?\n\}/s.exec(astToString(tree));
  const head = `/** Generated from chalicelib/contracts/openapi.json by \`npm run wire\`: not to be edited. */\n`;
  return head + written;
}

const config = await resolveConfig(TYPES.pathname);
const made = await format(await types(), { ...config, parser: 'typescript' });
if (!process.argv.includes('--check')) writeFileSync(TYPES, made);
else if (readFileSync(TYPES, 'utf8') !== made) {
  console.error(`${TYPES.pathname} is old: npm run --prefix web wire`);
  process.exit(1);
}
