/** What a reviewer sees of a document and a face: where it was read, and who is alike. */
import type { FileChooser } from '@playwright/test';
import { expect, signedIn, test } from '../support/fixtures.ts';
import { expectAccessible } from '../support/axe.ts';
import { pdf } from '../support/papers.ts';
import { asReviewer, short, someCase } from '../support/reviewing.ts';

test('what was read is outlined where it stands, and pointed at from the table', async ({
  page,
  world,
  shot,
}) => {
  await asReviewer(page, world);
  const found = await someCase(world, ['data_mismatch'], 3);
  await page.goto(`/console/#/cases/${found.caseId}`);
  const card = page.locator('.wide-picture');
  await expect(card.locator('.outline')).toHaveCount(7);
  // On the drawing the number stands at 306 to 454 of 860, 324 to 358 of 600.
  const picture = (await card.getByRole('img').boundingBox())!;
  const place = (await card.locator('.outline.print[data-field=documentNumber]').boundingBox())!;
  expect((place.x - picture.x) / picture.width).toBeCloseTo(306 / 860, 1);
  expect((place.y - picture.y) / picture.height).toBeCloseTo(324 / 600, 1);
  expect(place.width / picture.width).toBeCloseTo(148 / 860, 1);

  await page.getByRole('button', { name: 'Document number' }).focus();
  await expect(card.locator('.outline.pointed')).toHaveCount(2);
  await shot('console-outlines');
  await page.keyboard.press('Enter');
  const viewer = page.getByRole('dialog');
  await expect(viewer.locator('.outline.pointed')).toHaveCount(2);
  await page.keyboard.press('+');
  const closer = viewer.locator('.outline.print[data-field=documentNumber]');
  const image = (await viewer.getByRole('img').boundingBox())!;
  const box = (await closer.boundingBox())!;
  expect((box.x - image.x) / image.width).toBeCloseTo(306 / 860, 1);
  await shot('console-outlines-viewer');
  await page.keyboard.press('b');
  await expect(viewer.locator('.outline')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { level: 1 }).focus();
  await page.keyboard.press('b');
  await expect(card.locator('.outline')).toHaveCount(0);
});

test('the document’s face stands beside the most alike frames; the frames are a film', async ({
  page,
  world,
}) => {
  await asReviewer(page, world);
  const found = await someCase(world, ['face_mismatch'], 3);
  await page.goto(`/console/#/cases/${found.caseId}`);
  const faces = page.getByRole('region', { name: 'The face' });
  await expect(faces.getByRole('img')).toHaveCount(4);
  await expect(faces.locator('span')).toHaveText([
    'Portrait of the document',
    '98.1\u00a0%',
    '97.4\u00a0%',
    '96.4\u00a0%',
  ]);
  const drawn = await faces
    .getByRole('img', { name: 'Portrait of the document' })
    .evaluate((canvas: HTMLCanvasElement) => [canvas.width, canvas.height]);
  expect(drawn[0]! / drawn[1]!).toBeCloseTo((0.196 * 1.7 * 860) / (0.32 * 1.7 * 600), 1);

  await page.getByText('Film of the frames').click();
  const film = page.locator('.film');
  await expect(film.getByRole('img', { name: 'Frame 1: Neutral' })).toBeVisible();
  await film.getByRole('slider').fill('5');
  await expect(film.getByRole('img', { name: 'Frame 6: Smile' })).toBeVisible();
  await film.getByRole('button', { name: 'Play' }).click();
  await expect(film.getByRole('img', { name: 'Frame 8: Blink' })).toBeVisible();
  await expect(film.getByRole('button', { name: 'Play' })).toBeVisible();
});

