/** The console: every state accessible, decisions, four eyes, and all of it by keyboard. */
import { expect, signedIn, test } from '../support/fixtures.ts';
import { expectEveryLookAccessible } from '../support/axe.ts';
import { asReviewer, short, someCase } from '../support/reviewing.ts';
import { CODE } from '../support/world.ts';

test('who is no reviewer sees no case', async ({ page, world, shot }) => {
  await signedIn(page, await world.person());
  await page.goto('/console/');
  await expect(page.getByRole('heading', { name: 'For reviewers only' })).toBeVisible();
  await expectEveryLookAccessible(page, 'console-no-reviewer', shot);
});

test('the queue is oldest first and filters by reason, due time and text', async ({
  page,
  world,
  shot,
}) => {
  await asReviewer(page, world);
  const young = await someCase(world, ['face_mismatch'], 1);
  const old = await someCase(world, ['watchlist_match', 'data_mismatch'], 40);
  const late = await someCase(world, ['document_unreadable'], 20);
  await page.goto('/console/');
  const links = page.locator('tbody a');
  await expect(links).toHaveText([short(old), short(late), short(young)]);
  await expectEveryLookAccessible(page, 'console-queue', shot);
  await page.getByLabel('Due', { exact: true }).selectOption('overdue');
  await expect(links).toHaveText([short(old)]);
  await page.getByLabel('Due', { exact: true }).selectOption('');
  await page.getByLabel('Reason').selectOption('face_mismatch');
  await expect(links).toHaveText([short(young)]);
  await page.getByLabel('Reason').selectOption('');
  await page.getByLabel('Case, person or number').fill(late.caseId.slice(0, 13));
  await expect(links).toHaveText([short(late)]);
  await page.getByRole('button', { name: 'Approved' }).click();
  await expect(page.getByText('No cases.')).toBeVisible();
});

test('a case shows the evidence and where it disagrees', async ({ page, world, shot }) => {
  await asReviewer(page, world);
  const found = await someCase(
    world,
    ['watchlist_match', 'data_mismatch', 'document_unreadable'],
    30,
  );
  await page.goto(`/console/#/cases/${found.caseId}`);
  await expect(page.getByRole('img', { name: 'The document', exact: true })).toBeVisible();
  await expect(page.getByRole('img', { name: /^Frame/ })).toHaveCount(8);
  await expect(page.getByRole('img', { name: 'Frame 3: Turn left' })).toBeVisible();
  await expect(page.getByText('Not found: Document number.')).toBeVisible();
  await expect(page.getByRole('row', { name: /Name .*Differs/ })).toBeVisible();
  await expect(page.getByText('97 % alike')).toBeVisible();
  await expect(page.getByText('Approving this case takes two reviewers.')).toBeVisible();
  await page.getByRole('radio', { name: 'Reject' }).check();
  await expectEveryLookAccessible(page, 'console-case', shot);
});

test('approving a listed person takes a second reviewer, and never the first twice', async ({
  page,
  world,
  browser,
  system,
  shot,
}) => {
  await asReviewer(page, world);
  const found = await someCase(world, ['watchlist_match'], 2);
  await page.goto(`/console/#/cases/${found.caseId}`);
  await page.getByRole('radio', { name: 'Approve' }).check();
  await page.getByRole('button', { name: 'Approve this person' }).click();
  await expect(page.getByText('Noted. A second reviewer must confirm it.')).toBeVisible();
  await expect(page.getByRole('radio', { name: 'Approve' })).toBeDisabled();
  await expectEveryLookAccessible(page, 'console-case-second-review', shot);
  expect((await world.now(found)).status).toBe('second_review');

  const other = await browser.newPage();
  await asReviewer(other, world, 'second@example.com');
  await other.goto(`${system.site}/console/#/cases/${found.caseId}`);
  await other.getByRole('radio', { name: 'Approve' }).check();
  await other.getByRole('button', { name: 'Approve this person' }).click();
  await expect(other.getByText('This case is closed: Approved.')).toBeVisible();
  await other.close();
  expect((await world.now(found)).status).toBe('approved');
});

test('a rejection needs a reason; asking again offers what pictures can mend', async ({
  page,
  world,
}) => {
  await asReviewer(page, world);
  const found = await someCase(world, ['document_unreadable'], 2);
  await page.goto(`/console/#/cases/${found.caseId}`);
  await page.getByRole('radio', { name: 'Reject' }).check();
  await page.getByRole('button', { name: 'Reject this person' }).press('Enter');
  await expect(page.getByText('Give at least one reason.')).toBeVisible();
  expect((await world.now(found)).status).toBe('open');
  await page.getByRole('radio', { name: 'Ask for more' }).check();
  await expect(page.getByRole('checkbox', { name: /under age/ })).toHaveCount(0);
  await page.getByRole('checkbox', { name: 'The document cannot be read' }).check();
  await page.getByLabel('Note for the record').fill('The number is cut off.');
  await page.getByRole('button', { name: 'Ask for better pictures' }).click();
  await expect(page.getByText('The applicant is asked for better pictures.')).toBeVisible();
  expect((await world.now(found)).status).toBe('asked_again');
});

test('the whole work of a reviewer needs no mouse', async ({ page, world, shot }) => {
  const reviewer = await world.person({ email: 'reviewer@example.com', groups: ['reviewers'] });
  await someCase(world, ['watchlist_match'], 9);
  const found = await someCase(world, ['face_mismatch'], 8);
  await page.goto('/console/');
  await page.getByLabel('E-mail address').focus();
  await page.keyboard.type(reviewer.email);
  await page.keyboard.press('Tab');
  await page.keyboard.type(reviewer.password);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Enter your code' })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.type(CODE);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Reviews' })).toBeFocused();
  await expect(page.locator('tbody tr')).toHaveCount(2);
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await expect(page.locator(`[data-case="${found.caseId}"]`)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('radio', { name: 'Reject' })).toBeVisible();
  await expect(page.getByRole('heading', { name: /^Case/ })).toBeFocused();
  await page.keyboard.press('x');
  await expect(page.getByRole('radio', { name: 'Reject' })).toBeFocused();
  await expect(page.getByRole('radio', { name: 'Reject' })).toBeChecked();
  for (let n = 0; n < 20; n++) {
    await page.keyboard.press('Tab');
    if (await page.getByRole('checkbox', { name: /not of one person/ }).evaluate(isFocused)) break;
  }
  await page.keyboard.press('Space');
  await shot('console-keyboard');
  await page.getByRole('button', { name: 'Reject this person' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Rejected. The applicant is told.')).toBeVisible();
  await page.keyboard.press('u');
  await expect(page.getByRole('heading', { name: 'Reviews' })).toBeFocused();
  await page.keyboard.press('?');
  await expect(page.getByText('Next case', { exact: true })).toBeVisible();
  await page.getByLabel('Use single keys').press('Space');
  await page.keyboard.press('r');
  await page.keyboard.press('?');
  await expect(page.getByText('Next case', { exact: true })).toBeVisible();
});

const isFocused = (element: Element) => element === document.activeElement;
