/**
 * Every screen in light and dark, narrow and wide: no violation of WCAG 2.2 AA (axe), and not a pixel
 * other than in the pictures that were looked at and kept.
 */
import axe from 'axe-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { commands, page } from 'vitest/browser';
import '../../src/define.js';
import { useFonts } from './fonts.js';
import { machine } from './machine.js';
import { STATES, shown } from './states.js';
import madeWith from './__screenshots__/made-with.json' with { type: 'json' };

const MADE_WITH = 'packages/vestibule-verification/test/browser/__screenshots__/made-with.json';
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** Dark begins where light has ended: a window that is made wider or narrower costs as much as a look. */
const WIDTHS = { light: [360, 720], dark: [720, 360] };
const THEMES = ['light', 'dark'] as const;
/** Pictures depend on the browser's version; with another one they say nothing. */
const updating = import.meta.env.VITE_VISUAL_UPDATE === 'yes';
await useFonts();
const comparable = updating || machine() === madeWith.machine;
/** One picture in each theme, at the other width: what a wrong colour or place changes, it shows. */
const PICTURED = { light: 720, dark: 360 } as const;

if (!comparable)
  console.warn(`pictures NOT COMPARED: made with ${madeWith.machine}, this is ${machine()}`);

beforeAll(async () => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    'body { margin: 0; padding: 12px; background: #fff; } video { visibility: hidden }',
  );
  document.adoptedStyleSheets = [sheet];
  document.documentElement.lang = 'en';
  const made = `${JSON.stringify({ machine: machine() })}\n`;
  if (updating) await commands.writeFile(MADE_WITH, made);
});
beforeEach(() => sessionStorage.clear());
afterEach(() => document.body.replaceChildren());

describe.each(STATES.map((state) => [state.name, state] as const))('%s', (name, state) => {
  it.each(THEMES)('is accessible and looks as it should, %s', async (theme) => {
    document.body.style.background = theme === 'dark' ? '#0e1317' : '#f3f5f6';
    const element = await shown(state, theme);
    for (const width of WIDTHS[theme]) {
      if (innerWidth !== width) await page.viewport(width, 900);
      const { violations } = await axe.run(element, { runOnly: TAGS, resultTypes: ['violations'] });
      const lines = violations.flatMap(({ id, nodes }) =>
        nodes.map((node) => `${id} at ${String(node.target)}: ${node.failureSummary}`),
      );
      expect(lines).toEqual([]);
      expect(element.scrollWidth).toBeLessThanOrEqual(width);
      if (comparable && width === PICTURED[theme])
        await expect(page.elementLocator(element)).toMatchScreenshot(`${name}-${theme}-${width}`);
    }
  });
});
