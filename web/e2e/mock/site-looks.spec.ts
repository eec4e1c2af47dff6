/**
 * The applicant's site and the hosted page, pixel by pixel against pictures that were looked at and
 * kept: every page in en, ar, de and ja, light and dark, on a phone and at a desk (360, 1440 px).
 * `npm test` compares four pictures, VESTIBULE_LONG=1 all.
 * `VESTIBULE_LONG=1 npx playwright test site-looks --update-snapshots=all` makes them anew.
 */
import type { Page } from '@playwright/test';
import { expect, signedIn, test } from '../support/fixtures.ts';
import { comparable, useFonts } from '../support/fonts.ts';
import { PROFILE, sendDocument, toDocument } from '../support/wordless.ts';
import type { Person, Standing, World } from '../support/world.ts';

/** In the past for every machine: sessions end by the real clock. */
const NOW = new Date('2026-01-15T12:00:00Z');

interface Place {
  /** Whose page it is; nobody is signed in without. */
  person?: (world: World, language: string) => Promise<Person>;
  /** The page's place; of the hosted page without. */
  path?: string;
  act?: (page: Page) => Promise<void>;
  /** What stands there when the page is whole. */
  ready: string;
}

const inside = (what: string) => `vestibule-verification ${what}`;
const someone = (world: World, given = {}) =>
  world.person({ userId: '00000001-0000-4000-8000-000000000000', ...given });
const known = (world: World) => someone(world, { profile: PROFILE });
const decided =
  (status: Standing, ...reasons: string[]) =>
  async (world: World) => {
    const person = await known(world);
    await world.standing(person, status, reasons);
    return person;
  };
const linked = (world: World, language: string) => someone(world, { profile: PROFILE, language });
const press = (page: Page) => page.locator('main button.primary').click();
const silent = async () => {};

const PLACES: Record<string, Place> = {
  welcome: { path: '/', ready: 'h1' },
  'sign-up': { path: '/sign-up', ready: '#phoneNumber' },
  code: { path: '/sign-up', act: leftAtTheCode, ready: '#code' },
  'sign-in': { path: '/sign-in', ready: '#password' },
  'status-new': { person: someone, path: '/status', ready: '.stop.now' },
  'status-again': {
    person: decided('resubmit_requested', 'document_unreadable'),
    path: '/status',
    ready: '.note.warn',
  },
  profile: { person: known, path: '/profile', ready: '#nationality' },
  verify: { person: known, path: '/verify', ready: inside('fieldset') },
  document: {
    person: known,
    path: '/verify',
    act: (page) => toDocument(page, silent),
    ready: inside('[part=dropzone]'),
  },
  read: { person: known, path: '/verify', act: toReading, ready: inside('[part=fields]') },
  movements: {
    person: known,
    path: '/verify',
    act: async (page) => {
      await toReading(page);
      await page.locator(inside('[part~=right-button]')).click();
    },
    ready: inside('[part=tips]'),
  },
  result: {
    person: decided('needs_review'),
    path: '/verify',
    ready: inside('[part=result]'),
  },
  notifications: { person: decided('approved'), path: '/notifications', ready: '.notices li' },
  security: { person: known, path: '/security', ready: '#password' },
  'my-data': { person: known, path: '/my-data', ready: 'main button' },
  hosted: { person: linked, ready: 'button.primary' },
  'hosted-begun': { person: linked, act: press, ready: inside('fieldset') },
};

const LANGUAGES = ['en', 'ar', 'de', 'ja'] as const;
const SCHEMES = ['light', 'dark'] as const;
const SCREENS = [
  { width: 360, height: 740, isMobile: true, hasTouch: true },
  { width: 1440, height: 900, isMobile: false, hasTouch: false },
] as const;
const FEW = new Set([
  'sign-up-ja-light-360',
  'status-new-de-dark-360',
  'verify-en-dark-1440',
  'hosted-ar-light-360',
]);
/** Of each page every language, every colour on every screen; another choice on each page. */
const LOOKS = Object.keys(PLACES)
  .flatMap((place, p) =>
    LANGUAGES.map((language, l) => {
      const turn = (p + l) % 4;
      const scheme = SCHEMES[turn >> 1]!;
      const { width } = SCREENS[turn % 2]!;
      return { place, language, scheme, width, name: `${place}-${language}-${scheme}-${width}` };
    }),
  )
  .filter(({ name }) => process.env.VESTIBULE_LONG || FEW.has(name));

/** As after a reload: the code is asked for, the password is not known any more. */
async function leftAtTheCode(page: Page): Promise<void> {
  await page.evaluate(() =>
    sessionStorage.setItem(
      'vestibule:sign-up',
      JSON.stringify({ onboardingId: 'x', email: 'a@b.example', phoneNumber: '+30 691 234 5678' }),
    ),
  );
  await page.reload();
}

async function toReading(page: Page): Promise<void> {
  await toDocument(page, silent);
  await sendDocument(page, silent);
}

for (const screen of SCREENS)
  test.describe(`${screen.width} px`, () => {
    const { width, height, isMobile, hasTouch } = screen;
    test.use({ viewport: { width, height }, isMobile, hasTouch });
    for (const look of LOOKS.filter((one) => one.width === width))
      test(`${look.place} looks as it should, ${look.language}, ${look.scheme}`, async ({
        page,
        world,
      }, { config }) => {
        const { person, path, act, ready } = PLACES[look.place]!;
        await world.stopAt(NOW);
        const who = await person?.(world, look.language);
        if (path && who) await signedIn(page, who);
        const link = !path && who ? new URL(await world.link(who)).hash : '';
        await page.clock.setFixedTime(NOW);
        await page.emulateMedia({ colorScheme: look.scheme, reducedMotion: 'reduce' });
        await page.goto(
          path ? `/?lang=${look.language}#${path}` : `/verify.html?lang=${look.language}${link}`,
        );
        await act?.(page);
        await expect(page.locator(ready).first()).toBeVisible();
        await useFonts(page, look.language);
        await page.mouse.move(0, 0);
        test.skip(!(await comparable(page, config.updateSnapshots === 'all')), 'another browser');
        await expect(page).toHaveScreenshot(`site-${look.name}.png`, { fullPage: true });
      });
  });
