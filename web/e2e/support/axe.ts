/** axe-core in the page, injected as the debugger does: the site's policy stays as it is. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Page } from '@playwright/test';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface Finding {
  id: string;
  help: string;
  nodes: { target: unknown[]; failureSummary?: string }[];
}

/** The rules that look at colours: all that a dark page can break and a light one has not. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

/** Fails with the rule, the place and the reason of every violation. */
export async function expectAccessible(page: Page, where: string, rules = TAGS): Promise<void> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(SOURCE);
  const found = await page.evaluate(async (runOnly) => {
    const { axe } = window as unknown as {
      axe: { run: (options: unknown) => Promise<{ violations: Finding[] }> };
    };
    const options = { runOnly, resultTypes: ['violations'], preload: false };
    return (await axe.run(options)).violations;
  }, rules);
  const lines = found.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help} at ${node.target.join(' ')}: ${node.failureSummary}`),
  );
  expect(lines, `accessibility of ${where}`).toEqual([]);
}

const LOOKS = [
  { colorScheme: 'light', width: 1280, height: 900, kept: 'desktop-light' },
  { colorScheme: 'dark', width: 1280, height: 900, kept: '' },
  { colorScheme: 'light', width: 360, height: 740, kept: '' },
  { colorScheme: 'dark', width: 360, height: 740, kept: 'phone-dark' },
] as const;

/** The same page in the other colours: its structure has been looked at already. */
export const expectReadableColours = (page: Page, where: string) =>
  expectAccessible(page, where, COLOURS);

/**
 * Light and dark, desktop and phone: no violation, nothing wider than the screen; two pictures.
 * `npm test` looks at the structure on a phone alone, VESTIBULE_LONG=1 on a desk as well.
 */
export async function expectEveryLookAccessible(
  page: Page,
  name: string,
  shot: (name: string) => Promise<void>,
): Promise<void> {
  for (const { colorScheme, width, height, kept } of LOOKS) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height });
    const look = `${name}, ${colorScheme}, ${width} px`;
    // Dark on a phone has the colours of dark on a desk, and the places of light on a phone.
    if (colorScheme === 'light') {
      if (width <= 360 || process.env.VESTIBULE_LONG) await expectAccessible(page, look);
    } else if (width > 360) await expectReadableColours(page, look);
    const excess = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(excess, `${name} at ${width} px is wider than the screen`).toBeLessThanOrEqual(0);
    if (kept) await shot(`${name}-${kept}`);
  }
}
