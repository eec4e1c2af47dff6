/** The whole journey in a browser against the whole system: nothing is pretended but the camera. */
import type { Page } from '@playwright/test';
import { PASSWORD } from '../support/world.ts';
import { fillProfile, sendPassport, signIn, signUp } from '../support/steps.ts';
import { inFrontOfCamera } from '../support/camera.ts';
import { expect, type System, test } from './system.ts';

const MINUTES = 120_000;
/** Everybody has a phone of their own: the newest code is theirs. */
const phone = () => `+3069${Math.random().toString().slice(2, 10)}`;
const some = () => Math.random().toString(36).slice(2, 10);

async function apply(page: Page, system: System, which: 0 | 1) {
  const person = system.applicants[which]!;
  const email = `applicant-${some()}@applicants.example`;
  await inFrontOfCamera(page, person.frames);
  await signUp(page, email, system.code, phone());
  await expect(page.getByRole('heading', { name: /of 4 steps/ })).toBeVisible();
  await fillProfile(page, person);
  await page.getByRole('link', { name: 'Verify my identity' }).click();
  await sendPassport(page, Buffer.from(person.document, 'base64'));
  return { person, email };
}

/** Pictures of a page, one a second or so, until it is cut: the README's animation (docs/images). */
function film(page: Page, shot: (name: string, of?: Page) => Promise<void>): () => Promise<void> {
  let running = Boolean(process.env.VESTIBULE_PICTURES);
  const rolls = (async () => {
    for (let n = 10; running && n < 100; n++) {
      await shot(`local-console-film-${n}`, page);
      await new Promise((done) => setTimeout(done, 700));
    }
  })();
  return () => ((running = false), rolls);
}

/** A busy computer may lose a movement: whoever is asked again moves again, as people do. */
async function move(page: Page, ending: string) {
  const ended = page.getByRole('heading', { name: ending });
  const again = page.getByText('Let’s try once more.');
  for (let time = 0; time < 3; time++) {
    await page.getByRole('button', { name: 'I’m ready' }).click();
    await expect(again).toBeHidden();
    await expect(ended.or(again)).toBeVisible({ timeout: MINUTES });
    if (await ended.isVisible()) return;
  }
  await expect(ended).toBeVisible();
}

test('sign-up, phone code, profile, document, face: verified; the console shows it live', async ({
  page,
  browser,
  system,
  shot,
}) => {
  const engineer = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  let weight = 0;
  engineer.on('response', async (answer) => (weight += (await answer.body()).length));
  // A fault of the console's own question is got over.
  const fault = { status: 500, json: { error: 'once' } };
  await engineer.route('**/local/feed*', (route) => route.fulfill(fault), { times: 1 });
  await engineer.goto(system.urls.console);
  await expect(engineer.locator('#clock')).not.toBeEmpty();
  expect(weight).toBeLessThan(100_000);
  const cut = film(engineer, shot);
  await apply(page, system, 0);
  const moved = move(page, 'You’re verified');
  await expect(engineer.locator('#events li').filter({ hasText: 'SMS' }).first()).toBeVisible();
  await engineer.locator('#events .chip').first().click();
  await expect(engineer.locator('#shown')).toContainText(/^\d+ of \d+$/);
  await shot('local-console-timeline', engineer);
  await engineer.getByRole('tab', { name: /Workflows/ }).click();
  await engineer.locator('#executions button', { hasText: 'onboarding' }).first().click();
  await expect(engineer.locator('.state.now')).toHaveCount(1);
  await moved;
  await shot('verified');
  // Nobody reloaded: what happens is pushed.
  await expect(engineer.locator('.state.done').first()).toBeVisible({ timeout: MINUTES });
  await shot('local-console-workflow', engineer);
  await cut();
  await engineer.close();
  await page.getByRole('link', { name: 'Back to the status' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You’re verified', {
    timeout: MINUTES,
  });
  await shot('status-verified');
});

