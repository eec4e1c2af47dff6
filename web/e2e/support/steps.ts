/** What people do, named as they would name it. */
import { expect, type Page } from '@playwright/test';
import { PASSWORD, type Person } from './world.ts';

export async function signIn(page: Page, person: Pick<Person, 'email' | 'password'>) {
  await page.getByLabel('E-mail address').fill(person.email);
  await page.getByLabel('Password').fill(person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

export async function signUp(
  page: Page,
  email: string,
  code: (phone: string) => Promise<string>,
  phone = '+306912345678',
) {
  await page.goto('/#/sign-up');
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByLabel('Mobile phone').fill(phone);
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('heading', { name: 'Enter the code' })).toBeVisible();
  await page.getByRole('textbox', { name: 'Code' }).fill(await code(phone));
  await page.getByRole('button', { name: 'Confirm' }).click();
}

export interface Details {
  name: string;
  born: string;
  nationality: string;
}

export async function fillProfile(page: Page, { name, born, nationality }: Details) {
  await page.waitForURL((url) => !url.hash.startsWith('#/sign-up')); // or what follows it would lead away again
  await page.goto('/#/profile');
  await page.getByLabel('Full name').fill(name);
  await page.getByLabel('Date of birth').fill(born);
  await page.getByLabel('Nationality').selectOption(nationality);
  await page.getByRole('button', { name: 'Save' }).click();
}

const drawn = new Map<string, Buffer>();

/** A picture that the quality hints like: big, sharp, neither dark nor bright; drawn once by each worker. */
export async function drawnDocument(page: Page, text = 'UTOPIA SPECIMEN'): Promise<Buffer> {
  const known = drawn.get(text);
  if (known) return known;
  const base64 = await page.evaluate(async (text) => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [1200, 800];
    const context = canvas.getContext('2d')!;
    for (let y = 0; y < 800; y += 8)
      for (let x = 0; x < 1200; x += 8) {
        context.fillStyle = (x * 7 + y * 13) % 48 < 24 ? '#445' : '#9aa';
        context.fillRect(x, y, 8, 8);
      }
    context.fillStyle = '#223';
    context.font = '48px monospace';
    context.fillText(text, 80, 120);
    return canvas.toDataURL('image/jpeg', 0.8).split(',')[1]!;
  }, text);
  const made = Buffer.from(base64, 'base64');
  drawn.set(text, made);
  return made;
}

/** From the choice of documents to the first movement; `picture` is the photo page. */
export async function sendPassport(page: Page, picture: Buffer, mimeType = 'image/jpeg') {
  await page.getByRole('radio', { name: 'Passport' }).check();
  await page.getByRole('button', { name: 'Start' }).click();
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'passport.jpg', mimeType, buffer: picture });
  await page.getByRole('button', { name: 'Use this picture' }).click();
  await confirmReading(page);
}

/** "Is this right?", and on to the movements. */
export async function confirmReading(page: Page) {
  const right = page.getByRole('button', { name: 'Yes, this is right' });
  await right.click({ timeout: 60_000 });
  await expect(page.getByRole('button', { name: 'I’m ready' })).toBeVisible();
}

/** Shorter poses: the camera of a test needs no time. */
export async function hurry(page: Page) {
  await page.locator('vestibule-verification').evaluate((element) => {
    Object.assign(element, { readyMs: 60, gestureMs: 160, pollMs: 100, muted: true });
  });
}
