/**
 * What an integrator does: a new Vite project, the packed element, `npm ci`, types, a build. Once with
 * React, once with Vue. The packages are those of the lock beside this file.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';

// Types are half of the time: `npm run test:fresh:types`, in `make test-e2e`.
const LONG = process.env.VESTIBULE_LONG;
const HERE = import.meta.dirname;
const place = mkdtempSync(join(tmpdir(), 'fresh-'));

function run(command, folder = place) {
  const done = spawnSync('bash', ['-c', command], { cwd: folder, encoding: 'utf8' });
  assert.equal(done.status, 0, `${command}\n${done.stdout}${done.stderr}`);
  return done.stdout;
}

before(() => {
  for (const name of ['package.json', 'package-lock.json', 'react', 'vue'])
    cpSync(join(HERE, name), join(place, name), { recursive: true });
  const element = resolve(HERE, '../packages/vestibule-verification');
  const name = run(`npm pack --silent --pack-destination ${place}`, element)
    .trim()
    .split('\n')
    .at(-1);
  renameSync(join(place, name), join(place, 'vestibule-verification.tgz'));
  run('npm ci --prefer-offline --no-audit --no-fund --ignore-scripts --loglevel=error');
});
after(() => rmSync(place, { recursive: true, force: true }));

for (const [name, types] of [
  ['react', 'tsc'],
  ['vue', 'vue-tsc'],
])
  test(`a fresh project with ${name} is built${LONG ? ', and its types refuse nonsense' : ''}`, () => {
    const folder = join(place, name);
    if (LONG) run(`npx --no-install ${types} -p .`, folder);
    run('npx --no-install vite build --logLevel warn', folder);
    const made = readdirSync(join(folder, 'dist/assets'));
    const code = made
      .map((file) => readFileSync(join(folder, 'dist/assets', file), 'utf8'))
      .join('');
    assert.match(code, /vestibule-verification/);
    // The document and the face load when they are entered.
    for (const part of ['document', 'face', 'read'])
      assert.ok(
        made.some((file) => file.startsWith(`${part}-`)),
        `${part} is not a file of its own`,
      );
  });
