/** Every page of the applicant's site in every state: accessible in every look, and pictured. */
import type { Page } from '@playwright/test';
import { expect, signedIn, test } from '../support/fixtures.ts';
import { expectEveryLookAccessible } from '../support/axe.ts';
import { signIn } from '../support/steps.ts';
import { PASSWORD, type Person, type Standing, type World } from '../support/world.ts';

const PROFILE = {
  fullName: 'Anna Demo',
  dateOfBirth: '1991-03-14',
  nationality: 'GRC',
  address: '1 Sample Street',
};

interface State {
  name: string;
  path: string;
  /** Not signed in without it. */
  person?: (world: World) => Promise<Person>;
  settings?: Record<string, unknown>;
  act?: (page: Page, person: Person | undefined, world: World) => Promise<void>;
  shows: string | RegExp;
}

const fresh = (world: World) => world.person();
const known = (world: World) => world.person({ profile: PROFILE });
const at =
  (status: Standing, reasons: string[] = []) =>
  async (world: World) => {
    const person = await known(world);
    await world.standing(person, status, reasons);
    return person;
  };

const STATES: State[] = [
  { name: 'welcome', path: '/', shows: 'Open your account in a few minutes' },
  {
    name: 'sign-in-refused',
    path: '/sign-in',
    act: (page) => signIn(page, { email: 'nobody@applicants.example', password: 'wrong' }),
    shows: 'E-mail address or password is wrong.',
  },
  {
    name: 'sign-in-second-factor',
    path: '/sign-in',
    act: (page, _, world) => world.person({ totp: true }).then((person) => signIn(page, person)),
    shows: 'Enter your code',
  },
  {
    name: 'sign-up',
    path: '/sign-up',
    shows: 'We send a code to your phone to confirm the number.',
  },
  {
    name: 'sign-up-wrong-code',
    path: '/sign-up',
    act: async (page) => {
      await page.getByLabel('E-mail address').fill('new@applicants.example');
      await page.getByLabel('Password').fill('Correct-horse-battery-9');
      await page.getByLabel('Mobile phone').fill('+306912345678');
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByRole('textbox', { name: 'Code' }).fill('000000');
      await page.getByRole('button', { name: 'Confirm' }).click();
    },
    shows: 'This code is not right. Check it and try again.',
  },
  { name: 'password', path: '/password', shows: 'If there is an account, its owner gets a code.' },
  { name: 'status-waits-for-you', path: '/status', person: fresh, shows: 'Fill in my details' },
  { name: 'status-in-review', path: '/status', person: at('needs_review'), shows: 'Under way' },
  {
    name: 'status-asked-again',
    path: '/status',
    person: at('resubmit_requested', ['document_unreadable']),
    shows: 'Send another picture',
  },
  {
    name: 'status-rejected',
    path: '/status',
    person: at('rejected', ['document_expired']),
    shows: 'Your application was declined.',
  },
  { name: 'status-verified', path: '/status', person: at('approved'), shows: 'Welcome!' },
  { name: 'profile', path: '/profile', person: fresh, shows: 'as it is printed' },
  {
    name: 'profile-verified',
    path: '/profile',
    person: at('approved'),
    shows: 'change your address',
  },
  {
    name: 'verify-needs-profile',
    path: '/verify',
    person: fresh,
    shows: 'First we need your name',
  },
  { name: 'verify', path: '/verify', person: known, shows: 'Which document will you use?' },
  {
    name: 'verify-hand-off',
    path: '/verify',
    person: known,
    act: (page) => page.getByRole('button', { name: 'Continue on your phone' }).click(),
    shows: 'Scan the code',
  },
  {
    name: 'verify-at-a-provider',
    path: '/verify',
    person: known,
    settings: { kyc_providers: ['persona'] },
    shows: 'Continue at Persona',
  },
  {
    name: 'my-data-deleted',
    path: '/my-data',
    person: known,
    act: async (page) => {
      await page.getByRole('button', { name: 'Delete my account…' }).click();
      await page.getByLabel('E-mail address').fill('anna@applicants.example');
      await page.getByRole('button', { name: 'Delete everything' }).click();
    },
    shows: 'Your data is deleted',
  },
  { name: 'verify-in-review', path: '/verify', person: at('needs_review'), shows: 'closer look' },
  {
    name: 'notifications-none',
    path: '/notifications',
    person: known,
    shows: 'Nothing has happened',
  },
  {
    name: 'notifications',
    path: '/notifications',
    person: at('approved'),
    shows: 'You’re verified',
  },
  { name: 'security', path: '/security', person: known, shows: 'Set up an authenticator app' },
  {
    name: 'security-enrolment',
    path: '/security',
    person: known,
    act: async (page) => {
      await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
      await page.getByRole('button', { name: 'Set up an authenticator app' }).click();
    },
    shows: 'Scan this code with your app',
  },
  { name: 'email', path: '/email', person: known, shows: 'We send you a code' },
  { name: 'my-data', path: '/my-data', person: known, shows: 'Take a copy' },
  {
    name: 'my-data-delete',
    path: '/my-data',
    person: known,
    act: (page) => page.getByRole('button', { name: 'Delete my account…' }).click(),
    shows: 'This cannot be undone.',
  },
];

for (const { name, path, person, settings, act, shows } of STATES)
  test.describe(name, () => {
    test.use({ settings: settings ?? {} });
    test('is accessible in every look', async ({ page, world, shot }) => {
      const who = await person?.(world);
      if (who) await signedIn(page, who);
      await page.goto(`/#${path}`);
      await act?.(page, who, world);
      await expect(page.getByText(shows).first()).toBeVisible();
      await expectEveryLookAccessible(page, `app-${name}`, shot);
    });
  });
