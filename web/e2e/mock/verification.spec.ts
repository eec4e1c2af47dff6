/** The ways through the verification that are not the straight one. */
import type { Page } from '@playwright/test';
import { expect, signedIn, test } from '../support/fixtures.ts';
import { expectAccessible } from '../support/axe.ts';
import { inFrontOfCamera, someFace } from '../support/camera.ts';
import { confirmReading, drawnDocument, hurry, sendPassport } from '../support/steps.ts';
import type { World } from '../support/world.ts';

const PROFILE = {
  fullName: 'Anna Demo',
  dateOfBirth: '1991-03-14',
  nationality: 'GRC',
  address: '',
};

async function begin(page: Page, world: World) {
  const person = await world.person({ profile: PROFILE });
  await signedIn(page, person);
  await page.goto('/#/verify');
  await hurry(page);
  return person;
}

const heading = (page: Page, name: string) => page.getByRole('heading', { name });

test('the whole verification needs no mouse', async ({ page, world }) => {
  await begin(page, world);
  await page.getByRole('radio', { name: 'Passport' }).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  await expect(heading(page, 'Photo page of your passport')).toBeFocused();
  const chosen = page.waitForEvent('filechooser');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Choose a picture' })).toBeFocused();
  await page.keyboard.press('Enter');
  await (
    await chosen
  ).setFiles({
    name: 'passport.jpg',
    mimeType: 'image/jpeg',
    buffer: await drawnDocument(page),
  });
  await expect(page.getByRole('img', { name: 'The picture you chose' })).toBeVisible();
  await tabTo(page, 'Use this picture');
  await page.keyboard.press('Enter');
  await expect(heading(page, 'Is this right?')).toBeFocused();
  await tabTo(page, 'Yes, this is right');
  await page.keyboard.press('Enter');
  await expect(heading(page, 'Now show your face')).toBeFocused();
  await tabTo(page, 'I’m ready');
  await page.keyboard.press('Enter');
  await expect(heading(page, 'You’re verified')).toBeFocused({ timeout: 20_000 });
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Back to the status' })).toBeFocused();
});

async function tabTo(page: Page, name: string) {
  const button = page.getByRole('button', { name });
  for (let n = 0; n < 15; n++) {
    if (await button.evaluate((it) => (it.getRootNode() as ShadowRoot).activeElement === it))
      return;
    await page.keyboard.press('Tab');
  }
  await expect(button).toBeFocused();
}

test('a picture can be dropped, and one that is no picture is refused', async ({ page, world }) => {
  await begin(page, world);
  await page.getByRole('button', { name: 'Start' }).click();
  await page.locator('input[type=file]').setInputFiles({
    name: 'notes.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from('%PDF-1.7'),
  });
  await expect(page.getByText('Please choose a picture, for example').first()).toBeVisible();
  const base64 = (await drawnDocument(page)).toString('base64');
  const transfer = await page.evaluateHandle((text) => {
    const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
    const dropped = new DataTransfer();
    dropped.items.add(new File([bytes], 'passport.jpg', { type: 'image/jpeg' }));
    return dropped;
  }, base64);
  await page.locator('[part=dropzone]').dispatchEvent('drop', { dataTransfer: transfer });
  await expect(page.getByRole('button', { name: 'Use this picture' })).toBeVisible();
});

test('a host that cancels an error tells the person itself', async ({ page, world }) => {
  await begin(page, world);
  await page.getByRole('button', { name: 'Start' }).click();
  const no = { name: 'notes.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') };
  const element = page.locator('vestibule-verification');
  await element.evaluate((it) => {
    it.addEventListener('vestibule-error', (event) => {
      event.preventDefault();
      it.setAttribute('data-told', (event as CustomEvent<{ code: string }>).detail.code);
    });
  });
  await page.locator('input[type=file]').setInputFiles(no);
  await expect(element).toHaveAttribute('data-told', 'file_type');
  await expect(page.locator('[part=dropzone]')).toBeVisible();
  await expect(page.getByText('Please choose a picture, for example')).toHaveCount(0);
});

test('a card has two sides, photographed with the camera', async ({ page, world }) => {
  const person = await begin(page, world);
  await page.getByText('Identity card').click();
  await page.getByRole('button', { name: 'Start' }).click();
  for (const side of ['Front', 'Back']) {
    await expect(heading(page, `${side} of your document`)).toBeVisible();
    await page.getByRole('button', { name: 'Use the camera' }).click();
    await page.getByRole('button', { name: 'Take the picture' }).click();
    await page.getByRole('button', { name: 'Use this picture' }).click();
  }
  await confirmReading(page);
  expect((await world.known(person.email))?.verification?.sides).toEqual(['back', 'front']);
});

test('a blocked camera is explained, and trying again works', async ({ page, world }) => {
  await page.addInitScript(() => {
    const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    let refused = 0;
    navigator.mediaDevices.getUserMedia = async (wanted) => {
      if (refused++ === 0) throw new DOMException('no', 'NotAllowedError');
      return real(wanted);
    };
  });
  await begin(page, world);
  await sendPassport(page, await drawnDocument(page));
  await page.getByRole('button', { name: 'I’m ready' }).click();
  await expect(page.getByText('The camera is blocked.').first()).toBeVisible();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(heading(page, 'You’re verified')).toBeVisible({ timeout: 20_000 });
});

