/** The reviewers' work where it used to stop them: long queues, notes, conflicts, pictures, haste. */
import { expect, test } from '../support/fixtures.ts';
import { expectAccessible, expectReadableColours } from '../support/axe.ts';
import { asReviewer, short, someCase } from '../support/reviewing.ts';
import type { Case } from '../support/world.ts';

test('over a hundred cases: the oldest is first, all can be reached, searched and counted', async ({
  page,
  world,
}) => {
  await asReviewer(page, world);
  const cases = await world.cases(
    [...Array(230).keys()].map((n) => ({ reasons: ['face_mismatch'], hoursAgo: 300 - n })),
  );
  await page.goto('/console/');
  const links = page.locator('tbody a');
  await expect(links.first()).toHaveText(short(cases[0]!));
  await expect(page.getByText('100 of 230 cases')).toBeVisible();
  await page.getByRole('button', { name: 'Show more' }).click();
  await page.getByRole('button', { name: 'Show more' }).click();
  await expect(page.getByText('230 cases')).toBeVisible();
  await expect(links.last()).toHaveText(short(cases[229]!));
  await page.reload();
  const search = page.getByLabel('Case, person or number');
  await search.fill(cases[225]!.userId.slice(0, 13));
  await expect(links).toHaveText([short(cases[225]!)]);
  await search.fill(cases[7]!.caseId);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: `Case ${short(cases[7]!)}` })).toBeVisible();
});

test('a name and a number find the case on the server, in no address, and in no saved view', async ({
  page,
  world,
}) => {
  await asReviewer(page, world);
  await someCase(world, ['face_mismatch'], 3);
  const wanted = await world.case({
    reasons: ['face_mismatch'],
    hoursAgo: 2,
    fullName: 'Ioanna Kowalczyk',
    number: 'PL9998887',
    language: 'pl',
  });
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto('/console/');
  const links = page.locator('tbody a');
  const search = page.getByLabel('Case, person or number');
  await expect(links).toHaveCount(2);
  for (const typed of ['kowalczyk ioanna', 'PL9998887']) {
    await search.fill(typed);
    await expect(links).toHaveText([short(wanted)]);
    await search.fill('');
    await expect(links).toHaveCount(2);
  }
  await search.fill('Nobody Here');
  await expect(page.getByText('No cases.')).toBeVisible();
  expect(asked.join(' ')).not.toMatch(/kowalczyk|PL9998887|Nobody/i);
  await search.fill('');
  await page.getByLabel('Language', { exact: true }).last().selectOption('pl');
  await expect(links).toHaveText([short(wanted)]);

  await page.getByText('Saved views').click();
  await page.getByLabel('Name of this view').fill('Polish');
  await page.getByRole('button', { name: 'Save this view' }).click();
  await page.reload();
  await expect(links).toHaveCount(2);
  await page.getByText('Saved views').click();
  await page.getByRole('button', { name: 'Polish', exact: true }).click();
  await expect(links).toHaveText([short(wanted)]);
  await page.getByRole('button', { name: 'Delete the view Polish' }).click();
  await expect(page.getByRole('button', { name: 'Polish', exact: true })).toHaveCount(0);
});

test('a case somebody works on says so where one works, and can be taken over', async ({
  page,
  world,
  browser,
  system,
}) => {
  const first = await asReviewer(page, world);
  const found = await someCase(world, ['face_mismatch'], 2);
  await page.goto(`/console/#/cases/${found.caseId}`);
  await expect.poll(async () => (await world.now(found)).holder).toBe(first.userId);

  const other = await browser.newPage();
  const second = await asReviewer(other, world, 'second@example.com');
  await other.goto(`${system.site}/console/`);
  await expect(
    other.getByRole('row', { name: new RegExp(first.userId.slice(0, 8)) }),
  ).toBeVisible();
  await other.keyboard.press('g');
  await expect(other.getByText('No other case waits.')).toBeVisible();
  await other.goto(`${system.site}/console/#/cases/${found.caseId}`);
  const decision = other.locator('.decision');
  await expect(decision.getByText(/works on this case until/)).toBeInViewport();
  await expect(decision.getByRole('radio')).toHaveCount(0);
  await other.keyboard.press('t');
  await expect(decision.getByRole('radio', { name: 'Approve' })).toBeVisible();
  expect((await world.now(found)).holder).toBe(second.userId);

  await page.keyboard.press('a');
  await page.keyboard.press('Enter');
  await expect(page.locator('.decision [role=alert]')).toHaveText(
    'Somebody else works on this case.',
  );
  await expect(page.locator('.decision [role=alert]')).toBeInViewport();
  await expect(page.getByText(/works on this case until/)).toBeVisible();
  await other.keyboard.press('u');
  await expect.poll(async () => (await world.now(found)).holder).toBe('');
  await other.close();
});

