/** Levels in the console: read, compared, tried; how far people come, who is stale, who has left. */
import type { Page } from '@playwright/test';
import { expect, signedIn, test } from '../support/fixtures.ts';
import { expectAccessible, expectReadableColours } from '../support/axe.ts';
import type { World } from '../support/world.ts';

async function asAdmin(page: Page, world: World, groups = ['admins']) {
  const admin = await world.person({ email: 'admin@example.com', groups });
  await signedIn(page, admin);
  return admin;
}

const open = (page: Page, part: string) => page.getByRole('button', { name: part, exact: true });

test('a level is read, compared and tried, and says how far people come', async ({
  page,
  world,
}) => {
  await world.levelWithAnotherInShadow();
  await asAdmin(page, world);
  await page.goto('/console/#/levels');
  await page.getByLabel('Name of the level').fill('default');
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Level default' })).toBeVisible();
  await expect(page.getByText('They show an identity document.')).toBeVisible();
  await expect(page.getByText('document_certain', { exact: true })).toBeVisible();
  await expectAccessible(page, 'what a level asks');

  await page.getByRole('region', { name: 'Versions' }).getByRole('link').last().click();
  await open(page, 'Differences').click();
  await expect(page.getByRole('row', { name: /minimum_age 18 40/ })).toBeVisible();
  await expectAccessible(page, 'differences');
  await open(page, 'In shadow').click();
  await expect(page.getByText('approved -> rejected 3')).toBeVisible();

  await open(page, 'Try it').click();
  await page.getByRole('group', { name: 'Evidence' }).getByLabel('Age', { exact: true }).fill('17');
  await page.getByRole('button', { name: 'Ask every rule' }).click();
  await expect(page.getByRole('row', { name: /Of age Reject/ })).toBeVisible();
  expect((await world.calls()).at(-1)!.body).toMatchObject({
    evidence: { age: 17, mrz_valid: true },
  });
  await expectAccessible(page, 'a trial');

  await open(page, 'How far people come').click();
  await expect(page.getByRole('row', { name: /DEU 3 3 3 3 3/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /1 0 0 0 0/ })).toBeVisible();
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectReadableColours(page, 'the funnel in the dark');
});

test('a stale approval leads to the person, and the end of the relationship is told', async ({
  page,
  world,
}) => {
  await world.approvalUnderARaisedLevel();
  await asAdmin(page, world);
  await page.goto('/console/#/levels/default');
  await open(page, 'Stale approvals').click();
  await expect(page.getByText('The level was raised')).toBeVisible();
  await expectAccessible(page, 'stale approvals');
  await page.getByRole('row').last().getByRole('button').click();
  await expect(page.getByText('The relationship lasts.')).toBeVisible();
  await page.getByRole('button', { name: 'It has ended' }).click();
  await expect(page.getByText('Noted: the relationship has ended.')).toBeVisible();
  await page.getByRole('button', { name: 'It lasts after all' }).click();
  await expect(page.getByText('The relationship lasts.', { exact: true })).toBeVisible();
  await page.getByLabel('Person (id)').fill('nobody');
  await page.getByRole('button', { name: 'Look it up' }).click();
  await expect(page.getByText('Nobody is known by this id.')).toBeVisible();
  await expectAccessible(page, 'a relationship');
});

test('reviewers without the right read no level, and a level that is none is said', async ({
  page,
  world,
}) => {
  await asAdmin(page, world, ['reviewers']);
  await page.goto('/console/#/levels/default');
  await expect(page.getByRole('heading', { name: 'For administrators only' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Levels' })).toHaveCount(0);
});

// In German, which stands as English does, with VESTIBULE_LONG=1.
const LANGUAGES = [
  ['ar', 'المستوى default', 'rtl'],
  ['de', 'Stufe default', 'ltr'],
] as const;
for (const [language, title, direction] of process.env.VESTIBULE_LONG
  ? LANGUAGES
  : LANGUAGES.slice(0, 1))
  test(`levels in ${language}`, async ({ page, world }) => {
    await world.levelWithAnotherInShadow();
    await asAdmin(page, world);
    await page.goto('/console/#/levels/default');
    await page.locator('select.language').selectOption(language);
    await expect(page.getByRole('heading', { name: title })).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('dir', direction);
    await expectAccessible(page, `levels in ${language}`);
  });
