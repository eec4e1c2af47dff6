import { defineConfig } from '@playwright/test';
import { chromium, haveBrowser } from '../browser.ts';
import { served } from './support/served.ts';

const browser = haveBrowser('measures');

/** What the flow takes, in figures: `npm run measure`. Alone on the machine, or the seconds say nothing. */
export default defineConfig({
  testDir: 'measure',
  testIgnore: browser ? [] : ['**'],
  ...served(browser),
  outputDir: '../test-results/measure',
  workers: 1,
  reporter: [['line']],
  timeout: 180_000,
  use: {
    browserName: 'chromium',
    launchOptions: chromium(),
    permissions: ['camera'],
    locale: 'en-GB',
    timezoneId: 'Europe/Athens',
    viewport: { width: 1280, height: 900 },
    trace: 'off',
  },
});
