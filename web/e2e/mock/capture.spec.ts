/** The document step as people meet it: on a phone, with a wrong choice, in haste, without a network. */
import { writeFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, signedIn, test } from '../support/fixtures.ts';
import { confirmReading, drawnDocument, hurry, sendPassport } from '../support/steps.ts';
import type { Person, World } from '../support/world.ts';

const PROFILE = {
  fullName: 'Anna Demo',
  dateOfBirth: '1991-03-14',
  nationality: 'GRC',
  address: '',
};
const heading = (page: Page, name: string) => page.getByRole('heading', { name });

async function begin(page: Page, world: World, path = '/#/verify') {
  const person = await world.person({ profile: PROFILE });
  await signedIn(page, person);
  await page.goto(path);
  await hurry(page);
  return person;
}

async function choose(page: Page, type: string) {
  await page.locator('[part=document-type]', { hasText: type }).click();
  await page.getByRole('button', { name: 'Start' }).click();
}

const file = (page: Page, buffer: Buffer) =>
  page
    .locator('input[type=file]')
    .setInputFiles({ name: 'id.jpg', mimeType: 'image/jpeg', buffer });

test.describe('on a phone', () => {
  test.use({ isMobile: true, hasTouch: true, viewport: { width: 360, height: 740 } });

  test('the camera comes first, and nothing is said of dropping or of another phone', async ({
    page,
    world,
  }) => {
    await begin(page, world);
    await expect(page.getByRole('button', { name: 'Start' })).toBeVisible();
    await expect(page.getByText('Continue on your phone')).toHaveCount(0);
    await choose(page, 'Passport');
    const buttons = page.locator('[part=dropzone] button');
    await expect(buttons).toHaveText([/Use the camera/, /Choose a picture/]);
    await expect(buttons.first()).toHaveClass('primary');
    await expect(page.getByText('Drop a picture here')).toHaveCount(0);
  });
});

test('a wrong choice can be taken back, before and after a picture', async ({ page, world }) => {
  const person = await begin(page, world);
  await choose(page, 'Passport');
  await page.getByRole('button', { name: 'Choose another document' }).click();
  await choose(page, 'Identity card');
  await expect(heading(page, 'Front of your document')).toBeVisible();
  await file(page, await drawnDocument(page));
  await page.getByRole('button', { name: 'Use this picture' }).click();
  await expect(heading(page, 'Back of your document')).toBeVisible();
  await page.reload();
  await expect(heading(page, 'Back of your document')).toBeVisible();
  await page.getByRole('button', { name: 'Choose another document' }).click();
  await choose(page, 'Passport');
  await sendAgain(page);
  await page.getByRole('button', { name: 'Back to the document' }).click();
  await expect(heading(page, 'Photo page of your passport')).toBeVisible();
  expect(await sides(world, person)).toEqual(['front']);
});

async function sendAgain(page: Page) {
  await expect(heading(page, 'Photo page of your passport')).toBeVisible();
  await file(page, await drawnDocument(page));
  await page.getByRole('button', { name: 'Use this picture' }).click();
  await confirmReading(page);
}

test('whoever comes with a link alone says which document it is, and can send its back', async ({
  page,
  world,
}) => {
  const person = await world.person({ profile: PROFILE });
  const begun = await world.standing(person, 'in_progress');
  await signedIn(page, person);
  await page.goto(`/#/verify?id=${begun}`);
  await expect(page.getByText('Your first picture has arrived.')).toBeVisible();
  await choose(page, 'Identity card');
  await expect(heading(page, 'Back of your document')).toBeVisible();
  await file(page, await drawnDocument(page));
  await page.getByRole('button', { name: 'Use this picture' }).click();
  await confirmReading(page);
  expect(await sides(world, person)).toEqual(['back', 'front']);
});

test('a double click sends the picture once, and cancels nothing', async ({ page, world }) => {
  const person = await begin(page, world);
  await choose(page, 'Passport');
  await file(page, await drawnDocument(page));
  await page.getByRole('button', { name: 'Use this picture' }).dblclick();
  await confirmReading(page);
  expect(await sides(world, person)).toEqual(['front']);
  expect(await called(world, '/bucket/')).toHaveLength(1);
});

test('a large picture is made smaller before it is judged', async ({ page, world }, info) => {
  await begin(page, world);
  await choose(page, 'Passport');
  const path = info.outputPath('large.jpg');
  writeFileSync(path, padded(await textPage(page, false, 2.5), 14));
  await page.locator('input[type=file]').setInputFiles(path);
  await page.getByRole('button', { name: 'Use this picture' }).click();
  await confirmReading(page);
  const sent = (await called(world, '/bucket/'))[0]!;
  expect((sent.body as { size: number }).size).toBeLessThan(10 * 1024 * 1024);
});

/** The same picture with so many megabytes of comments, as a camera's notes make one large. */
function padded(jpeg: Buffer, megabytes: number): Buffer {
  const comment = Buffer.alloc(65_537, 0x20);
  comment.set([0xff, 0xfe, 0xff, 0xff]); // the marker of a comment and its length
  const comments = Array(megabytes * 16 + 1).fill(comment);
  return Buffer.concat([jpeg.subarray(0, 2), ...comments, jpeg.subarray(2)]);
}

