/**
 * The console, pixel by pixel against pictures that were looked at and kept: queue and case, light and
 * dark, en, de and ar, 1280 and 1920 px. `npm test` compares six of them, VESTIBULE_LONG=1 all.
 * `npx playwright test console-looks --update-snapshots` makes them anew.
 */
import type { Page } from '@playwright/test';
import type { World } from '../../test-server/src/world.ts';
import { expect, test } from '../support/fixtures.ts';
import { comparable, useFonts } from '../support/fonts.ts';
import { PROFILE } from '../support/reviewing.ts';
import { signedIn } from '../support/session.ts';

/** In the past for every machine: sessions end by the real clock. */
const NOW = new Date('2026-01-15T12:00:00Z');
const HOUR = 3_600_000;
const before = (hours: number) => new Date(NOW.getTime() - hours * HOUR).toISOString();

const LANGUAGES = ['en', 'de', 'ar'] as const;
const SCHEMES = ['light', 'dark'] as const;
const WIDTHS = [1280, 1920] as const;
const PLACES = ['queue', 'case'] as const;
/** Each language, colour and width once on each page: what a wrong one changes, one of them shows. */
const FEW = new Set([
  'queue-en-light-1280',
  'queue-de-light-1920',
  'queue-ar-dark-1280',
  'case-en-dark-1920',
  'case-de-dark-1280',
  'case-ar-light-1280',
]);
const LOOKS = PLACES.flatMap((place) =>
  LANGUAGES.flatMap((language) =>
    SCHEMES.flatMap((scheme) =>
      WIDTHS.map((width) => ({
        place,
        language,
        scheme,
        width,
        name: `${place}-${language}-${scheme}-${width}`,
      })),
    ),
  ),
).filter(({ name }) => process.env.VESTIBULE_LONG || FEW.has(name));

const id = (n: number) => `${String(n).padStart(8, '0')}-0000-4000-8000-000000000000`;

/** Three cases whose ids and times are always the same. */
function cases(world: World): string {
  const reviewer = id(90);
  const reasons = [
    ['watchlist_match', 'data_mismatch'],
    ['face_mismatch'],
    ['document_unreadable', 'age_unknown'],
  ];
  for (const [n, why] of reasons.entries()) {
    const email = `applicant-${n}@applicants.example`;
    const person = world.person({ userId: id(n + 1), email, profile: PROFILE });
    const verification = world.verificationOf(person);
    world.verifications.delete(verification.verificationId);
    Object.assign(verification, { verificationId: id(n + 11), status: 'needs_review' });
    world.verifications.set(verification.verificationId, verification);
    world.open(verification, why, new Date(before(50 - n)));
  }
  const found = world.cases.get(id(11))!;
  const digest = '5e'.repeat(32);
  const kind = 'application/pdf';
  found.attachments.push({ digest, kind, size: 48_120, reviewer, at: before(26) });
  const noted = { reviewer, reasons: [], mentions: [], word: 'noted' as const };
  found.notes.push(
    {
      ...noted,
      at: before(26),
      text: 'The registry answered, see the letter.',
      attached: [digest],
    },
    { ...noted, at: before(25), text: 'Born on another day than the listed one.', attached: [] },
  );
  found.history = [
    { at: before(51), kind: 'opened', facts: { attempt: 1 } },
    { at: before(50), kind: 'screened', facts: { status: 'potential_match', matches: 1 } },
    { at: before(50), kind: 'moved', facts: { to: 'needs_review', reasons: reasons[0] } },
    { at: before(40), kind: 'viewed', facts: { reviewer } },
    { at: before(26), kind: 'attached', facts: { reviewer, digest, kind, bytes: 48_120 } },
    { at: before(26), kind: 'noted', facts: { reviewer, mentions: [], attached: [digest] } },
  ];
  return found.caseId;
}

/** Drawings without letters: an image has the machine's fonts. */
async function wordless(page: Page): Promise<void> {
  await page.route('**/pictures/**', async (route) => {
    const answer = await route.fetch();
    const drawing = (await answer.text()).replace(/<text.*?<\/text>/g, '');
    await route.fulfill({ response: answer, body: drawing });
  });
}

for (const { place, language, scheme, width, name } of LOOKS)
  test(`the ${place} looks as it should, ${language}, ${scheme}, ${width} px`, async ({
    page,
    world,
  }, { config }) => {
    await signedIn(
      page,
      world.person({ userId: id(91), email: 'reviewer@example.com', groups: ['reviewers'] }),
    );
    const caseId = cases(world);
    await wordless(page);
    await page.clock.setFixedTime(NOW);
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 900 });
    const path = place === 'queue' ? '#/' : `#/cases/${caseId}`;
    await page.goto(`/console/?lang=${language}${path}`);
    await useFonts(page);
    const ready = place === 'queue' ? 'tbody tr:nth-child(3)' : '.decision form';
    await expect(page.locator(ready)).toBeVisible();
    await page.waitForLoadState('networkidle');
    test.skip(!(await comparable(page, config.updateSnapshots === 'all')), 'another browser');
    await expect(page).toHaveScreenshot(`${name}.png`, { fullPage: true });
  });
