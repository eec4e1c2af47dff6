/** For what the tests' server does not speak yet, a managed service's film: the stand-in for the API. */
import { resolve } from 'node:path';
import { expect, type Page, test as plain } from '@playwright/test';
import { tokenOf } from '../../test-server/src/api.ts';
import { type Person, type Running, start, type World } from '../../test-server/src/index.ts';
import { watch } from './fixtures.ts';

const SHOTS = resolve(import.meta.dirname, '..', '..', 'test-results', 'pages');

interface PerTest {
  /** The site has the nets that see a face: looking along costs more than most tests do. */
  nets: boolean;
  /** Texts travel packed, as they do in production. */
  compress: boolean;
  world: World;
  shot: (name: string) => Promise<void>;
}

export const test = plain.extend<PerTest, { system: Running }>({
  nets: [false, { option: true }],
  compress: [false, { option: true }],
  system: [
    async ({}, use) => {
      const running = await start();
      await use(running);
      await running.stop();
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ system }, use) => use(system.site),
  world: async ({ system, nets, compress }, use) => {
    system.world.reset();
    Object.assign(system.world, { nets, compress });
    await use(system.world);
    expect(system.world.faults, 'answers that the API would not give').toEqual([]);
  },
  page: async ({ page, world: _world }, use) => {
    const faults = watch(page);
    await use(page);
    expect(faults, 'faults of the page, its policy or its hosts').toEqual([]);
  },
  // Nobody looks at the pictures of a run that passes: VESTIBULE_PICTURES=yes takes them.
  shot: async ({ page }, use) => {
    await use(async (name) => {
      if (!process.env.VESTIBULE_PICTURES) return;
      await page.screenshot({ path: resolve(SHOTS, `${name}.png`), fullPage: true });
    });
  },
});

export async function signedIn(page: Page, person: Person): Promise<void> {
  const token = tokenOf(person);
  const session = {
    idToken: token,
    accessToken: token,
    refreshToken: 'refresh',
    endsAt: Date.now() + 3_600_000,
  };
  await page.addInitScript(
    (stored) => sessionStorage.setItem('vestibule:session', stored),
    JSON.stringify(session),
  );
}

export { expect };
