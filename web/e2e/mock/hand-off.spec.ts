/** Going on at a phone: a one-time link, no password there, and the page that waits follows it live. */
import type { Browser, Page } from '@playwright/test';
import { expect, signedIn, test } from '../support/fixtures.ts';
import { drawnDocument, hurry, sendPassport } from '../support/steps.ts';
import type { World } from '../support/world.ts';

const PROFILE = {
  fullName: 'Anna Demo',
  dateOfBirth: '1991-03-14',
  nationality: 'GRC',
  address: '',
};
const heading = (page: Page, name: string) => page.getByRole('heading', { name });

/** What the QR code says. */
const linkOn = (page: Page) =>
  page
    .locator('vestibule-verification')
    .evaluate((it) => (it as unknown as { handoffUrl: string }).handoffUrl);

async function toThePhone(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Continue on your phone' }).click();
  await expect(page.getByRole('img', { name: 'QR code with the link' })).toBeVisible();
  await expect.poll(() => linkOn(page)).toMatch(/\/verify\.html#vl_[0-9a-f]{32}_[\w-]{43}$/);
  return linkOn(page);
}

/** All of it at the phone, by the link alone; `desk` shows what it comes to. */
async function atThePhone(browser: Browser, link: string, desk: Page): Promise<void> {
  const context = await browser.newContext({
    isMobile: true,
    hasTouch: true,
    viewport: { width: 360, height: 740 },
    permissions: ['camera'],
  });
  const phone = await context.newPage();
  await phone.goto(link);
  await expect(phone.getByLabel('Password')).toHaveCount(0);
  await phone.getByRole('button', { name: 'Begin' }).click();
  await expect(phone.getByText('Continue on your phone')).toHaveCount(0);
  await hurry(phone);
  await sendPassport(phone, await drawnDocument(phone));
  await expect(desk.getByText('Waiting for your phone…')).toBeVisible();
  await phone.getByRole('button', { name: 'I’m ready' }).click();
  await expect(heading(phone, 'You’re verified')).toBeVisible({ timeout: 20_000 });
  await expect(heading(desk, 'You’re verified')).toBeVisible({ timeout: 20_000 });
  await context.close();
}

async function atTheDesk(page: Page, world: World): Promise<void> {
  await signedIn(page, await world.person({ profile: PROFILE }));
  await page.goto('/#/verify');
  await hurry(page);
}

test('from the site, without a password at the phone', async ({ page, world, browser }) => {
  await atTheDesk(page, world);
  await atThePhone(browser, await toThePhone(page), page);
});

test('from a hosted page, whose own link stays this browser’s', async ({
  page,
  world,
  browser,
}) => {
  const hosted = await world.link(await world.person({ profile: PROFILE }));
  await page.goto(hosted);
  await page.getByRole('button', { name: 'Begin' }).click();
  await hurry(page);
  const link = await toThePhone(page);
  expect(link).not.toBe(hosted);
  await atThePhone(browser, link, page);
});

test('a link is one browser’s: the second one is told that it is over', async ({
  page,
  world,
  browser,
}) => {
  test.skip(!process.env.VESTIBULE_LONG, 'a long run; the rule itself is the API’s');
  await atTheDesk(page, world);
  const link = await toThePhone(page);
  for (const [context, over] of [
    [await browser.newContext(), false],
    [await browser.newContext(), true],
  ] as const) {
    const phone = await context.newPage();
    await phone.goto(link);
    await phone.getByRole('button', { name: 'Begin' }).click();
    if (over) await expect(phone.getByRole('alert')).toContainText('another browser');
    else await expect(phone.getByRole('radio', { name: 'Passport' })).toBeVisible();
    await context.close();
  }
});
