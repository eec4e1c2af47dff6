/** A check that a managed service films: the built element, its nets, and a service that speaks AWS's protocol. */
import type { Page } from '@playwright/test';
import { expectAccessible } from '../support/axe.ts';
import { comingNearer, someFace } from '../support/camera.ts';
import { Filmed } from '../support/filming.ts';
import { expect, signedIn, test as inWorld } from '../support/fixtures.ts';
import type { Person, World } from '../support/world.ts';

const PORTRAIT = someFace().neutral![0]!;
const PROFILE = {
  fullName: 'Anna Demo',
  dateOfBirth: '1991-03-14',
  nationality: 'GRC',
  address: '',
};

const test = inWorld.extend<{ filmed: Filmed }>({
  // A world whose application lends what this service takes, and asks it how a session has ended.
  filmed: async ({ world, service }, use) => {
    const filmed = (service.filmed = new Filmed());
    filmed.judge = (sessionId, confidence) =>
      world.filmed({ sessionId, status: 'SUCCEEDED', confidence, picture: PORTRAIT });
    await world.films({ ...filmed.stream, url: service.url });
    await use(filmed);
  },
});
test.use({ nets: true, settings: { liveness_engine: 'rekognition' } });

const heading = (page: Page, name: string) => page.getByRole('heading', { name });
const film = (page: Page) => page.getByRole('dialog');

/** Before it begins, with the document sent; who it is, and the verification's id. */
async function arrive(page: Page, world: World): Promise<{ person: Person; begun: string }> {
  const person = await world.person({ profile: PROFILE });
  const begun = await world.standing(person, 'in_progress');
  await signedIn(page, person);
  const resumed = page.waitForResponse('**/verify?*');
  await page.goto(`/#/verify?id=${begun}`);
  await resumed;
  await page
    .locator('vestibule-verification')
    .evaluate((element) => Object.assign(element, { pollMs: 100, muted: true }));
  return { person, begun };
}

/** At the warning. */
async function begin(page: Page, world: World): Promise<{ person: Person; begun: string }> {
  const arrived = await arrive(page, world);
  await page.getByRole('button', { name: 'Start' }).click();
  await page.getByRole('button', { name: 'I’m ready' }).click();
  await expect(film(page)).toContainText('Your screen will flash', { timeout: 25_000 });
  return arrived;
}

/** What the application says of a verification to whom it is of. */
async function verdict(api: string, { tokens }: Person, begun: string): Promise<unknown> {
  const headers = { Authorization: `Bearer ${tokens.idToken}` };
  return (await fetch(`${api}/verify?verificationId=${begun}`, { headers })).json();
}

test('whoever will be filmed is told of light from the first, and never of movements', async ({
  page,
  world,
  filmed,
}) => {
  await comingNearer(page, PORTRAIT);
  await arrive(page, world);
  // Until it is known who asks, nothing is said of what will be asked.
  let answer = () => {};
  const slowly = new Promise<void>((go) => (answer = go));
  await page.route('**/verify?*', async (route) => {
    await slowly;
    await route.continue();
  });
  await page.getByRole('button', { name: 'Start' }).click();
  await expect(page.getByText('Only you in the picture')).toBeVisible();
  for (const text of await page.getByText(/movement/).all()) await expect(text).toBeHidden();
  await expect(page.getByRole('button', { name: /movement|more time/ })).toHaveCount(0);
  answer();
  await expect(page.getByText('while coloured light shines on your face')).toBeVisible();
  await expect(page.getByText(/movement|more time|tone/)).toHaveCount(0);
  await expectAccessible(page, 'what will be filmed');
  await page.getByRole('button', { name: 'No flashing light, please' }).click();
  await expect(heading(page, 'No problem')).toBeVisible();
  expect(filmed.sessions).toEqual([]);
});

