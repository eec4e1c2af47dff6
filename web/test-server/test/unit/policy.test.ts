/** The policy the browser tests run under is the one every environment sends. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { start } from '../../src/index.ts';

const ROOT = resolve(import.meta.dirname, '../../../..');

/** Directives by name; addresses of an environment (`{…}`, `${…}`, http:…) are left out. */
function directives(lines: string[]): Map<string, string> {
  const found = lines.map((line) => {
    const plain = line.replace(/\$?\{.*\}/g, '').replace(/https?:\S+/g, '');
    const [name = '', ...rest] = plain.trim().split(/\s+/);
    return [name, rest.sort().join(' ')] as const;
  });
  return new Map(found.sort(([a], [b]) => a.localeCompare(b)));
}

/** The texts in quotes between two marks of a file. */
function quoted(path: string, from: string, to: string): string[] {
  const text = readFileSync(resolve(ROOT, path), 'utf8');
  const part = text.slice(text.indexOf(from), text.indexOf(to, text.indexOf(from)));
  return [...part.matchAll(/^\s*f?"((?:[^"$]|\$\{[^}]*\})+)",?/gm)].map(([, line]) => line!);
}

it('is the same on a laptop, on AWS and here', async () => {
  const system = await start();
  const answer = await fetch(`${system.site}/config.json`);
  await system.stop();
  const here = directives(answer.headers.get('Content-Security-Policy')!.split('; '));
  expect(directives(quoted('local/website.py', 'return "; ".join(', '        )\n'))).toEqual(here);
  const terraform = quoted('infra/modules/site/main.tf', 'join("; ", [', '  ])\n');
  expect(directives(terraform)).toEqual(here);
});
