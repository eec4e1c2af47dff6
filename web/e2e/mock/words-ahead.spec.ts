/** The words of a language travel beside the application, not after it. */
import type { Page } from '@playwright/test';
import { expect, test } from '../support/fixtures.ts';

/** Opens a page whose application does not come before `let`; which words were asked for meanwhile. */
async function held(page: Page, path: string) {
  const asked: string[] = [];
  page.on('request', (request) => {
    const words = /\/assets\/(\w\w)-[\w-]+\.js$/.exec(request.url());
    if (words) asked.push(words[1]!);
  });
  let release = () => {};
  const waits = new Promise<void>((done) => (release = done));
  await page.route(/\/assets\/(index|verify)-[\w-]+\.js$/, async (route) => {
    await waits;
    await route.continue();
  });
  await page.goto(path, { waitUntil: 'commit' });
  return { asked, release };
}

test('of the address they are asked for at once, and once', async ({ page }) => {
  const { asked, release } = await held(page, '/?lang=ja');
  await expect.poll(() => asked).toEqual(['ja', 'ja', 'ja']);
  await expect(page.locator('h1')).toHaveCount(0);
  release();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ja');
  await expect(page.locator('h1')).toBeVisible();
  expect(asked).toEqual(['ja', 'ja', 'ja']);
});

test('of the browser they are, too, on the hosted page', async ({ page }) => {
  await page.addInitScript(() =>
    Object.defineProperty(navigator, 'languages', { get: () => ['xx', 'de-CH', 'en'] }),
  );
  const { asked, release } = await held(page, '/verify.html');
  await expect.poll(() => asked).toEqual(['de', 'de', 'de']);
  release();
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
});

test('where English is spoken none are', async ({ page }) => {
  const { asked, release } = await held(page, '/?lang=en');
  release();
  await expect(page.locator('h1')).toBeVisible();
  expect(asked).toEqual([]);
});
