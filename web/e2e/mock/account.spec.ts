/** The account: second factor, password, session, data. */
import { readFileSync } from 'node:fs';
import { expect, signedIn, test } from '../support/fixtures.ts';
import { signIn, signUp } from '../support/steps.ts';
import { CODE, EMAIL_CODE, PASSWORD, RESET_CODE } from '../support/world.ts';

test('a second factor is set up and then asked for', async ({ page, world }) => {
  const person = await world.person();
  await page.goto('/#/sign-in');
  await signIn(page, person);
  await expect(page.getByRole('heading', { name: /of 4 steps/ })).toBeFocused();
  await page.getByRole('link', { name: 'Security' }).click();
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Set up an authenticator app' }).click();
  await expect(page.getByText('Scan this code with your app')).toBeVisible();
  await page.getByRole('textbox', { name: 'Code' }).fill(CODE);
  await page.getByRole('button', { name: 'Switch on' }).click();
  await expect(page.getByText('From now on we ask for a code')).toBeVisible();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await signIn(page, person);
  await page.getByRole('textbox', { name: 'Code' }).fill(CODE);
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('heading', { name: /of 4 steps/ })).toBeVisible();
});

test('a forgotten password is replaced by a code', async ({ page, world }) => {
  const person = await world.person();
  await page.goto('/#/password');
  await page.getByLabel('E-mail address').fill(person.email);
  await page.getByRole('button', { name: 'Send me a code' }).click();
  await page.getByRole('textbox', { name: 'Code' }).fill(RESET_CODE);
  await page.getByLabel('New password').fill('Another-long-password-1');
  await page.getByRole('button', { name: 'Change the password' }).click();
  await expect(page.getByText('Your password is changed.')).toBeVisible();
  await signIn(page, { ...person, password: 'Another-long-password-1' });
  await expect(page.getByRole('heading', { name: /of 4 steps/ })).toBeVisible();
});

test('an address that has an account learns nothing from signing up again', async ({
  page,
  world,
}) => {
  const person = await world.person();
  await signUp(page, person.email, async () => '000000');
  await expect(page.getByText('This code is not right.')).toBeVisible();
  await expect(page.locator('main')).not.toContainText(/already an account/i);
});

test('a session that ended asks to sign in, and leaves nothing on the page', async ({
  page,
  world,
}) => {
  const person = await world.person();
  await signedIn(page, person);
  await page.goto('/#/status');
  await expect(page.getByText(person.email)).toBeVisible();
  await world.enable(person, false);
  await page.getByRole('link', { name: 'Security' }).click();
  await page.getByRole('button', { name: 'Set up an authenticator app' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText('You were signed out.')).toBeVisible();
  await expect(page.locator('body')).not.toContainText(person.email);
  await world.enable(person, true);
  await signIn(page, person);
  await expect(page.getByRole('heading', { name: 'Security' })).toBeVisible();
});

test('an e-mail address is confirmed by the code that came to it', async ({ page, world }) => {
  const person = await world.person();
  await signedIn(page, person);
  await page.goto('/#/status');
  await page.getByRole('link', { name: 'Confirm my address' }).click();
  await page.getByLabel('Password').fill(person.password);
  await page.getByRole('button', { name: 'Send me a code' }).click();
  await expect(page.getByText('Six digits, from the message we sent.')).toBeVisible();
  await page.getByRole('textbox', { name: 'Code' }).fill('000000');
  await page.getByRole('button', { name: 'Confirm' }).click();
  await expect(page.getByText('This code is not right.')).toBeVisible();
  await page.getByRole('textbox', { name: 'Code' }).fill(EMAIL_CODE);
  await page.getByRole('button', { name: 'Confirm' }).click();
  await expect(page.getByText('Your address is confirmed.')).toBeVisible();
  await page.getByRole('link', { name: 'Back to the status' }).click();
  await expect(page.getByText('Your phone number is confirmed.')).toBeVisible();
  expect((await world.known(person.email))?.emailVerified).toBe(true);
});

test('verified details stay; the address can change', async ({ page, world }) => {
  const person = await world.person({
    profile: {
      fullName: 'Anna Demo',
      dateOfBirth: '1991-03-14',
      nationality: 'GRC',
      address: 'Old',
    },
  });
  await world.standing(person, 'approved');
  await signedIn(page, person);
  await page.goto('/#/profile');
  await expect(page.locator('dl').getByText('14 March 1991')).toBeVisible();
  await expect(page.locator('input, select')).toHaveCount(2);
  await page.getByLabel('Address').fill('New street 2');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
  expect((await world.known(person.email))?.profile).toMatchObject({
    fullName: 'Anna Demo',
    address: 'New street 2',
  });
});

test('my data comes as a file, and goes only when I mean it', async ({ page, world }) => {
  const person = await world.person();
  await signedIn(page, person);
  await page.goto('/#/my-data');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download my data' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('my-data.json');
  expect(JSON.parse(readFileSync(await file.path(), 'utf8')).account.email).toBe(person.email);

  await page.getByRole('button', { name: 'Delete my account…' }).click();
  await page.getByLabel('E-mail address').fill('somebody@else.example');
  await page.getByRole('button', { name: 'Delete everything' }).click();
  await expect(page.getByText('Nothing was deleted.')).toBeVisible();
  expect(await world.known(person.email)).not.toBeNull();

  await page.getByRole('button', { name: 'Delete my account…' }).click();
  await page.getByLabel('E-mail address').fill(person.email);
  await page.getByRole('button', { name: 'Delete everything' }).click();
  await expect(page.getByRole('heading', { name: 'Your data is deleted' })).toBeFocused();
  expect(await world.known(person.email)).toBeNull();
  await page.getByRole('button', { name: 'Sign out' }).last().click();
  await expect(page.getByText('Your account and your data are deleted.')).toBeVisible();
});

test('without a network the page says so, and goes on when it is back', async ({
  page,
  world,
  context,
}) => {
  await page.goto('/#/sign-in');
  const person = await world.person();
  await context.setOffline(true);
  await signIn(page, person);
  await expect(page.getByText('No connection to the server.')).toBeVisible();
  await context.setOffline(false);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: /of 4 steps/ })).toBeVisible();
});