test('a listed person: a reviewer looks and rejects; the site stays silent on the list', async ({
  page,
  browser,
  system,
  shot,
}) => {
  const reviewer = { email: `reviewer-${some()}@reviewers.example`, password: PASSWORD };
  const desk = await browser.newPage({ baseURL: system.urls.web });
  await signUp(desk, reviewer.email, system.code, phone());
  await expect(desk.getByRole('heading', { name: /of 4 steps/ })).toBeVisible();

  await apply(page, system, 1);
  await move(page, 'We’re taking a closer look');
  await shot('in-review');

  await desk.evaluate(() => sessionStorage.clear());
  await desk.goto('/console/');
  // The digits live for a minute: they are asked for when they are needed.
  const digits = await system.makeReviewer(reviewer.email, reviewer.password);
  await signIn(desk, reviewer);
  await desk.getByLabel('Code').fill(digits);
  await desk.getByLabel('Code').press('Enter');
  await desk.locator('tbody a').first().click();
  // Two lists name this person.
  await expect(desk.getByRole('heading', { name: /Malenkov/i }).first()).toBeVisible();
  await expect(desk.locator('img').first()).toBeVisible();
  for (const picture of await desk.locator('img').all())
    await expect.poll(() => picture.evaluate(widthOf)).toBeGreaterThan(100);
  await desk.getByRole('radio', { name: 'Reject' }).check();
  await desk.getByRole('checkbox', { name: /on a watchlist/ }).check();
  await shot('console-case', desk);
  await desk.getByRole('button', { name: 'Reject this person' }).click();
  await expect(desk.getByText('Rejected. The applicant is told.')).toBeVisible();
  await desk.close();

  await page.goto('/#/status');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'We could not confirm your identity',
    { timeout: MINUTES },
  );
  await expect(page.locator('main')).not.toContainText(/watchlist|sanction/i);
  await shot('status-rejected');
});

test('whoever writes localhost comes to the one origin, and pictures travel from there', async ({
  page,
  system,
}) => {
  test.skip(system.hostsAsked().length > 0, 'a name of the laptop: AWS has one for the site');
  const byName = system.urls.web.replace('127.0.0.1', 'localhost');
  await page.goto(`${byName}/#/sign-up`);
  await expect(page).toHaveURL(`${system.urls.web}/#/sign-up`);
  // Its document is taken before the first movement is asked for.
  await apply(page, system, 0);
});

test('whoever signs up in German has mails in German, whose link leads to the site', async ({
  page,
  system,
}) => {
  const [email, number] = [`applicant-${some()}@applicants.example`, phone()];
  const signUpInGerman = async () => {
    await page.goto('/?lang=de#/sign-up');
    await page.locator('#email').fill(email);
    await page.locator('#password').fill(PASSWORD);
    await page.locator('#phoneNumber').fill(number);
    await page.getByRole('button', { name: 'Weiter' }).click();
  };
  await signUpInGerman();
  await page.locator('#code').fill(await system.code(number));
  await page.locator('main button.primary').click();
  // The user pool's own mail, in the language of who signed up.
  await page.locator('.stop a[href="#/email"]').click();
  await page.locator('#password').fill(PASSWORD);
  await page.locator('main button.primary').click();
  const proof = await system.letter(email, /^Ist das Ihre Adresse\?$/m);
  await page.locator('#code').fill(/\b\d{6}\b/.exec(proof)![0]);
  await page.locator('main button.primary').click();
  await expect(page.locator('main a[href="#/status"]')).toBeVisible();
  await page.getByRole('button', { name: 'Abmelden' }).click();
  await expect(page.locator('#password')).toBeVisible();
  await signUpInGerman();
  const letter = await system.letter(email, /^Sie haben schon ein Konto$/m);
  await page.goto(/https?:\S+/.exec(letter)![0]);
  await expect(page).toHaveURL(`${system.urls.web}/#/sign-in`);
  // In the language of the browser, which is another one's here.
  await expect(page.locator('vestibule-sign-in form')).toBeVisible();
});

/** In pixels; 0 while, or when, a picture cannot be shown. */
const widthOf = (element: Element) => (element as HTMLImageElement).naturalWidth;
