/** A test gets a fresh world, a page that must obey the site's policy, and a place for pictures. */
import { resolve } from 'node:path';
import { expect, type Page, test as plain } from '@playwright/test';
import { type Running, start, type World } from '../../test-server/src/index.ts';

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

/** Thrown errors, broken policies and requests to a host that is not ours. */
export function watch(page: Page, also: (host: string) => boolean = () => false): string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (line) => {
    if (/content security policy|trusted ?(type|html|script)/i.test(line.text()))
      faults.push(line.text());
  });
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    const ours = ['127.0.0.1', 'localhost'].includes(hostname) || also(hostname);
    if (/^(https?|wss?):$/.test(protocol) && !ours) faults.push(`a request to ${hostname}`);
  });
  return faults;
}

export { expect };