test('movements that were not seen are asked for once more', async ({ page, world }) => {
  test.setTimeout(60_000); // twice twelve frames
  await inFrontOfCamera(page, someFace()); // its pictures are others the second time
  await begin(page, world);
  await world.finds({ blind: 1 });
  await sendPassport(page, await drawnDocument(page));
  await page.getByRole('button', { name: 'I’m ready' }).click();
  await expect(page.getByText('That did not work yet. Let’s try once more.')).toBeVisible({
    timeout: 20_000,
  });
  await page.getByRole('button', { name: 'I’m ready' }).click();
  await expect(heading(page, 'You’re verified')).toBeVisible({ timeout: 20_000 });
});

test('who cannot do a movement gets a person instead', async ({ page, world }) => {
  const person = await begin(page, world);
  await sendPassport(page, await drawnDocument(page));
  await page.getByRole('button', { name: 'I can’t do this movement' }).click();
  await page.getByRole('button', { name: 'Ask for a person' }).click();
  await expect(heading(page, 'We’re taking a closer look')).toBeVisible();
  const { verification } = (await world.known(person.email))!;
  expect(verification).toMatchObject({
    state: 'needs_review',
    reasons: ['assistance_requested'],
  });
});

test('what was read wrong is taken again; nothing is shown of the picture before', async ({
  page,
  world,
  shot,
}) => {
  const person = await begin(page, world);
  await world.reading({ turned: true });
  await chooseAndSend(page);
  await expect(page.getByText('not readable')).toHaveCount(1);
  await expect(page.getByText('The picture of the front shows the back.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'No, take another picture' })).toHaveClass(
    'primary',
  );
  await expectAccessible(page, 'what was read');
  await shot('app-verify-read-doubtful');
  await page.reload();
  await expect(heading(page, 'Is this right?')).toBeVisible();
  await page.getByRole('button', { name: 'No, take another picture' }).click();
  await world.reading({ waits: true });
  await chooseAndSend(page, false);
  await expect(page.getByText('Looking at your picture')).toBeVisible();
  const looks = async () =>
    (await world.calls()).filter(({ path }) => path.endsWith('/document')).length;
  const before = await looks();
  await expect.poll(looks).toBeGreaterThan(before + 1);
  await expect(heading(page, 'Is this right?')).toHaveCount(0);
  await world.reading({});
  await expect(page.getByText('14 March 1991')).toBeVisible();
  await expect(page.getByText('X910314')).toBeVisible();
  await expect(page.getByText('shows the back')).toHaveCount(0);
  await shot('app-verify-read');
  await page.getByRole('button', { name: 'Yes, this is right' }).click();
  await expect(heading(page, 'Now show your face')).toBeVisible();
  expect((await world.known(person.email))?.verification?.sides).toContain('front');
});

test('where nothing can be told of the reading, the flow goes on without it', async ({
  page,
  world,
}) => {
  await begin(page, world);
  await world.outage('/verifications/', 404, 'not_found', 99);
  await chooseAndSend(page);
  await expect(heading(page, 'Now show your face')).toBeVisible();
});

async function chooseAndSend(page: Page, choose = true) {
  if (choose) {
    await page.getByRole('radio', { name: 'Passport' }).check();
    await page.getByRole('button', { name: 'Start' }).click();
  }
  await page.locator('input[type=file]').setInputFiles({
    name: 'passport.jpg',
    mimeType: 'image/jpeg',
    // The same picture again is read the same.
    buffer: await drawnDocument(page, choose ? 'UTOPIA' : 'SPECIMEN'),
  });
  await page.getByRole('button', { name: 'Use this picture' }).click();
}

test('after a reload it goes on where it was', async ({ page, world }) => {
  await begin(page, world);
  await sendPassport(page, await drawnDocument(page));
  await page.reload();
  await expect(heading(page, 'Now show your face')).toBeVisible();
});

test('an API that is down for a moment is not noticed; one that stays down is said', async ({
  page,
  world,
}) => {
  await begin(page, world);
  await world.outage('/upload-id', 503, 'unavailable', 2);
  await sendPassport(page, await drawnDocument(page));
  await world.outage('/start-liveness', 503, 'unavailable', 99);
  await page.getByRole('button', { name: 'I’m ready' }).click();
  await expect(page.getByText('Something went wrong on our side.').first()).toBeVisible();
});

test('whoever is asked again starts with a new picture', async ({ page, world }) => {
  const person = await world.person({ profile: PROFILE });
  await world.standing(person, 'resubmit_requested', ['document_unreadable']);
  await signedIn(page, person);
  await page.goto('/#/status');
  await page.getByRole('link', { name: 'Send another picture' }).click();
  await hurry(page);
  await sendPassport(page, await drawnDocument(page));
  await page.getByRole('button', { name: 'I’m ready' }).click();
  await expect(heading(page, 'You’re verified')).toBeVisible({ timeout: 20_000 });
});
