/** The pictures' own fonts: those of a machine would make them say nothing on another. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';

const at = createRequire(import.meta.url).resolve;
const FACES = [400, 600, 700].flatMap((weight) => [
  {
    name: 'Noto Sans',
    weight,
    file: `@fontsource/noto-sans/files/noto-sans-latin-${weight}-normal.woff2`,
  },
  {
    name: 'Noto Sans Arabic',
    weight,
    file: `@fontsource/noto-sans-arabic/files/noto-sans-arabic-arabic-${weight}-normal.woff2`,
  },
]);
const FONTS = FACES.map(({ name, weight, file }) => ({
  name,
  weight: String(weight),
  data: readFileSync(at(file)).toString('base64'),
}));
const FAMILY = '"Noto Sans", "Noto Sans Arabic"';
const SHEET = `*, ::before, ::after { font-family: ${FAMILY} !important; caret-color: transparent !important; }`;

/** Gives the fonts to every element, as the debugger does: the site's policy stays as it is. */
export async function useFonts(page: Page): Promise<void> {
  await page.evaluate(
    async ({ fonts, sheet }) => {
      for (const { name, weight, data } of fonts) {
        const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
        document.fonts.add(await new FontFace(name, bytes, { weight }).load());
      }
      const own = new CSSStyleSheet();
      own.replaceSync(sheet);
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, own];
      await document.fonts.ready;
    },
    { fonts: FONTS, sheet: SHEET },
  );
}

/** What pictures depend on besides the code: the browser's version; the fonts are ours. */
export const machine = (page: Page): Promise<string> =>
  page.evaluate((family) => {
    const version = /Chrome\/(\d+)/.exec(navigator.userAgent)?.[1] ?? 'unknown';
    const context = document.createElement('canvas').getContext('2d')!;
    const widths = ['400 16px', '650 24px', '600 16px'].map((font) => {
      context.font = `${font} ${family}`;
      return context.measureText('Let’s confirm it’s you: ÄÖß 0123 سلام').width.toFixed(1);
    });
    return `Chromium ${version}, text ${widths.join('/')}`;
  }, FAMILY);
