/** How long people wait, what they do and what they load: printed, and kept in test-results/measured.json. */
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { expect, signedIn, test } from '../support/fixtures.ts';
import { inFrontOfCamera, someFace } from '../support/camera.ts';
import { PROFILE, wholeWay } from '../support/wordless.ts';
import {
  afresh,
  headingDrawn,
  instruments,
  median,
  SLOW_4G,
  SLOW_4G_OF_DEVTOOLS,
  SLOW_PROCESSOR,
} from './instruments.ts';

test.use({ nets: true, compress: true });

const RESULTS = resolve(import.meta.dirname, '..', '..', 'test-results');
const ASSETS = resolve(import.meta.dirname, '..', '..', 'dist', 'app', 'assets');
const VISITS = 5;
/** Seconds on a slow phone, for a first visit. */
const FIRST_HEADING_GOAL = 1.5;
const figures: Record<string, Record<string, number | string>> = {};
const round = (value: number, digits = 2) => Number(value.toFixed(digits));

/** A goal that is missed begins a new process: what the one before it measured stays. */
test.afterAll(() => {
  mkdirSync(RESULTS, { recursive: true });
  const file = resolve(RESULTS, 'measured.json');
  const before = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as object) : {};
  writeFileSync(file, `${JSON.stringify({ ...before, ...figures }, null, 2)}\n`);
  console.table(figures);
});

const LINK = `vl_${'a'.repeat(32)}_${'b'.repeat(43)}`;

for (const [name, path] of [
  ['the site', '/?lang=en'],
  ['the site in Japanese', '/?lang=ja'],
  ['the hosted page', `/verify.html?lang=en#${LINK}`],
] as const)
  test(`first heading of ${name}`, async ({ browser, system, world: _world }) => {
    const row: Record<string, number | string> = {};
    for (const [network, kind] of [
      [SLOW_4G, 'slow 4G'],
      [SLOW_4G_OF_DEVTOOLS, 'of devtools'],
    ] as const) {
      const visits = [];
      for (let n = 0; n < VISITS; n++)
        visits.push(await firstVisit(browser, system.site + path, network));
      row[`s, ${kind}`] = round(median(visits.map(({ seconds }) => seconds)));
      row['kB'] = round(visits[0]!.bytes / 1000, 0);
    }
    figures[`first heading, ${name}`] = row;
    expect.soft(row['s, slow 4G']).toBeLessThanOrEqual(FIRST_HEADING_GOAL);
  });

/** By somebody who has never been there. */
async function firstVisit(browser: Browser, address: string, network: typeof SLOW_4G) {
  const context = await browser.newContext({
    isMobile: true,
    hasTouch: true,
    viewport: { width: 360, height: 740 },
    locale: 'en-GB',
  });
  const page = await context.newPage();
  const read = await instruments(page);
  await read.throttle(network, SLOW_PROCESSOR);
  await page.goto(address, { waitUntil: 'commit' });
  const seconds = (await headingDrawn(page)) / 1000;
  await page.waitForLoadState('networkidle');
  const bytes = read.bytes();
  await context.close();
  return { seconds, bytes };
}

test('the whole way', async ({ page, world }) => {
  const read = await instruments(page);
  await inFrontOfCamera(page, someFace());
  const places: [string, number, number][] = [];
  const began = Date.now();
  await wholeWay(page, world, 'en', async (place) => {
    places.push([place, (Date.now() - began) / 1000, read.bytes()]);
  });
  const { clicks } = await page.evaluate(() => window.measured);
  const until = (place: string) => places.findIndex(([name]) => name === place);
  const kB = (from: string, to: string) =>
    round(
      places.slice(until(from), until(to)).reduce((sum, [, , bytes]) => sum + bytes, 0) / 1000,
      0,
    );
  figures['the whole way, without a pause'] = {
    screens: places.length,
    s: round(places.at(-1)![1], 1),
    clicks,
  };
  figures['to the account'] = { kB: kB('welcome', 'choice of a document') };
  figures['the document'] = { kB: kB('choice of a document', 'before the movements') };
  figures['the movements'] = {
    // The nets load in a worker, whose bytes the page's debugger does not see.
    kB: round((places[until('result')]![2] + netBytes()) / 1000, 0),
    s: round(places[until('result')]![1] - places[until('before the movements')]![1], 1),
  };
  expect(places.length).toBeGreaterThan(10);
});

/** Of the files that see a face; they travel as they are. */
function netBytes(): number {
  const files = readdirSync(ASSETS).filter((name) => name.endsWith('.tflite'));
  return files.reduce((sum, name) => sum + statSync(resolve(ASSETS, name)).size, 0);
}

for (const rate of [1, SLOW_PROCESSOR]) {
  const kind = rate === 1 ? '' : `, a ${rate}th of the processor`;

  test(`the camera looks for a document${kind}`, async ({ page, world }) => {
    await signedIn(page, await world.person({ profile: PROFILE }));
    const read = await instruments(page);
    await page.goto('/?lang=en#/verify');
    await page.locator('#type-passport').check();
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByRole('button', { name: 'Use the camera' }).click();
    await expect(page.getByRole('button', { name: 'Take the picture' })).toBeEnabled();
    figures[`camera on a document${kind}`] = await watched(page, read, rate);
  });

  test(`the camera looks for a face${kind}`, async ({ page, world }) => {
    const person = await world.person({ profile: PROFILE });
    const begun = await world.standing(person, 'in_progress');
    await inFrontOfCamera(page, { neutral: someFace().neutral! });
    await signedIn(page, person);
    const read = await instruments(page);
    await page.goto(`/?lang=en#/verify?id=${begun}`);
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByRole('button', { name: 'I’m ready' }).click();
    // It waits for a movement that never comes.
    await expect(page.locator('[part=prompt]')).toContainText('We don’t see the movement yet.', {
      timeout: 60_000,
    });
    figures[`camera on a face${kind}`] = await watched(page, read, rate);
  });
}

/** Five seconds of the main thread, without the loading before. */
async function watched(
  page: Page,
  read: Awaited<ReturnType<typeof instruments>>,
  rate: number,
): Promise<Record<string, number>> {
  await read.throttle({ latency: 0, down: -1, up: -1 }, rate);
  await page.waitForTimeout(1_000);
  await afresh(page);
  const [before, began] = [await read.busy(), Date.now()];
  await page.waitForTimeout(5_000);
  const busy = (await read.busy()) - before;
  const { longest, blocked, tasks } = await page.evaluate(() => window.measured);
  return {
    'busy %': round((100 * busy) / ((Date.now() - began) / 1000), 0),
    'long tasks': tasks,
    'longest ms': round(longest, 0),
    'blocked ms': round(blocked, 0),
  };
}
