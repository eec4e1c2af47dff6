/** Lines, clocks and machines that are worse than they should be: the flow is finished all the same. */
import type { BrowserContext, Page } from '@playwright/test';
import { expect, signedIn, test } from '../support/fixtures.ts';
import { drawnDocument, hurry, sendPassport } from '../support/steps.ts';
import type { Person, World } from '../support/world.ts';

test.describe.configure({ timeout: 90_000 });

const PROFILE = {
  fullName: 'Anna Demo',
  dateOfBirth: '1991-03-14',
  nationality: 'GRC',
  address: '',
};
const LONG = Boolean(process.env.VESTIBULE_LONG);
const heading = (page: Page, name: string) => page.getByRole('heading', { name });
const ready = (page: Page) => page.getByRole('button', { name: 'I’m ready' });

async function begin(page: Page, world: World): Promise<Person> {
  const person = await world.person({ profile: PROFILE });
  await signedIn(page, person);
  await page.goto('/#/verify');
  await hurry(page);
  return person;
}

/** Another picture each time it is opened, as of every true camera; the browser's own begins anew. */
async function livingCamera(page: Page) {
  await page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = async () => {
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [640, 480];
      const context = canvas.getContext('2d')!;
      setInterval(() => {
        context.fillStyle = `hsl(${Math.random() * 360} 60% 60%)`;
        context.fillRect(Math.random() * 560, Math.random() * 400, 80, 80);
      }, 30);
      const camera = canvas.captureStream(30);
      return Object.assign(globalThis, { camera }).camera;
    };
  });
}

/** The same numbers in every run (mulberry32), 0 to 1. */
function chances(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * Every call is late by its own time, so that later ones overtake it; one in six does not arrive, one
 * in six arrives and its answer does not. A bucket's form is only late, or lost: its file cannot be
 * sent again from here.
 */
async function badLine(context: BrowserContext, api: string, seed: number) {
  const next = chances(seed);
  const fate = { lost: 0, unheard: 0, overtaken: 0 };
  let [sent, last] = [0, 0];
  await context.route(`${api}/**`, async (route) => {
    const [luck, late, mine] = [next(), next() * 500, ++sent];
    await new Promise((done) => setTimeout(done, late));
    if (mine < last) fate.overtaken++;
    last = Math.max(last, mine);
    if (luck < 1 / 6) {
      fate.lost++;
      return route.abort('connectionreset');
    }
    if (luck > 5 / 6 && !route.request().url().includes('/bucket/')) {
      await route.fetch();
      fate.unheard++;
      return route.abort('connectionreset');
    }
    return route.continue();
  });
  return fate;
}

for (const seed of LONG ? [1, 2, 3, 4, 5] : [1])
  test(`a line that loses, delays and reorders calls (${seed})`, async ({
    page,
    context,
    world,
    system,
  }) => {
    await livingCamera(page);
    const person = await begin(page, world);
    const picture = await drawnDocument(page);
    const fate = await badLine(context, system.api, seed);
    // What is not done twice by itself, a person does: a session of movements, a form that got old.
    const again = page.getByRole('button', { name: /^(Try again|Use this picture)$/ });
    await page.addLocatorHandler(page.locator('[part=error]'), () => again.click());
    await sendPassport(page, picture);
    await ready(page).click();
    await expect(heading(page, 'You’re verified')).toBeVisible({ timeout: 70_000 });
    await context.unrouteAll({ behavior: 'ignoreErrors' });
    expect(fate.lost).toBeGreaterThan(1);
    expect(fate.unheard).toBeGreaterThan(1);
    expect((await world.known(person.email))?.verification?.state).toBe('approved');
  });

test('a busy service that asks for patience gets it', async ({ page, world }) => {
  await begin(page, world);
  await world.outage('/upload-id', 429, 'too_many_requests', 2);
  await sendPassport(page, await drawnDocument(page));
  await world.outage('/submit-frame', 429, 'too_many_requests', 3);
  await world.outage('/verify', 429, 'too_many_requests', 2);
  await ready(page).click();
  await expect(heading(page, 'You’re verified')).toBeVisible({ timeout: 25_000 });
});

for (const hours of LONG ? [-26, -2, 2, 26] : [-2, 2])
  test(`a clock that is wrong by ${hours} hours`, async ({ page, world }) => {
    await page.addInitScript((by) => {
      const now = Date.now.bind(Date);
      globalThis.Date = new Proxy(Date, {
        construct: (real, said) =>
          said.length ? (Reflect.construct(real, said) as Date) : new real(now() + by),
        get: (real, name) => (name === 'now' ? () => now() + by : Reflect.get(real, name)),
      });
    }, hours * 3_600_000);
    await begin(page, world);
    await sendPassport(page, await drawnDocument(page));
    await ready(page).click();
    await expect(heading(page, 'You’re verified')).toBeVisible({ timeout: 25_000 });
    expect(await called(world, '/start-liveness')).toBe(1);
  });

test('a lid that is shut during the movements: they are asked for anew', async ({
  page,
  context,
  world,
}) => {
  await livingCamera(page);
  await begin(page, world);
  await sendPassport(page, await drawnDocument(page));
  await page.locator('vestibule-verification').evaluate((it) => {
    Object.assign(it, { readyMs: 300, gestureMs: 700 });
  });
  await ready(page).click();
  await expect.poll(() => called(world, '/submit-frame')).toBeGreaterThan(1);
  const lid = await context.newCDPSession(page);
  await lid.send('Page.setWebLifecycleState', { state: 'frozen' });
  await world.tell('time', { passes: 200 });
  await lid.send('Page.setWebLifecycleState', { state: 'active' });
  await expect(page.locator('[part=error]')).toContainText('The time for this step is over.', {
    timeout: 20_000,
  });
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(heading(page, 'You’re verified')).toBeVisible({ timeout: 25_000 });
});

test('a camera that is taken away says so, and opens again', async ({ page, world }) => {
  await livingCamera(page);
  await begin(page, world);
  await sendPassport(page, await drawnDocument(page));
  await ready(page).click();
  await expect.poll(() => called(world, '/submit-frame')).toBeGreaterThan(0);
  await page.evaluate(() => {
    const { camera } = globalThis as unknown as { camera: MediaStream };
    camera.getTracks()[0]!.dispatchEvent(new Event('ended'));
  });
  await expect(page.locator('[part=error]')).toContainText('The camera was interrupted.');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(heading(page, 'You’re verified')).toBeVisible({ timeout: 25_000 });
});

test('two tabs: what the one has done, the other does not ask for again', async ({
  page,
  context,
  world,
}) => {
  await begin(page, world);
  await sendPassport(page, await drawnDocument(page));
  const other = await context.newPage();
  await other.goto('/#/verify');
  await expect(other.getByText('Your first picture has arrived.')).toBeVisible();
  await hurry(other);
  await other.getByRole('radio', { name: 'Passport' }).check();
  await other.getByRole('button', { name: 'Start' }).click();
  await ready(other).click();
  await expect(heading(other, 'You’re verified')).toBeVisible({ timeout: 25_000 });
  await page.bringToFront();
  await ready(page).click();
  await expect(heading(page, 'You’re verified')).toBeVisible({ timeout: 25_000 });
  await expect(page.locator('[part=error]')).toHaveCount(0);
});

const called = async (world: World, path: string) =>
  (await world.calls()).filter((call) => call.path.startsWith(path)).length;
