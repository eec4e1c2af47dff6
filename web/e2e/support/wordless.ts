/** The whole way without a word of any language: things are found by what they are. */
import { expect, type Locator, type Page } from '@playwright/test';
import { drawnDocument, hurry } from './steps.ts';
import { PASSWORD, type World } from './world.ts';

export const PROFILE = {
  fullName: 'Anna Demo',
  dateOfBirth: '1991-03-14',
  nationality: 'GRC',
  address: '',
};

/** Called on every page of the way, once it is all there. */
export type Look = (place: string) => Promise<void>;

const part = (page: Page, name: string): Locator =>
  page.locator(`vestibule-verification [part~="${name}"]`);
const main = (page: Page): Locator => part(page, 'primary-button');

/** From the first page to the list of what happened: an account, details, a document, a face. */
export async function wholeWay(
  page: Page,
  world: World,
  language: string,
  look: Look,
): Promise<void> {
  await page.goto(`/?lang=${language}`);
  await expect(page.locator('main h1')).toBeVisible();
  await look('welcome');
  await signUp(page, world, look);
  await describe(page, look);
  await page.locator('.stop.now a.primary').click();
  await verify(page, look);
  await page.locator('[slot=result-end]').click();
  await expect(page.locator('.stop.done')).toHaveCount(4);
  await look('status, verified');
  await page.goto(`/?lang=${language}#/notifications`);
  await expect(page.locator('.notices li').first()).toBeVisible();
  await look('notifications');
}

async function signUp(page: Page, world: World, look: Look): Promise<void> {
  await page.locator('main a[href="#/sign-up"]').first().click();
  await page.locator('#email').fill('anna@applicants.example');
  await page.locator('#password').fill(PASSWORD);
  await page.locator('#phoneNumber').fill('+306912345678');
  await look('sign-up');
  await page.locator('main button.primary').click();
  await expect(page.locator('#code')).toBeVisible();
  await page.locator('#code').fill(await world.code());
  await look('the code');
  await page.locator('main button.primary').click();
  await expect(page.locator('.stop.now')).toBeVisible();
  await look('status, new');
}

async function describe(page: Page, look: Look): Promise<void> {
  await page.locator('.stop.now a.primary').click();
  await page.locator('#fullName').fill(PROFILE.fullName);
  await page.locator('#dateOfBirth').fill(PROFILE.dateOfBirth);
  await page.locator('#nationality').selectOption(PROFILE.nationality);
  await look('details');
  await page.locator('main button.primary').click();
  await expect(page.locator('.stop.now a[href="#/verify"]')).toBeVisible();
}

/** In the element, wherever it stands. */
export async function verify(page: Page, look: Look): Promise<void> {
  await toDocument(page, look);
  await sendDocument(page, look);
  await part(page, 'right-button').click({ timeout: 20_000 });
  await expect(part(page, 'tips')).toBeVisible();
  await look('before the movements');
  await main(page).click();
  await expect(page.locator('[part=result][data-status=approved]')).toBeVisible({
    timeout: 25_000,
  });
  await look('result');
}

export async function toDocument(page: Page, look: Look): Promise<void> {
  await expect(page.locator('#type-passport')).toBeVisible();
  await hurry(page);
  await look('choice of a document');
  await page.locator('#type-passport').check();
  await main(page).click();
  await expect(part(page, 'dropzone')).toBeVisible();
  await look('document');
}

/** To what was read of it. */
export async function sendDocument(page: Page, look: Look): Promise<void> {
  const buffer = await drawnDocument(page);
  await page
    .locator('vestibule-verification input[type=file]')
    .setInputFiles({ name: 'passport.jpg', mimeType: 'image/jpeg', buffer });
  await expect(part(page, 'preview')).toBeVisible();
  await look('picture');
  await main(page).click();
  await expect(part(page, 'fields')).toBeVisible({ timeout: 20_000 });
  await look('what was read');
}
