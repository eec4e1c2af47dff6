/** Staff of a company: its directory, the pool's sign-in host, the API's own doors, a real browser. */
import { resolve } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { expectAccessible } from '../support/axe.ts';
import { test as ours, watch } from '../support/fixtures.ts';
import { bare } from '../support/worker.ts';

const SHOTS = resolve(import.meta.dirname, '..', '..', 'test-results', 'pages');

const test = bare.extend({
  page: async ({ page }, use) => {
    const faults = watch(page);
    await use(page);
    expect(faults, 'faults of the page, its policy or its hosts').toEqual([]);
  },
});
test.describe.configure({ mode: 'serial' });

const button = (page: Page) => page.getByRole('button', { name: 'Sign in with Company' });
const shot = async (page: Page, name: string) => {
  if (process.env.VESTIBULE_PICTURES)
    await page.screenshot({ path: resolve(SHOTS, `${name}.png`), fullPage: true });
};

async function enter(page: Page, person: string, place = '') {
  await page.goto(place);
  await button(page).click();
  await expect(page.getByRole('heading', { name: 'Who is it?' })).toBeVisible();
  await page.getByRole('button', { name: person }).click();
}

/** Out at the directory too: the browser goes there and comes back. */
async function signOut(page: Page) {
  const back = page.waitForEvent('load');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await back;
  await expect(button(page)).toBeVisible();
}

test('a reviewer signs in with their company, works, and is out again', async ({
  page,
  company,
}) => {
  await page.goto(company.console);
  await expect(button(page)).toBeVisible();
  await expectAccessible(page, 'sign-in with a company');
  await shot(page, 'console-company');
  await enter(page, 'rita', company.console);
  await expect(page.getByRole('heading', { name: 'Reviews' })).toBeVisible();
  await expect(page.locator('tbody tr')).toHaveCount(1);
  // Neither the code nor anything else of the way stays in the address.
  expect(page.url()).toBe(company.console);
  await expect(page.getByText('rita@company.test')).toBeVisible();
  await page.getByRole('link', { name: /^[0-9a-f]{8}/ }).click();
  await expect(page.getByText('Anna Demosthenous').first()).toBeVisible();
  await page.reload();
  await expect(page.getByText('Anna Demosthenous').first()).toBeVisible();
  await signOut(page);
  await page.reload();
  await expect(button(page)).toBeVisible();
});

test('a token that has run out is renewed at the host, not by the API', async ({
  page,
  company,
}) => {
  await enter(page, 'rita', company.console);
  await expect(page.locator('tbody tr')).toHaveCount(1);
  await page.evaluate(() => {
    const kept = JSON.parse(sessionStorage.getItem('vestibule:session')!) as object;
    sessionStorage.setItem('vestibule:session', JSON.stringify({ ...kept, endsAt: 0 }));
  });
  const renewed = page.waitForResponse((answer) => answer.url().endsWith('/oauth2/token'));
  await page.reload();
  expect((await renewed).status()).toBe(200);
  await expect(page.locator('tbody tr')).toHaveCount(1);
});

test('the place one wanted to see is kept', async ({ page, company }) => {
  await enter(page, 'rita', `${company.console}#/?q=Anna`);
  await expect(page).toHaveURL(`${company.console}#/?q=Anna`);
});

test('who is in no such group, or showed one factor, is told so', async ({ page, company }) => {
  await enter(page, 'paul', company.console);
  await expect(page.getByRole('heading', { name: 'For reviewers only' })).toBeVisible();
  await signOut(page);
  await enter(page, 'olga', company.console);
  await expect(page.getByText('Turn on a second factor first')).toBeVisible();
  await expect(page.locator('tbody tr')).toHaveCount(0);
});

test('a refusal comes back in words; a made-up answer opens nothing', async ({ page, company }) => {
  await page.goto(company.console);
  await button(page).click();
  await page.getByRole('link', { name: 'Not me' }).click();
  await expect(page.getByText('Your company did not let you in.')).toBeVisible();
  // As a link from somebody else would: their code, to make one work under their name.
  await page.goto(`${company.console}?code=theirs&state=made-up`);
  await expect(page.getByText('Your company did not let you in.')).toBeVisible();
  expect(page.url()).toBe(company.console);
  expect(await page.evaluate(() => sessionStorage.getItem('vestibule:session'))).toBeNull();
});

test('a first word about a listed person is noted by the API itself, and is no second one', async ({
  page,
  company,
}) => {
  await enter(page, 'rita', company.console);
  await page.getByRole('link', { name: /^[0-9a-f]{8}/ }).click();
  await page.getByRole('radio', { name: 'Approve' }).check();
  await page.getByLabel('Note for the record').fill('Born on another day than the listed one.');
  await page.getByRole('button', { name: 'Approve this person' }).click();
  await expect(page.getByText('Noted. A second reviewer must confirm it.')).toBeVisible();
  await page.reload();
  await expect(page.getByText('Born on another day than the listed one.').first()).toBeVisible();
  await expect(page.getByRole('radio', { name: 'Approve' })).toBeDisabled();
});

test('who has left the group finds nothing at the next sign-in', async ({ page, company }) => {
  await company.dismissAll();
  await enter(page, 'rita', company.console);
  await expect(page.getByRole('heading', { name: 'For reviewers only' })).toBeVisible();
});

ours('without a directory there is no such button', async ({ page, world: _world }) => {
  await page.goto('/console/');
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: /Sign in with/ })).toHaveCount(0);
});
