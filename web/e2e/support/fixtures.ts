/** A test gets a fresh world behind the real application, and a page that must obey the site's policy. */
import { resolve } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { bare, places } from './worker.ts';
import { type Person, told, World } from './world.ts';

const SHOTS = resolve(import.meta.dirname, '..', '..', 'test-results', 'pages');

interface PerTest {
  /** The site has the nets that see a face: looking along costs more than most tests do. */
  nets: boolean;
  /** Texts travel packed, as they do in production. */
  compress: boolean;
  /** Settings of the application, by their names in Python. */
  settings: Record<string, unknown>;
  world: World;
  shot: (name: string) => Promise<void>;
}

export const test = bare.extend<PerTest>({
  nets: [false, { option: true }],
  compress: [false, { option: true }],
  settings: [{}, { option: true }],
  baseURL: async ({ system }, use) => use(system.site),
  world: async ({ system, nets, compress, settings }, use) => {
    const control = `${places()}/${system.name}`;
    await told(`${control}/world`, { nets, compress, settings });
    const world = new World(control);
    await use(world);
    expect(await world.tell('faults'), 'answers that are a fault of the server').toEqual([]);
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

/** Signed in from the first moment, as after a reload: the tokens are in the tab's storage. */
export async function signedIn(page: Page, { tokens }: Person): Promise<void> {
  const { seconds, ...kept } = tokens;
  await page.addInitScript(
    (stored) => sessionStorage.setItem('vestibule:session', stored),
    JSON.stringify({ ...kept, endsAt: Date.now() + seconds * 1000 }),
  );
}

export { expect };
export type { Place } from './worker.ts';