test('several cases are given to somebody, and refused, at once; never one that takes two', async ({
  page,
  world,
  shot,
}) => {
  await asReviewer(page, world);
  const colleague = await world.person({ email: 'colleague@example.com', groups: ['reviewers'] });
  const [copy, grave, plain] = [
    await someCase(world, ['document_unreadable'], 30),
    await someCase(world, ['watchlist_match'], 20),
    await someCase(world, ['face_mismatch'], 1),
  ];
  await page.goto('/console/');
  const box = (one: Case) => page.getByRole('checkbox', { name: `Choose case ${short(one)}` });
  await box(plain).check();
  await page.getByLabel('Reviewer’s e-mail address').fill('nobody@example.com');
  await page.keyboard.press('Enter');
  await expect(page.getByText('There is no such reviewer.')).toBeVisible();
  await page.getByLabel('Reviewer’s e-mail address').fill(colleague.email);
  await page.keyboard.press('Enter');
  await expect(page.getByText('1 case done')).toBeVisible();
  expect((await world.now(plain)).holder).toBe(colleague.userId);
  await expect(
    page.getByRole('row', { name: new RegExp(colleague.userId.slice(0, 8)) }),
  ).toBeVisible();

  await page.keyboard.press('Escape');
  await box(copy).check();
  await box(grave).check();
  await shot('console-together');
  await page.getByLabel('Reason to refuse').selectOption('document_not_accepted');
  await page.getByRole('button', { name: 'Refuse them all' }).click();
  await expect(page.getByRole('alert').first()).toContainText(short(grave));
  const now = [await world.now(copy), await world.now(grave), await world.now(plain)];
  expect(now.map(({ status }) => status)).toEqual(['rejected', 'open', 'open']);
});

test('the clock of a case is shown in the queue and with the case', async ({ page, world }) => {
  await asReviewer(page, world);
  // The office closes for a minute at midnight.
  const late = await someCase(world, ['face_mismatch'], 30.1);
  await someCase(world, ['face_mismatch'], 20);
  await someCase(world, ['face_mismatch'], 1);
  await page.goto('/console/');
  await expect(page.getByRole('row', { name: /6 h late/ })).toBeVisible();
  await page.getByLabel('Due', { exact: true }).selectOption('overdue');
  await expect(page.locator('tbody a')).toHaveText([short(late)]);
  await page.keyboard.press('Escape');
  await page.locator('tbody a').focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('.head').getByText('6 h late')).toBeVisible();
});

test('what is decided does not wait', async ({ page, world }) => {
  await asReviewer(page, world);
  await world.decided(await someCase(world, ['face_mismatch'], 30), true);
  await page.goto('/console/');
  await expect(page.getByText('No cases.')).toBeVisible();
  await page.getByRole('button', { name: 'Approved' }).click();
  await expect(page.getByRole('columnheader', { name: 'Opened' })).toBeVisible();
  await expect(page.getByRole('columnheader', { name: 'Waiting' })).toHaveCount(0);
});

test('after a decision the next case is one key away; coming back finds the row', async ({
  page,
  world,
}) => {
  await asReviewer(page, world);
  const first = await someCase(world, ['face_mismatch'], 3);
  const second = await someCase(world, ['face_mismatch'], 2);
  const third = await someCase(world, ['face_mismatch'], 1);
  await page.goto(`/console/#/cases/${first.caseId}`);
  await expect(page.getByRole('radio', { name: 'Approve' })).toBeVisible();
  await page.keyboard.press('a');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Next case' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: `Case ${short(second)}` })).toBeFocused();
  await page.keyboard.press('u');
  await page.locator(`[data-case="${third.caseId}"]`).click();
  await expect(page.getByRole('heading', { name: `Case ${short(third)}` })).toBeVisible();
  await page.keyboard.press('u');
  await expect(page.locator(`[data-case="${third.caseId}"]`)).toBeFocused();
});

test('the first reviewer’s note is there for the second, beside what the applicant declared', async ({
  page,
  world,
  browser,
  system,
  shot,
}) => {
  const first = await asReviewer(page, world);
  const found = await someCase(world, ['watchlist_match', 'data_mismatch'], 2);
  await page.goto(`/console/#/cases/${found.caseId}`);
  await page.getByRole('radio', { name: 'Approve' }).check();
  await page.getByLabel('Note for the record').fill('Born in another town than the listed one.');
  await page.getByRole('button', { name: 'Approve this person' }).click();
  await expect(page.getByText('Noted. A second reviewer must confirm it.')).toBeVisible();

  const other = await browser.newPage();
  await asReviewer(other, world, 'second@example.com');
  await other.goto(`${system.site}/console/#/cases/${found.caseId}`);
  await expect(other.getByText('Born in another town than the listed one.')).toBeVisible();
  await expect(other.getByText(`by ${first.userId.slice(0, 8)}`)).toBeVisible();
  const name = other.getByRole('row', { name: /^Name / });
  await expect(name.getByRole('cell').nth(0)).toHaveText('Viktor Listed');
  await expect(name.getByRole('cell').nth(1)).toContainText('Viktor Listed-Test');
  await expect(name.getByText('Differs')).toBeVisible();
  const number = other.getByRole('row', { name: /^Document number / });
  await expect(number.getByRole('cell').nth(1)).toHaveText('KN1234567');
  await expect(number.getByRole('cell').nth(2)).toHaveText('KN1234561');
  await expect(number.locator('mark')).toHaveText(['7', '1']);
  await other.close();
  await shot('console-notes');
});

