/** A person without an account: another backend's link, one button, the whole verification. */
import { sendPassport } from '../support/steps.ts';
import { inFrontOfCamera } from '../support/camera.ts';
import { expect, test } from './system.ts';

const MINUTES = 120_000;

test('a hosted link: looked at it is as before, opened it is one browser’s, and ends verified', async ({
  page,
  browser,
  system,
  shot,
}) => {
  const person = system.applicants[0]!;
  const link = new URL(await system.hostedLink(person));
  const address = `${system.urls.web}${link.pathname}${link.hash}`;
  // Somebody else's program looks first, as mail and chat do; nothing is used up by it.
  const looking = await browser.newPage();
  await looking.goto(address);
  await expect(looking.getByRole('button', { name: 'Begin' })).toBeVisible();

  await inFrontOfCamera(page, person.frames);
  await page.goto(address);
  await shot('hosted');
  await page.getByRole('button', { name: 'Begin' }).click();
  await expect(page.getByRole('radio', { name: 'Passport' })).toBeVisible();
  await page.reload();
  await page.getByRole('button', { name: 'Begin' }).click();

  await looking.getByRole('button', { name: 'Begin' }).click();
  await expect(looking.getByRole('alert')).toContainText('another browser');
  await looking.close();

  await sendPassport(page, Buffer.from(person.document, 'base64'));
  await page.getByRole('button', { name: 'I’m ready' }).click();
  await expect(page.getByRole('heading', { name: 'You’re verified' })).toBeVisible({
    timeout: MINUTES,
  });
  await expect.poll(() => system.seenByBackend()).toMatch(/^verified anna demosthenous$/i);
  expect(await system.eraseAtBackend()).toBe('erased');
});

test('the company’s own app sent the document: the link asks for the face alone, and ends verified', async ({
  page,
  system,
  shot,
}) => {
  const person = system.applicants[2]!;
  const link = new URL(await system.faceLink(person));
  await inFrontOfCamera(page, person.frames);
  await page.goto(`${system.urls.web}${link.pathname}${link.hash}`);
  await page.getByRole('button', { name: 'Begin' }).click();
  await expect(page.getByRole('button', { name: 'Start' })).toBeVisible();
  await expect(page.getByRole('radio')).toHaveCount(0);
  await shot('hosted-face-alone');
  await page.getByRole('button', { name: 'Start' }).click();
  await page.getByRole('button', { name: 'I’m ready' }).click();
  await expect(page.getByRole('heading', { name: 'You’re verified' })).toBeVisible({
    timeout: MINUTES,
  });
  await expect.poll(() => system.seenByBackend()).toMatch(/^verified elena petrova$/i);
});
