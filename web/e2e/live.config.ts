import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';
import { chromium, haveBrowser } from '../browser.ts';
import { PYTHON } from './live/system.ts';

/** Python's half of the project must be set up for these. */
function haveSystem(): boolean {
  if (existsSync(PYTHON)) return true;
  console.warn('live tests: NOT RUN, no .venv with the local system (make setup)');
  return false;
}

/** The same applications against the whole system on this computer: real API, OCR, faces, lists. */
export default defineConfig({
  testDir: 'live',
  testIgnore: haveBrowser('live tests') && haveSystem() ? [] : ['**'],
  outputDir: '../test-results/live',
  workers: 1,
  reporter: [['list']],
  timeout: 480_000,
  expect: { timeout: 40_000 },
  use: {
    browserName: 'chromium',
    // Pages that a test hands over have no address, and may not call this computer without this.
    launchOptions: chromium('--disable-features=LocalNetworkAccessChecks'),
    locale: 'en-GB',
    timezoneId: 'Europe/Athens',
    viewport: { width: 1280, height: 900 },
    // Recording costs a third of the time.
    trace: process.env.VESTIBULE_TRACE ? 'on' : 'off',
  },
});
