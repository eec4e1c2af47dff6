/**
 * The wire's types from the API's own description: `npm run wire` writes them, `npm run wire -- --check`
 * fails when they are old. Paths are left out: the applications name theirs.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';
import { format, resolveConfig } from 'prettier';

const SOURCE = new URL('../chalicelib/contracts/openapi.json', import.meta.url);
const TARGET = new URL('packages/vestibule-shell/src/openapi.ts', import.meta.url);
const HEAD = `/** Generated from chalicelib/contracts/openapi.json by \`npm run wire\`: not to be edited. */\n`;

/** Titles repeat the names. */
const untitled = (key, value) => (key === 'title' && typeof value === 'string' ? undefined : value);
const { components } = JSON.parse(readFileSync(SOURCE, 'utf8'), untitled);
const { schemas } = components;
const openapi = '3.1.0';
const info = { title: 'Vestibule', version: '1' };
const tree = await openapiTS({ openapi, info, paths: {}, components: { schemas } });
const [written] = /export interface components \{.*?\n\}/s.exec(astToString(tree));
const config = await resolveConfig(TARGET.pathname);
const made = await format(HEAD + written, {
  ...config,
  parser: 'typescript',
});
if (!process.argv.includes('--check')) writeFileSync(TARGET, made);
else if (readFileSync(TARGET, 'utf8') !== made) {
  console.error('packages/vestibule-shell/src/openapi.ts is old: npm run --prefix web wire');
  process.exit(1);
}
