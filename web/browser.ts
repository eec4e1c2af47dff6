/**
 * Which browser the tests drive: one that is installed, else Playwright's own. Where there is none
 * the tests that need one say so in a line and do not run; VESTIBULE_REQUIRE_BROWSER makes that a
 * failure, for the machines that must have one.
 */
import { existsSync } from 'node:fs';
import { chromium as playwright } from 'playwright';

const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const wanted = process.env.VESTIBULE_CHROMIUM;
/** `VESTIBULE_CHROMIUM` names a browser, or is `none`: as on a machine that has none. */
const found =
  wanted === 'none' ? undefined : (wanted ?? installed.find((path) => existsSync(path)));

/** Fixed colours and hinting: screenshots depend on nothing else of the machine but the fonts. */
const looks = ['--font-render-hinting=none', '--force-color-profile=srgb', '--disable-lcd-text'];
const camera = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];

/**
 * For tests that look at pages and not at the browser: one process renders all pages of a context, and
 * the one that draws is part of the browser's. A new process for each page costs as much as the page.
 */
export const sparing = [
  '--renderer-process-limit=1',
  '--disable-site-isolation-trials',
  '--disable-gpu',
  '--in-process-gpu',
];

export const chromium = (...more: string[]) => ({
  ...(found ? { executablePath: found } : {}),
  args: [...looks, ...camera, ...more],
});

/** True when there is a browser; says so when there is none. */
export function haveBrowser(what: string): boolean {
  if (found || (wanted !== 'none' && existsSync(playwright.executablePath()))) return true;
  const line = `${what}: NOT RUN, no Chromium (npx playwright install chromium)`;
  if (process.env.VESTIBULE_REQUIRE_BROWSER) throw new Error(line);
  console.warn(line);
  return false;
}