test('a picture that this browser cannot open is refused in words, and another one is taken', async ({
  page,
  world,
}) => {
  await begin(page, world);
  await choose(page, 'Passport');
  // Of an iPhone: HEIC, under a name that lies. Chromium opens none.
  const heic = Buffer.concat([
    Buffer.from([0, 0, 0, 24]),
    Buffer.from('ftypheic'),
    Buffer.alloc(64),
  ]);
  const input = page.locator('input[type=file]');
  await expect(input).toHaveAttribute('accept', /heic/);
  await input.setInputFiles({ name: 'photo.jpg', mimeType: 'image/jpeg', buffer: heic });
  await expect(page.getByText('This browser cannot open HEIC pictures.').first()).toBeVisible();
  await file(page, await textPage(page, false));
  await expect(page.locator('[part=hints]').getByText('Looks good.')).toBeVisible();
});

test('nothing is called good that is no document, or lies on its side', async ({ page, world }) => {
  await begin(page, world);
  await choose(page, 'Passport');
  await page.getByRole('button', { name: 'Use the camera' }).click();
  // The browser's test picture: a clock on a green ground.
  await page.getByRole('button', { name: 'Take the picture' }).click();
  await expect(page.getByText('Is everything easy to read?')).toBeVisible();
  await expect(page.getByText('Looks good.')).toHaveCount(0);
  await page.getByRole('button', { name: 'Choose another one' }).click();

  await file(page, await textPage(page, true));
  await expect(page.getByText('The picture lies on its side.').first()).toBeVisible();
  await page.getByRole('button', { name: 'Turn', exact: true }).click();
  await expect(page.locator('[part=hints]').getByText('Looks good.')).toBeVisible();
  await page.getByRole('button', { name: 'Cut to the edges' }).click();
  const shape = await page
    .getByRole('img', { name: 'The picture you chose' })
    .evaluate(
      (it) => (it as HTMLImageElement).naturalWidth / (it as HTMLImageElement).naturalHeight,
    );
  expect(shape).toBeGreaterThan(1.3);
});

/** A page with lines of text on a table; `aside` turns it by a quarter. */
async function textPage(page: Page, aside: boolean, scale = 1): Promise<Buffer> {
  const base64 = await page.evaluate(drawPage, { turned: aside, scale });
  return Buffer.from(base64, 'base64');
}

function drawPage({ turned, scale }: { turned: boolean; scale: number }): string {
  const canvas = document.createElement('canvas');
  const [width, height] = turned ? [1200, 1600] : [1600, 1200];
  [canvas.width, canvas.height] = [width * scale, height * scale];
  const context = canvas.getContext('2d')!;
  context.scale(scale, scale);
  context.fillStyle = '#5b4a3c';
  context.fillRect(0, 0, 1600, 1600);
  if (turned) {
    context.translate(1200, 0);
    context.rotate(Math.PI / 2);
  }
  context.fillStyle = '#dfe6e2';
  context.fillRect(200, 250, 1200, 740);
  context.fillStyle = '#223';
  context.font = '40px monospace';
  for (let line = 0; line < 9; line++)
    context.fillText('UTOPIA SPECIMEN 4471 LISTED-TEST VIKTOR', 260, 340 + line * 72);
  return canvas.toDataURL('image/jpeg', 0.9).split(',')[1]!;
}

test('the camera finds the document by itself, and takes the picture when it is held still', async ({
  page,
  world,
}) => {
  await page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = async () => {
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [1280, 960];
      const context = canvas.getContext('2d')!;
      const draw = () => {
        context.fillStyle = '#5b4a3c';
        context.fillRect(0, 0, 1280, 960);
        context.fillStyle = '#dfe6e2';
        context.fillRect(160, 200, 960, 600);
        context.fillStyle = '#223';
        context.font = '32px monospace';
        for (let line = 0; line < 9; line++)
          context.fillText(`UTOPIA SPECIMEN 4471 LISTED-TEST VIKTOR ${line}`, 210, 270 + line * 58);
      };
      draw();
      setInterval(draw, 60);
      return canvas.captureStream(20);
    };
  });
  await begin(page, world);
  await choose(page, 'Passport');
  await page.getByRole('button', { name: 'Use the camera' }).click();
  await expect(page.getByRole('button', { name: 'Take the picture' })).toBeVisible();
  await expect(page.locator('[part=hints]').getByText('Looks good.')).toBeVisible({
    timeout: 15_000,
  });
});

test('a gap of three seconds in the network ends no movements', async ({
  page,
  world,
  context,
}) => {
  await begin(page, world);
  await sendPassport(page, await drawnDocument(page));
  await page.locator('vestibule-verification').evaluate((it) => {
    Object.assign(it, { readyMs: 300, gestureMs: 700 });
  });
  await page.getByRole('button', { name: 'I’m ready' }).click();
  await expect.poll(async () => (await called(world, '/submit-frame')).length).toBeGreaterThan(1);
  await context.setOffline(true);
  await expect(page.getByText('No connection. We keep trying…')).toBeVisible();
  await page.waitForTimeout(3_000);
  await context.setOffline(false);
  await expect(heading(page, 'You’re verified')).toBeVisible({ timeout: 25_000 });
  expect(await called(world, '/start-liveness')).toHaveLength(1);
});

const called = async (world: World, path: string) =>
  (await world.calls()).filter((call) => call.path.startsWith(path));
const sides = async (world: World, { email }: Person) =>
  (await world.known(email))?.verification?.sides;
