/** The applicant's site where it used to stop people: phone, reload, another tab, another language. */
import type { Page } from '@playwright/test';
import { expect, signedIn, test } from '../support/fixtures.ts';
import { expectAccessible } from '../support/axe.ts';
import { signIn, signUp } from '../support/steps.ts';
import { PASSWORD, type World } from '../support/world.ts';

const PROFILE = {
  fullName: 'Anna Demo',
  dateOfBirth: '1991-03-14',
  nationality: 'GRC',
  address: '',
};

test.describe('on a phone', () => {
  test.use({ isMobile: true, hasTouch: true, viewport: { width: 360, height: 740 } });

  test('the header is one low row, in every language', async ({ page, world, shot }) => {
    await signedIn(page, await world.person({ profile: PROFILE }));
    for (const language of ['en', 'de', 'ar', 'ja']) {
      await page.goto(`/?lang=${language}#/status`);
      await expect(page.locator('.journey'), language).toBeVisible();
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      const { height } = (await page.locator('.bar').boundingBox())!;
      expect(height, language).toBeLessThanOrEqual(64);
      await page.locator('.menu summary').click();
      await expect(page.locator('.menu a').nth(1), language).toBeVisible();
      await shot(`app-phone-menu-${language}`);
      await page.locator('.menu a').nth(1).click();
      await expect(page.locator('.menu a').nth(1), language).toBeHidden();
      await expect(page.locator('#fullName'), language).toBeVisible();
    }
  });
});

test('the status says how far somebody is', async ({ page, world }) => {
  await signedIn(page, await world.person());
  await page.goto('/#/status');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('1 of 4 steps is done');
});

test('whoever must send another picture reads why, before and while doing it', async ({
  page,
  world,
}) => {
  const person = await world.person({ profile: PROFILE });
  await world.standing(person, 'resubmit_requested', ['document_unreadable']);
  await signedIn(page, person);
  await page.goto('/#/status');
  const why = 'We could not read your document. Please send a sharper picture.';
  await expect(page.getByText(why)).toBeVisible();
  await page.getByRole('link', { name: 'Send another picture' }).click();
  await expect(page.getByText('What went wrong last time:')).toBeVisible();
  await expect(page.getByText(why)).toBeVisible();
});

test('a phone number is written as at home; the country brings its code', async ({
  page,
  world,
}) => {
  await page.goto('/#/sign-up');
  await page.getByLabel('Country of your phone').selectOption('GR');
  await page.getByLabel('E-mail address').fill('new@applicants.example');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByLabel('Mobile phone').fill('12');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByText('This is no phone number of that country.')).toBeVisible();
  await page.getByLabel('Mobile phone').fill('691 234 5678');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByText('We sent six digits by SMS to +30 691 234 5678.')).toBeVisible();
  const sent = (await world.calls()).findLast(({ path }) => path === '/auth/signup/start');
  expect(sent?.body).toMatchObject({ phoneNumber: '+30 691 234 5678' });
});

test('a reload keeps the page of the code', async ({ page, world }) => {
  await signUp(page, 'new@applicants.example', async () => '000000');
  await expect(page.getByText('This code is not right.')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Enter the code' })).toBeVisible();
  await page.getByRole('textbox', { name: 'Code' }).fill(await world.code());
  await page.getByRole('button', { name: 'Confirm' }).click();
  await expect(page.getByText('Your phone is confirmed. Sign in to continue.')).toBeVisible();
});

test('a session that the server ended says so, and goes on at the same place', async ({
  page,
  world,
}) => {
  const person = await world.person({ profile: PROFILE });
  await page.goto('/#/verify');
  await signIn(page, person);
  await expect(page.getByRole('button', { name: 'Start' })).toBeVisible();
  await world.enable(person, false);
  await expect(page.getByText('You were signed out.')).toBeVisible({ timeout: 20_000 });
  await world.enable(person, true);
  await signIn(page, person);
  await expect(page.getByRole('button', { name: 'Start' })).toBeVisible();
});

test('a second tab is signed in as the first, and out with it', async ({ page, world }) => {
  const person = await world.person();
  await page.goto('/#/sign-in');
  await signIn(page, person);
  await expect(page.getByText(`Signed in as ${person.email}`)).toBeVisible();
  const second = await page.context().newPage();
  await second.goto(new URL('/#/status', page.url()).href);
  await expect(second.getByText(`Signed in as ${person.email}`)).toBeVisible();
  await second.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await second.close();
});

test('what the server writes for engineers reaches nobody', async ({ page, world }) => {
  await signedIn(page, await world.person());
  await world.outage('/me/profile', 422, 'string_pattern', 99);
  await page.goto('/#/profile');
  await page.goto('/#/my-data');
  await world.outage('/me/export', 400, 'other_fault', 1);
  await page.getByRole('button', { name: 'Download my data' }).click();
  await expect(page.getByText('This was not accepted (other_fault).')).toBeVisible();
});

test.describe('in every language', () => {
  const PLACES = ['/', '/sign-in', '/sign-up', '/password'];
  const INSIDE = [
    '/status',
    '/profile',
    '/verify',
    '/notifications',
    '/security',
    '/email',
    '/my-data',
  ];

  test('no text is outside the catalogue', async ({ page, world }) => {
    for (const place of PLACES) await expectAllInCatalogue(page, place);
    await signedIn(page, await world.person());
    for (const place of INSIDE) await expectAllInCatalogue(page, place);
  });

  // Arabic goes the whole way (everywhere.spec.ts).
  for (const language of process.env.VESTIBULE_LONG ? ['de', 'ja', 'fr'] : ['ja'])
    test(`the pages are accessible in ${language}`, async ({ page, world, shot }) => {
      await visit(page, world, language, shot);
    });

  async function visit(
    page: Page,
    world: World,
    language: string,
    shot: (name: string) => Promise<void>,
  ) {
    await page.goto(`/?lang=${language}#/sign-up`);
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    await expect(page.locator('#phoneNumber')).toBeVisible();
    await expectAccessible(page, `sign-up in ${language}`);
    await shot(`app-sign-up-${language}`);
    await signedIn(page, await world.person({ profile: PROFILE }));
    await page.goto(`/?lang=${language}#/verify`);
    await page.reload();
    await expect(page.locator('vestibule-verification .card')).toHaveAttribute('lang', language);
    await expectAccessible(page, `verify in ${language}`);
    await shot(`app-verify-${language}`);
    const excess = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(excess).toBeLessThanOrEqual(0);
  }
});

/** `zz` puts every text of the catalogue into brackets: what has none is not from there. */
async function expectAllInCatalogue(page: Page, place: string): Promise<void> {
  await page.goto(`/?lang=zz#${place}`);
  await page.reload();
  await expect(page.locator('h1')).toContainText('⟦');
  const outside = await page.evaluate(() => {
    const texts: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement!;
      const skip = parent.closest(
        'script, style, noscript, option, vestibule-verification, .brand',
      );
      const text = node.textContent!.trim();
      if (!skip && /\p{L}{2}/u.test(text) && !text.includes('⟦')) texts.push(text);
    }
    return texts;
  });
  expect(
    outside.filter((text) => !text.includes('@')),
    place,
  ).toEqual([]);
}
