/**
 * The console, pixel by pixel against pictures that were looked at and kept: queue and case, light and
 * dark, en, de and ar, 1280 and 1920 px. `npm test` compares six of them, VESTIBULE_LONG=1 all.
 * `npx playwright test console-looks --update-snapshots` makes them anew.
 */
import type { Page } from '@playwright/test';
import { expect, type Place, signedIn, test } from '../support/fixtures.ts';
import { comparable, useFonts } from '../support/fonts.ts';
import { pdf } from '../support/papers.ts';
import type { World } from '../support/world.ts';

/** In the past for every machine: sessions end by the real clock. */
const NOW = new Date('2026-01-15T12:00:00Z');
const HOUR = 3_600_000;
const before = (hours: number) => new Date(NOW.getTime() - hours * HOUR);

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

/** Three cases whose ids and times are always the same; somebody has worked on the first. */
async function cases(world: World, { api }: Place): Promise<string> {
  await world.stopAt(NOW);
  const reasons = [
    ['watchlist_match', 'data_mismatch'],
    ['face_mismatch'],
    ['document_unreadable', 'age_unknown'],
  ];
  const [found] = await world.cases(
    reasons.map((why, n) => ({ reasons: why, hoursAgo: 50 - n, userId: id(n + 1) })),
  );
  const path = `/reviews/${found!.caseId}`;
  await asColleague(world, api, 40, path);
  const letter = pdf('The registry answered.');
  const file = await asColleague(world, api, 26, `${path}/attachments`, letter, 'application/pdf');
  const { digest } = file as { digest: string };
  const note = (text: string, attached: string[] = []) => JSON.stringify({ text, attached });
  const first = note('The registry answered, see the letter.', [digest]);
  await asColleague(world, api, 26, `${path}/notes`, first);
  const second = note('Born on another day than the listed one.');
  await asColleague(world, api, 25, `${path}/notes`, second);
  await world.stopAt(NOW);
  return found!.caseId;
}

/** What another reviewer has done so many hours ago. */
async function asColleague(
  world: World,
  api: string,
  hours: number,
  path: string,
  body?: string | Buffer<ArrayBuffer>,
  kind = 'application/json',
): Promise<unknown> {
  await world.stopAt(before(hours));
  const email = 'colleague@example.com';
  const { tokens } = await world.person({ userId: id(90), email, groups: ['reviewers'] });
  const headers = { Authorization: `Bearer ${tokens.idToken}`, 'Content-Type': kind };
  const answer = await fetch(api + path, body ? { method: 'POST', headers, body } : { headers });
  expect(answer.ok, await answer.clone().text()).toBe(true);
  return answer.json();
}

/** Drawings without letters: an image has the machine's fonts. */
async function wordless(page: Page): Promise<void> {
  await page.route('**/bucket/**', async (route) => {
    const answer = await route.fetch();
    const drawing = (await answer.text()).replace(/<text.*?<\/text>/g, '');
    await route.fulfill({ response: answer, body: drawing });
  });
}

for (const { place, language, scheme, width, name } of LOOKS)
  test(`the ${place} looks as it should, ${language}, ${scheme}, ${width} px`, async ({
    page,
    world,
    system,
  }, { config }) => {
    const caseId = await cases(world, system);
    await signedIn(
      page,
      await world.person({ userId: id(91), email: 'reviewer@example.com', groups: ['reviewers'] }),
    );
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
