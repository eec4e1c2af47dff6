/**
 * The whole way on a phone and at a desk, light and dark, in en, ar, de and ja: it comes to its end, no
 * page breaks a rule of accessibility, or is wider than the screen, or in another language.
 * `npm test` goes one of the sixteen ways, VESTIBULE_LONG=1 all.
 */
import type { Page } from '@playwright/test';
import { expect, test } from '../support/fixtures.ts';
import { expectAccessible } from '../support/axe.ts';
import { wholeWay } from '../support/wordless.ts';

const LANGUAGES = ['en', 'ar', 'de', 'ja'] as const;
const SCHEMES = ['light', 'dark'] as const;
const SCREENS = [
  { width: 360, height: 740, isMobile: true, hasTouch: true },
  { width: 1440, height: 900, isMobile: false, hasTouch: false },
] as const;
/** What can go wrong most: from right to left, dark, narrow. The others' pages are looked at singly. */
const ALWAYS = 'ar, dark, 360 px';

for (const { width, height, isMobile, hasTouch } of SCREENS)
  test.describe(`${width} px`, () => {
    test.use({ viewport: { width, height }, isMobile, hasTouch });
    for (const language of LANGUAGES)
      for (const scheme of SCHEMES) {
        const name = `${language}, ${scheme}, ${width} px`;
        if (!process.env.VESTIBULE_LONG && name !== ALWAYS) continue;
        test(`the whole way, ${name}`, async ({ page, world, shot }) => {
          test.setTimeout(90_000);
          await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
          const seen: string[] = [];
          await wholeWay(page, world, language, async (place) => {
            seen.push(place);
            await expectFit(page, `${place}, ${name}`, language, scheme);
            await shot(`everywhere-${width}-${scheme}-${language}-${seen.length}`);
          });
          expect(seen).toHaveLength(13);
        });
      }
  });

/** All that can be said of a page without knowing what is on it. */
async function expectFit(page: Page, where: string, language: string, scheme: string) {
  const is = await page.evaluate(() => ({
    language: document.documentElement.lang,
    direction: document.documentElement.dir,
    element: document
      .querySelector('vestibule-verification')
      ?.shadowRoot?.querySelector('.card')

      ?.getAttribute('lang'),
    dark: matchMedia('(prefers-color-scheme: dark)').matches,
    excess: document.documentElement.scrollWidth - innerWidth,
  }));
  expect(is, where).toMatchObject({
    language,
    direction: language === 'ar' ? 'rtl' : 'ltr',
    dark: scheme === 'dark',
  });
  expect(is.element ?? language, where).toBe(language);
  expect(is.excess, `${where} is wider than the screen`).toBeLessThanOrEqual(0);
  expect(await page.evaluate(stickingOut), `${where} has what sticks out`).toEqual([]);
  await expectAccessible(page, where);
}

/** In the page: what holds more than it is wide; a long word in a narrow box, mostly. */
function stickingOut(): string[] {
  const shadow = document.querySelector('vestibule-verification')?.shadowRoot;
  return [...document.querySelectorAll('body *'), ...(shadow?.querySelectorAll('*') ?? [])]
    .filter(
      (it) =>
        it.clientWidth > 1 &&
        it.scrollWidth > it.clientWidth + 1 &&
        !it.matches('input, select, option, svg, svg *, video, canvas') &&
        getComputedStyle(it).overflowX === 'visible' &&
        getComputedStyle(it).display !== 'inline',
    )
    .map((it) => `${it.localName}.${it.className} ${it.getAttribute('part') ?? ''}`);
}
