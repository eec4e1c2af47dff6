/** Going on at a phone: a one-time link, no password there, and the page that waits follows it live. */
import type { Browser, Page } from '@playwright/test';
import { expectAccessible } from '../support/axe.ts';
import { expect, signedIn, test } from '../support/fixtures.ts';
import { drawnDocument, hurry, sendPassport } from '../support/steps.ts';
import { EMAIL_CODE, PASSWORD, type World } from '../support/world.ts';

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

/** All of it at the phone, by the link alone; `desk` shows what it comes to. Or to the movements. */
async function atThePhone(browser: Browser, link: string, desk: Page, whole = true): Promise<void> {
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
  if (whole) await moved(phone, desk);
  await context.close();
}

async function moved(phone: Page, desk: Page): Promise<void> {
  await phone.getByRole('button', { name: 'I’m ready' }).click();
  await expect(heading(phone, 'You’re verified')).toBeVisible({ timeout: 20_000 });
  await expect(heading(desk, 'You’re verified')).toBeVisible({ timeout: 20_000 });
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

test('by a text message or a mail, to whom the account is', async ({ page, world, browser }) => {
  await atTheDesk(page, world);
  await page.getByRole('button', { name: 'Continue on your phone' }).click();
  // The address was never proven: only the number is.
  await expect(page.getByRole('button', { name: 'Send by e-mail' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Send by text message' }).click();
  await expect(page.getByText('Sent. Open the link on your phone.')).toBeVisible();
  await expectAccessible(page, 'the link, sent');
  const { text } = await world.sent();
  expect(text).toMatch(/^Continue your verification here: \S+ Valid for \d+ minutes\.$/);
  await page.goto('/#/email');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Send me a code' }).click();
  await expect(page.getByText('Six digits, from the message we sent.')).toBeVisible();
  await page.getByRole('textbox', { name: 'Code' }).fill(EMAIL_CODE);
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByRole('link', { name: 'Back to the status' }).click();
  await page.goto('/#/verify');
  await page.getByRole('button', { name: 'Continue on your phone' }).click();
  await page.getByRole('button', { name: 'Send by e-mail' }).click();
  await expect(page.getByText('Sent. Open the link on your phone.')).toBeVisible();
  const [template, mailed] = (await world.sent()).mails.at(-1)!;
  expect(template).toBe('hand-off');
  expect(mailed).not.toBe(linkIn(text));
  await hurry(page);
  // How it goes on is the same whichever way a link has come.
  await atThePhone(browser, linkIn(text), page, Boolean(process.env.VESTIBULE_LONG));
});

const linkIn = (text: string) => /\S+#vl_\S+/.exec(text)![0];

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
  await expect(page.getByRole('button', { name: /^Send by/ })).toHaveCount(0);
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