test('a note is written while the case is open, and a colleague it mentions finds the case', async ({
  page,
  world,
  browser,
  system,
  shot,
}) => {
  await asReviewer(page, world);
  const colleague = await world.person({ email: 'colleague@example.com', groups: ['reviewers'] });
  await someCase(world, ['face_mismatch'], 9);
  const found = await someCase(world, ['data_mismatch'], 3);
  await page.goto(`/console/#/cases/${found.caseId}`);
  const notes = page.getByRole('region', { name: 'Notes of reviewers' });
  const box = notes.getByLabel('Write a note');
  await expect(box).toBeVisible();
  await page.keyboard.press('c');
  await expect(box).toBeFocused();
  await box.fill('Odd seal. @somebody@example.com?');
  await notes.getByRole('button', { name: 'Add the note' }).click();
  await expect(notes.getByRole('alert')).toHaveText('There is no such reviewer.');
  await expect(box).toHaveValue('Odd seal. @somebody@example.com?');
  await box.fill('Odd seal, @colleague@example.com.');
  await notes.getByRole('button', { name: 'Add the note' }).click();
  await expect(notes.getByText('Odd seal, @colleague@example.com.')).toBeVisible();
  await expect(box).toHaveValue('');
  await expectAccessible(page, 'a case with notes');
  await shot('console-note-written');
  expect(await world.now(found)).toMatchObject({
    mentioned: [colleague.userId],
    status: 'open',
  });

  const other = await browser.newPage();
  await signedIn(other, colleague);
  await other.goto(`${system.site}/console/`);
  await other.getByLabel('Mentions').selectOption('Mention me (1)');
  await expect(other.locator('tbody a')).toHaveText([short(found)]);
  await other.locator('tbody a').click();
  await expect(other.getByText('Odd seal, @colleague@example.com.')).toBeVisible();
  await other.close();
  expect((await world.now(found)).mentioned).toEqual([]);
});

const LETTER = pdf('A letter of the registry');

test('a file is attached with the keyboard, stands under its note and in the history, and opens', async ({
  page,
  world,
  context,
  shot,
}) => {
  const reviewer = await asReviewer(page, world);
  const found = await someCase(world, ['data_mismatch'], 3);
  // Listened for before the page is there: the browser is told of it in its own time.
  const choosers: FileChooser[] = [];
  page.on('filechooser', (opened) => choosers.push(opened));
  await page.goto(`/console/#/cases/${found.caseId}`);
  const notes = page.getByRole('region', { name: 'Notes of reviewers' });
  await expect(notes.getByLabel('Attach a file')).toBeVisible();
  await page.keyboard.press('f');
  await expect.poll(() => choosers.length).toBe(1);
  await choosers[0]!.setFiles({ name: 'letter.pdf', mimeType: 'application/pdf', buffer: LETTER });
  await page.keyboard.press('c');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(notes.getByRole('alert')).toHaveText('Say in a note what the file is.');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.type('The registry answered.');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const note = notes.getByRole('listitem').filter({ hasText: 'The registry answered.' });
  const open = note.getByRole('button', { name: 'Open the PDF, 1 kB' });
  await expect(open).toBeVisible();
  await expect(notes.getByLabel('Write a note')).toHaveValue('');
  await expectAccessible(page, 'a case with a file');
  await shot('console-file-attached');
  const { attachments, notes: written } = await world.now(found);
  expect(attachments).toMatchObject([{ kind: 'application/pdf', reviewer: reviewer.userId }]);
  const { digest } = attachments[0]!;
  expect(written.at(-1)!.attached).toEqual([digest]);

  await open.focus();
  const [tab] = await Promise.all([context.waitForEvent('page'), page.keyboard.press('Enter')]);
  expect(tab.url()).toContain(`/bucket/attachments/${found.caseId}/${digest}`);
  await tab.close();
  await page.keyboard.press('r');
  const history = page.getByRole('region', { name: 'History' });
  await expect(history.getByText('File attached by a reviewer')).toBeVisible();
  await expect(history.getByText(`PDF, 1 kB, SHA-256 ${digest.slice(0, 16)}…`)).toBeVisible();
  await expect(history.getByText('File opened by a reviewer')).toBeVisible();
});

test('a file that is refused is said beside it, and the note is still there to be sent', async ({
  page,
  world,
}) => {
  await asReviewer(page, world);
  const found = await someCase(world, ['data_mismatch'], 3);
  await page.goto(`/console/#/cases/${found.caseId}`);
  const notes = page.getByRole('region', { name: 'Notes of reviewers' });
  await notes.getByLabel('Write a note').fill('See the letter.');
  const file = (buffer: Buffer) => ({ name: 'x.pdf', mimeType: 'application/pdf', buffer });
  for (const [buffer, why] of [
    [pdf('A letter', '/OpenAction << /S /JavaScript /JS (1) >>'), 'This PDF would run something'],
    [Buffer.from('MZ'), 'Only JPEG, PNG and PDF files are taken.'],
    [Buffer.alloc(4_000_001), 'A file has at most 4 MB.'],
  ] as const) {
    await notes.getByLabel('Attach a file').setInputFiles(file(buffer));
    await notes.getByRole('button', { name: 'Add the note' }).click();
    await expect(notes.getByRole('alert')).toContainText(why);
  }
  await expect(notes.getByLabel('Write a note')).toHaveValue('See the letter.');
  expect(await world.now(found)).toMatchObject({ notes: [], attachments: [] });
});
