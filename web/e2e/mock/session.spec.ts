/** The element in an applicant's session: it asks what the session is, and shows no more than that. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { bare as test } from '../support/worker.ts';

const API = 'https://api.company.test/v1/session';
const BUNDLES = resolve(import.meta.dirname, '../../packages/vestibule-verification/dist');
const PAGE = `<!doctype html><html lang="en"><title>x</title><script src="vestibule-verification.umd.js"></script>
<vestibule-verification api-base="${API}"></vestibule-verification></html>`;

/** The element's page, with a session that is so. */
async function inside(page: Page, session: object): Promise<string[]> {
  const asked: string[] = [];
  await page.route('https://api.company.test/**', async (route) => {
    const { pathname } = new URL(route.request().url());
    asked.push(`${route.request().method()} ${pathname}`);
    if (pathname === '/') return route.fulfill({ body: PAGE, contentType: 'text/html' });
    if (pathname.endsWith('.js'))
      return route.fulfill({
        body: readFileSync(resolve(BUNDLES, `.${pathname}`)),
        contentType: 'text/javascript',
      });
    const verdict = { verificationId: 'v1', status: 'in_progress', sides: ['front'] };
    return route.fulfill({ json: pathname === '/v1/session' ? session : verdict });
  });
  await page.goto('https://api.company.test/');
  await expect(page.getByRole('button', { name: 'Start' })).toBeVisible();
  return asked;
}

test('for the face alone no document is asked for, and a test says that it is one', async ({
  page,
}) => {
  const session = { mode: 'test', steps: ['liveness'], verificationId: 'v1' };
  const asked = await inside(page, session);
  await expect(page.getByRole('note')).toHaveText('Test: nothing here is real.');
  await expect(page.getByRole('radio')).toHaveCount(0);
  await page.getByRole('button', { name: 'Start' }).click();
  await expect(page.getByRole('button', { name: 'I’m ready' })).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'Document' })).toHaveCount(0);
  expect(asked).toContain('GET /v1/session');
});

test('in live mode it asks for what the level asks for, and says nothing of a test', async ({
  page,
}) => {
  await inside(page, { mode: 'live', steps: ['document', 'liveness'], verificationId: null });
  await expect(page.getByRole('radio', { name: 'Passport' })).toBeVisible();
  await expect(page.getByRole('note')).toHaveCount(0);
});