test('before the screen flashes it is said, and nobody must', async ({ page, world, filmed }) => {
  await comingNearer(page, PORTRAIT);
  await begin(page, world);
  await expectAccessible(page, 'the warning');
  expect(filmed.sessions).toEqual([]);
  await film(page).getByRole('button', { name: 'No flashing light, please' }).click();
  await expect(heading(page, 'No problem')).toBeVisible();
  await page.getByRole('button', { name: 'Ask for a person' }).click();
  await expect(heading(page, 'We’re taking a closer look')).toBeVisible();
  expect(filmed.sessions).toEqual([]);
});

test('whoever leaves the film ends it', async ({ page, world, filmed }) => {
  await comingNearer(page, PORTRAIT, false);
  await begin(page, world);
  await film(page).getByRole('button', { name: 'Start' }).click();
  await expect(film(page)).toContainText('Come closer until', { timeout: 20_000 });
  await expectAccessible(page, 'the film');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'I’m ready' })).toBeVisible();
  await expect.poll(() => filmed.closed).toBe(4003);
});

test('a face that does not come is told so, and may try again', async ({ page, world, filmed }) => {
  test.skip(!process.env.VESTIBULE_LONG, 'a long run');
  filmed.fitMs = 1_000;
  await comingNearer(page, PORTRAIT, false);
  await begin(page, world);
  await film(page).getByRole('button', { name: 'Start' }).click();
  await expect(page.locator('[part=error]')).toContainText('The time for this step is over.', {
    timeout: 20_000,
  });
  await expect.poll(() => filmed.closed).toBe(4001);
  expect(filmed.complete).toBe(false);
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
});

test('what the service refuses is said, and the next try is a new session', async ({
  page,
  world,
  filmed,
}) => {
  test.skip(!process.env.VESTIBULE_LONG, 'a long run');
  filmed.ends = 'ThrottlingException';
  await comingNearer(page, PORTRAIT);
  await begin(page, world);
  await film(page).getByRole('button', { name: 'Start' }).click();
  await expect(page.locator('[part=error]')).toContainText('Too many requests.', {
    timeout: 20_000,
  });
  filmed.ends = '';
  await page.getByRole('button', { name: 'Try again' }).click();
  await film(page).getByRole('button', { name: 'Start' }).click({ timeout: 20_000 });
  await expect(heading(page, 'You’re verified')).toBeVisible({ timeout: 25_000 });
  expect(filmed.wrong).toEqual([]);
  expect(new Set(filmed.sessions.map(({ id }) => id)).size).toBe(2);
});

test('somebody comes nearer, is lit, and is verified with high assurance', async ({
  page,
  world,
  filmed,
  system,
}) => {
  await comingNearer(page, PORTRAIT);
  const { person, begun } = await begin(page, world);
  await film(page).getByRole('button', { name: 'Start' }).click();
  await expect(film(page)).toContainText('Hold still while the colours change.', {
    timeout: 20_000,
  });
  await expect(heading(page, 'You’re verified')).toBeVisible({ timeout: 20_000 });
  expect(await verdict(system.api, person, begun)).toMatchObject({
    status: 'approved',
    assurance: 'high',
  });
  expect(filmed.wrong).toEqual([]);
  expect(filmed.complete).toBe(true);
  expect(filmed.closed).toBe(1000);
  expect(filmed.bytes).toBeGreaterThan(10_000);
  expect((await world.calls()).filter(({ path }) => path === '/submit-frame')).toEqual([]);
  await expect(film(page)).toHaveCount(0);
});

test('a film that the service does not believe verifies nobody', async ({
  page,
  world,
  filmed,
  system,
}) => {
  test.skip(!process.env.VESTIBULE_LONG, 'a long run');
  filmed.confidence = 89;
  await comingNearer(page, PORTRAIT);
  const { person, begun } = await begin(page, world);
  await film(page).getByRole('button', { name: 'Start' }).click();
  await expect(page.getByText('That did not work yet.')).toBeVisible({ timeout: 20_000 });
  expect(await verdict(system.api, person, begun)).toMatchObject({ status: 'in_progress' });
  expect(filmed.complete).toBe(true);
});
