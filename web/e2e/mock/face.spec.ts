/** The movements as the element sees them: the built nets, in a worker, under the site's policy. */
import type { Page } from '@playwright/test';
import { expect, signedIn, test } from '../support/fixtures.ts';
import { inFrontOfCamera, someFace } from '../support/camera.ts';
import { hurry } from '../support/steps.ts';
import type { World } from '../support/world.ts';

test.use({ nets: true });

const PROFILE = {
  fullName: 'Anna Demo',
  dateOfBirth: '1991-03-14',
  nationality: 'GRC',
  address: '',
};
const heading = (page: Page, name: string) => page.getByRole('heading', { name });
const called = async (world: World, path: string) =>
  (await world.calls()).filter((call) => call.path === path);
const prompt = (page: Page) => page.locator('[part=prompt]');
const ring = (page: Page) => page.locator('[part=ring] .fill');

/** At the movements, with the document sent. */
async function begin(page: Page, world: World): Promise<void> {
  const person = await world.person({ profile: PROFILE });
  const begun = await world.standing(person, 'in_progress');
  await signedIn(page, person);
  await page.goto(`/#/verify?id=${begun}`);
  await hurry(page);
  await page.getByRole('button', { name: 'Start' }).click();
  await page.getByRole('button', { name: 'I’m ready' }).click();
}

test('each movement is confirmed when it is made, and then the next is asked for', async ({
  page,
  world,
}) => {
  test.setTimeout(90_000);
  await inFrontOfCamera(page, someFace());
  await begin(page, world);
  await expect(heading(page, 'You’re verified')).toBeVisible({ timeout: 60_000 });
  expect(await called(world, '/start-liveness')).toHaveLength(1);
  expect(page.workers()).toHaveLength(1);
});

test('before an empty chair nothing begins, and the ring stays empty', async ({ page, world }) => {
  // The browser's test picture: a clock on a green ground.
  await begin(page, world);
  await expect(prompt(page)).toContainText('We can’t see your face.');
  await page.waitForTimeout(1_000);
  await expect(ring(page)).toHaveAttribute('opacity', '0');
  expect(await called(world, '/start-liveness')).toEqual([]);
});

test('a face that does not move fills no ring and sends nothing of a movement', async ({
  page,
  world,
}) => {
  test.skip(!process.env.VESTIBULE_LONG, 'a long run');
  const { neutral } = someFace();
  await inFrontOfCamera(page, { neutral: neutral! });
  await begin(page, world);
  await expect(prompt(page)).toContainText('We don’t see the movement yet.', { timeout: 15_000 });
  const asked = await prompt(page).getAttribute('data-gesture');
  expect(asked).not.toBe('neutral');
  await expect(ring(page)).toHaveAttribute('opacity', '0');
  expect(await page.locator('[part=camera]').getAttribute('data-seen')).toBe('false');
  const sent = (await called(world, '/submit-frame')).length;
  await page.waitForTimeout(1_000);
  expect(await called(world, '/submit-frame')).toHaveLength(sent);
});

test.describe('where the nets cannot be had', () => {
  test.use({ nets: false });

  test('that is said, and the movements go by time', async ({ page, world }) => {
    await begin(page, world);
    await page
      .locator('vestibule-verification')
      .evaluate((it) => Object.assign(it, { readyMs: 2_000 }));
    await expect(prompt(page)).toContainText('This device cannot watch along.');
    await hurry(page);
    await expect(heading(page, 'You’re verified')).toBeVisible({ timeout: 20_000 });
  });
});
