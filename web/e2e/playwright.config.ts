import { defineConfig } from '@playwright/test';
import { chromium, haveBrowser, sparing } from '../browser.ts';
import { served } from './support/served.ts';

const browser = haveBrowser('end-to-end tests');

/** The two applications in Chromium, with its fake camera. */
export default defineConfig({
  testDir: 'mock',
  testIgnore: browser ? [] : ['**'],
  ...served(browser),
  outputDir: '../test-results/e2e',
  fullyParallel: true,
  // On a loaded machine; what passed only the second time is listed as flaky.
  retries: process.env.CI ? 1 : 0,
  // Of two processors: a test waits for the page about as long as it works.
  workers: 3,
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list']],
  timeout: 30_000,
  // Pictures are of our fonts (support/fonts.ts): only the browser's version may change them.
  snapshotPathTemplate: '{testDir}/__screenshots__/{arg}{ext}',
  expect: {
    timeout: 7_000,
    toHaveScreenshot: { threshold: 0.02, maxDiffPixels: 20, animations: 'disabled' },
  },
  use: {
    browserName: 'chromium',
    launchOptions: chromium(...sparing),
    permissions: ['camera'],
    locale: 'en-GB',
    timezoneId: 'Europe/Athens',
    viewport: { width: 1280, height: 900 },
    reducedMotion: 'reduce',
    // One window per worker, emptied between tests: a new one costs more than most tests do.
    reuseContext: true,
    // Recording costs a third of the time.
    trace: process.env.VESTIBULE_TRACE ? 'on' : 'off',
  },
});
