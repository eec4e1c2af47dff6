/** The page that the API serves at /v1/reference, under the policy that is sent with it. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect } from '@playwright/test';
import { bare as test } from '../support/worker.ts';

const LIBRARY = resolve(import.meta.dirname, '..', '..', '..', 'chalicelib');
const PAGE = readFileSync(resolve(LIBRARY, 'entrypoints', 'reference.html'), 'utf8');
const DOCUMENT = readFileSync(resolve(LIBRARY, 'contracts', 'openapi.json'), 'utf8');
const KEY = 'vk_test_right';
const API = 'https://api.company.test/api/v1';

function hash(name: string): string {
  const inside = new RegExp(`<${name}>(.*?)</${name}>`, 's').exec(PAGE)![1]!;
  return `'sha256-${createHash('sha256').update(inside).digest('base64')}'`;
}

test('the reference shows every route to who types a key, and asks its own API alone', async ({
  page,
}) => {
  const asked: string[] = [];
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (said) => {
    if (/policy/i.test(said.text())) faults.push(said.text());
  });
  await page.route('**/*', async (route) => {
    const url = route.request().url();
    asked.push(url);
    if (url === `${API}/reference`) {
      const policy =
        `default-src 'none'; script-src ${hash('script')}; style-src ${hash('style')}; ` +
        `connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
      const headers = { 'content-security-policy': policy };
      return route.fulfill({ body: PAGE, contentType: 'text/html; charset=utf-8', headers });
    }
    const right = route.request().headers()['authorization'] === `Bearer ${KEY}`;
    const refused = JSON.stringify({ detail: 'this API key is not known' });
    return route.fulfill({
      status: right ? 200 : 401,
      body: right ? DOCUMENT : refused,
      contentType: 'application/json',
    });
  });

  await page.goto(`${API}/reference`);
  await page.getByLabel('An API key').fill('vk_live_wrong');
  await page.getByRole('button', { name: 'Show' }).click();
  await expect(page.getByRole('status')).toHaveText('this API key is not known');
  await expect(page.getByLabel('An API key')).toHaveValue('');

  await page.getByLabel('An API key').fill(KEY);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Routes' })).toBeVisible();
  const { paths } = JSON.parse(DOCUMENT) as { paths: Record<string, object> };
  const count = Object.values(paths).reduce((sum, each) => sum + Object.keys(each).length, 0);
  await expect(page.locator('#routes details')).toHaveCount(count);

  await page.getByLabel('Find').fill('ApplicantIn');
  await page.getByText('ApplicantIn', { exact: true }).click();
  await expect(page.locator('#models')).toContainText('externalUserId');
  await expect(page.locator('#routes details:visible')).toHaveCount(0);
  expect(new Set(asked)).toEqual(new Set([`${API}/reference`, `${API}/openapi.json`]));
  expect(faults).toEqual([]);
});