test('somebody else was quicker: it is said where the reviewer works', async ({ page, world }) => {
  await asReviewer(page, world);
  const found = await someCase(world, ['face_mismatch'], 2);
  await page.goto(`/console/#/cases/${found.caseId}`);
  await page.getByRole('radio', { name: 'Approve' }).check();
  const button = page.getByRole('button', { name: 'Approve this person' });
  await button.scrollIntoViewIfNeeded();
  await world.decided(found, false, ['face_mismatch']);
  await button.click();
  const said = page.locator('.decision [role=alert]');
  await expect(said).toHaveText('Somebody else has decided this case in the meantime.');
  await expect(said).toBeInViewport();
  await expect(page.getByText('This case is closed: Rejected.')).toBeVisible();
});

test('a picture opens in the page: closer, turned, beside the best frame, by keyboard', async ({
  page,
  world,
  context,
  shot,
}) => {
  await asReviewer(page, world);
  const found = await someCase(world, ['face_mismatch'], 2);
  await page.goto(`/console/#/cases/${found.caseId}`);
  await expect(page.getByRole('img', { name: 'The document', exact: true })).toBeVisible();
  await page.keyboard.press('p');
  const viewer = page.getByRole('dialog');
  await expect(viewer).toBeVisible();
  const placed = () =>
    viewer
      .locator('.view .outlined')
      .first()
      .evaluate((it: HTMLElement) => it.style.transform);
  await page.keyboard.press('+');
  await page.keyboard.press('+');
  await page.keyboard.press('r');
  expect(await placed()).toMatch(/rotate\(90deg\) scale\(1\.69/);
  await page.keyboard.press('c');
  await expect(viewer.locator('.view')).toHaveCount(2);
  await expectAccessible(page, 'the viewer');
  await shot('console-viewer');
  await page.keyboard.press('Escape');
  await expect(viewer).toBeHidden();
  expect(context.pages()).toHaveLength(1);
});

/** Thirty are a morning's work; nine show the same in a third of the time. */
const MANY = process.env.VESTIBULE_LONG ? 30 : 9;

test(`${MANY} cases by keyboard alone`, async ({ page, world }) => {
  test.setTimeout(180_000);
  await asReviewer(page, world);
  const cases = await world.cases(
    [...Array(MANY).keys()].map((n) => ({ reasons: ['face_mismatch'], hoursAgo: 60 - n })),
  );
  await page.goto(`/console/#/cases/${cases[0]!.caseId}`);
  let keys = 0;
  const press = async (key: string) => {
    keys++;
    await page.keyboard.press(key);
  };
  const began = Date.now();
  for (const [n, one] of cases.entries()) {
    await expect(page.getByRole('heading', { name: `Case ${short(one)}` })).toBeFocused();
    await expect(page.getByRole('radio', { name: 'Reject' })).toBeVisible();
    if (n % 3) await press('a');
    else {
      await press('x');
      await press('5');
      await expect(page.getByRole('checkbox').nth(4)).toBeChecked();
    }
    await press('Enter');
    await expect(page.getByText(/The applicant is told/)).toBeVisible();
    if (n === MANY - 1) break;
    await expect(page.getByRole('button', { name: 'Next case' })).toBeFocused();
    await press('Enter');
  }
  const seconds = (Date.now() - began) / 1000 / MANY;
  console.log(`${MANY} cases: ${(keys / MANY).toFixed(1)} keys, ${seconds.toFixed(2)} s per case`);
  expect(keys / MANY).toBeLessThan(4);
  const now = await Promise.all(cases.map((one) => world.now(one)));
  expect(now.filter(({ status }) => status === 'approved')).toHaveLength((MANY / 3) * 2);
  expect(now.filter(({ status }) => status === 'rejected')).toHaveLength(MANY / 3);
});

for (const language of process.env.VESTIBULE_LONG ? ['en', 'de', 'ar'] : ['ar'])
  test(`the console in ${language} is accessible on both screens, and all of it translated`, async ({
    page,
    world,
    shot,
  }) => {
    await asReviewer(page, world);
    const found = await someCase(world, ['watchlist_match', 'data_mismatch'], 30);
    const inEveryLook = async (place: string) => {
      const where = `${place} in ${language}`;
      for (const width of [1920, 1280]) {
        await page.setViewportSize({ width, height: 1000 });
        await expectAccessible(page, `${where}, ${width} px`);
        await shot(`console-${place}-${language}-${width}-light`);
      }
      await page.emulateMedia({ colorScheme: 'dark' });
      await expectReadableColours(page, `${where}, dark`);
      await shot(`console-${place}-${language}-1280-dark`);
      await page.emulateMedia({ colorScheme: 'light' });
    };
    await page.goto(`/console/?lang=${language}#/`);
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    await expect(page.locator('tbody tr')).toHaveCount(1);
    await inEveryLook('queue');
    await page.goto(`/console/?lang=${language}#/cases/${found.caseId}`);
    await expect(page.locator('.decision')).toBeVisible();
    await inEveryLook('case');
  });
