/** A check that a managed service films: the built element, its nets, and a service that speaks AWS's protocol. */
import type { Page } from '@playwright/test';
import type { World } from '../../test-server/src/world.ts';
import { comingNearer, someFace } from '../support/camera.ts';
import { expectAccessible } from '../support/axe.ts';
import { expect, signedIn, test } from '../support/stand-in.ts';

test.use({ nets: true });

const PROFILE = {
  fullName: 'Anna Demo',
  dateOfBirth: '1991-03-14',
  nationality: 'GRC',
  address: '',
};
const heading = (page: Page, name: string) => page.getByRole('heading', { name });
const film = (page: Page) => page.getByRole('dialog');

/** At the warning, with the document sent. */
async function begin(page: Page, world: World): Promise<void> {
  world.managed = true;
  const person = world.person({ profile: PROFILE });
  const verification = world.verificationOf(person);
  verification.sides.push('front');
  await signedIn(page, person);
  await page.goto(`/#/verify?id=${verification.verificationId}`);
  await page
    .locator('vestibule-verification')
    .evaluate((element) => Object.assign(element, { pollMs: 100, muted: true }));
  await page.getByRole('button', { name: 'Start' }).click();
  await page.getByRole('button', { name: 'I’m ready' }).click();
  await expect(film(page)).toContainText('Your screen will flash', { timeout: 25_000 });
}

test('before the screen flashes it is said, and nobody must', async ({ page, world }) => {
  await comingNearer(page, someFace().neutral![0]!);
  await begin(page, world);
  await expectAccessible(page, 'the warning');
  expect(world.filmed.sessions).toEqual([]);
  await film(page).getByRole('button', { name: 'No flashing light, please' }).click();
  await expect(heading(page, 'No problem')).toBeVisible();
  await page.getByRole('button', { name: 'Ask for a person' }).click();
  await expect(heading(page, 'We’re taking a closer look')).toBeVisible();
  expect(world.filmed.sessions).toEqual([]);
});

test('whoever leaves the film ends it', async ({ page, world }) => {
  await comingNearer(page, someFace().neutral![0]!, false);
  await begin(page, world);
  await film(page).getByRole('button', { name: 'Start' }).click();
  await expect(film(page)).toContainText('Come closer until', { timeout: 20_000 });
  await expectAccessible(page, 'the film');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'I’m ready' })).toBeVisible();
  await expect.poll(() => world.filmed.closed).toBe(4003);
});

test('a face that does not come is told so, and may try again', async ({ page, world }) => {
  test.skip(!process.env.VESTIBULE_LONG, 'a long run');
  world.filmed.fitMs = 1_000;
  await comingNearer(page, someFace().neutral![0]!, false);
  await begin(page, world);
  await film(page).getByRole('button', { name: 'Start' }).click();
  await expect(page.locator('[part=error]')).toContainText('The time for this step is over.', {
    timeout: 20_000,
  });
  await expect.poll(() => world.filmed.closed).toBe(4001);
  expect(world.filmed.complete).toBe(false);
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
});

test('what the service refuses is said, and the next try is a new session', async ({
  page,
  world,
}) => {
  test.skip(!process.env.VESTIBULE_LONG, 'a long run');
  world.filmed.ends = 'ThrottlingException';
  await comingNearer(page, someFace().neutral![0]!);
  await begin(page, world);
  await film(page).getByRole('button', { name: 'Start' }).click();
  await expect(page.locator('[part=error]')).toContainText('Too many requests.', {
    timeout: 20_000,
  });
  world.filmed.ends = '';
  await page.getByRole('button', { name: 'Try again' }).click();
  await film(page).getByRole('button', { name: 'Start' }).click({ timeout: 20_000 });
  await expect(heading(page, 'You’re verified')).toBeVisible({ timeout: 25_000 });
  expect(world.filmed.wrong).toEqual([]);
  expect(new Set(world.filmed.sessions.map(({ id }) => id)).size).toBe(2);
});

test('somebody comes nearer, is lit, and is verified with high assurance', async ({
  page,
  world,
}) => {
  await comingNearer(page, someFace().neutral![0]!);
  await begin(page, world);
  await film(page).getByRole('button', { name: 'Start' }).click();
  await expect(film(page)).toContainText('Hold still while the colours change.', {
    timeout: 20_000,
  });
  await expect(heading(page, 'You’re verified')).toBeVisible({ timeout: 20_000 });
  const { filmed } = world;
  expect(filmed.wrong).toEqual([]);
  expect(filmed.complete).toBe(true);
  expect(filmed.closed).toBe(1000);
  expect(filmed.bytes).toBeGreaterThan(10_000);
  expect(world.calls.filter(({ path }) => path === '/submit-frame')).toEqual([]);
  await expect(film(page)).toHaveCount(0);
});
