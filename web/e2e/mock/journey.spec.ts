import { expect, test } from '../support/fixtures.ts';
import {
  drawnDocument,
  fillProfile,
  hurry,
  sendPassport,
  signIn,
  signUp,
} from '../support/steps.ts';
import { CODE } from '../support/world.ts';

// From the first page to the last, on a busy machine.
test.describe.configure({ timeout: 60_000 });

test('somebody signs up, shows a document and a face, and is verified', async ({
  page,
  world,
  shot,
}) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Open your account/);
  await shot('app-welcome');
  await signUp(page, 'anna@applicants.example', () => world.code());
  await expect(page.getByRole('heading', { name: /of 4 steps/ })).toBeVisible();
  await shot('app-status-new');
  await fillProfile(page, { name: 'Anna Demo', born: '1991-03-14', nationality: 'GRC' });
  await page.getByRole('link', { name: 'Verify my identity' }).click();
  await expect(page.getByRole('heading', { name: 'Let’s confirm it’s you' })).toBeVisible();
  await shot('app-verify-intro');
  await hurry(page);
  await sendPassport(page, await drawnDocument(page));
  await shot('app-verify-liveness');
  await page.getByRole('button', { name: 'I’m ready' }).click();
  await expect(page.getByRole('heading', { name: 'You’re verified' })).toBeVisible({
    timeout: 20_000,
  });
  await shot('app-verify-result');
  const frames = (await world.calls()).filter((call) => call.path === '/submit-frame');
  expect(frames).toHaveLength(12);
  expect(new Set(frames.map(({ body }) => (body as { image: string }).image)).size).toBe(12);
  await page.getByRole('link', { name: 'Back to the status' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You’re verified');
  await shot('app-status-verified');
  await page.getByRole('link', { name: /Notifications/ }).click();
  await expect(page.getByRole('heading', { name: 'You’re verified' })).toBeVisible();
  await shot('app-notifications');
});

test('a listed person waits, a reviewer rejects, and the site tells nothing of the list', async ({
  page,
  world,
  browser,
  system,
  shot,
}) => {
  const reviewer = await world.person({ email: 'reviewer@example.com', groups: ['reviewers'] });
  await world.finds({ listed: ['Viktor Listed-Test'] });
  await signUp(page, 'viktor@applicants.example', () => world.code());
  await fillProfile(page, { name: 'Viktor Listed-Test', born: '1961-04-12', nationality: 'GRC' });
  await page.getByRole('link', { name: 'Verify my identity' }).click();
  await hurry(page);
  await sendPassport(page, await drawnDocument(page));
  await page.getByRole('button', { name: 'I’m ready' }).click();
  await expect(page.getByRole('heading', { name: 'We’re taking a closer look' })).toBeVisible({
    timeout: 20_000,
  });
  await shot('app-verify-review');

  const desk = await browser.newPage();
  await desk.goto(`${system.site}/console/`);
  await signIn(desk, reviewer);
  await desk.getByRole('textbox', { name: 'Code' }).fill(CODE);
  await desk.getByRole('button', { name: 'Continue' }).click();
  await expect(desk.getByRole('heading', { name: 'Reviews' })).toBeVisible();
  await expect(desk.getByText('The person is on a watchlist', { exact: true })).toBeVisible();
  await desk.getByRole('row').nth(1).getByRole('link').click();
  await expect(desk.getByRole('heading', { name: 'LISTED-TEST, Viktor' })).toBeVisible();
  await desk.getByRole('radio', { name: 'Reject' }).check();
  await desk.getByRole('checkbox', { name: /on a watchlist/ }).check();
  await desk.getByRole('button', { name: 'Reject this person' }).click();
  await expect(desk.getByText('Rejected. The applicant is told.')).toBeVisible();
  await desk.close();

  await page.goto('/#/status');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'We could not confirm your identity',
    { timeout: 20_000 },
  );
  await expect(page.locator('main')).not.toContainText(/watchlist|sanction|list/i);
  await shot('app-status-rejected');
});
