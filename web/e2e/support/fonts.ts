/** The pictures' own fonts: those of a machine would make them say nothing on another. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import type { Page } from '@playwright/test';

const at = createRequire(import.meta.url).resolve;
/** Family, package, part of its letters, and the weights that pages have. */
const LATIN = ['Noto Sans', 'noto-sans', 'latin', [400, 600, 700]] as const;
const ARABIC = ['Noto Sans Arabic', 'noto-sans-arabic', 'arabic', [400, 600, 700]] as const;
/** For the names of all languages, which make a list as wide as it is. */
const MORE = [
  ['Noto Sans More', 'noto-sans', 'latin-ext', [400, 600]],
  ['Noto Sans Cyrillic', 'noto-sans', 'cyrillic', [400, 600]],
] as const;
const JAPANESE = ['Noto Sans JP', 'noto-sans-jp', 'japanese', [400, 700]] as const;
type Family = typeof LATIN | typeof ARABIC | (typeof MORE)[number] | typeof JAPANESE;

const OF: Record<string, readonly Family[]> = {
  console: [LATIN, ARABIC],
  ja: [LATIN, ARABIC, ...MORE, JAPANESE],
  site: [LATIN, ARABIC, ...MORE],
};

const loaded = ([name, pack, letters, weights]: Family) =>
  weights.map((weight) => ({
    name,
    weight: String(weight),
    data: readFileSync(
      at(`@fontsource/${pack}/files/${pack}-${letters}-${weight}-normal.woff2`),
      'base64',
    ),
  }));
const FAMILY = '"Noto Sans", "Noto Sans Arabic"';

/** Gives the fonts to every element, as the debugger does: the site's policy stays as it is. */
export async function useFonts(page: Page, where: keyof typeof OF = 'console'): Promise<void> {
  const families = OF[where] ?? OF.site!;
  const family = families.map(([name]) => `"${name}"`).join(', ');
  await page.evaluate(
    async ({ fonts, family, sheet }) => {
      for (const { name, weight, data } of fonts) {
        const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
        document.fonts.add(await new FontFace(name, bytes, { weight }).load());
      }
      const own = new CSSStyleSheet();
      own.replaceSync(sheet);
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, own];
      // The component has sheets of its own, which follow this property.
      document.documentElement.style.setProperty('--vestibule-font-family', family);
      await document.fonts.ready;
    },
    {
      fonts: families.flatMap(loaded),
      family,
      sheet: `*, ::before, ::after { font-family: ${family} !important; caret-color: transparent !important; }`,
    },
  );
}

/** What pictures depend on besides the code: the browser's version; the fonts are ours. */
const machine = (page: Page): Promise<string> =>
  page.evaluate((family) => {
    const version = /Chrome\/(\d+)/.exec(navigator.userAgent)?.[1] ?? 'unknown';
    const context = document.createElement('canvas').getContext('2d')!;
    const widths = ['400 16px', '650 24px', '600 16px'].map((font) => {
      context.font = `${font} ${family}`;
      return context.measureText('Let’s confirm it’s you: ÄÖß 0123 سلام').width.toFixed(1);
    });
    return `Chromium ${version}, text ${widths.join('/')}`;
  }, FAMILY);

const MADE_WITH = resolve(import.meta.dirname, '..', 'mock', '__screenshots__', 'made-with.json');

/** Whether pictures of this browser can be compared with the kept ones. */
export async function comparable(page: Page, updating: boolean): Promise<boolean> {
  const here = await machine(page);
  if (updating) writeFileSync(MADE_WITH, `${JSON.stringify({ machine: here })}\n`);
  const { machine: made } = JSON.parse(readFileSync(MADE_WITH, 'utf8')) as { machine: string };
  if (made !== here) console.warn(`pictures NOT COMPARED: made with ${made}, this is ${here}`);
  return made === here;
}
