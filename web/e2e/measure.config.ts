import { defineConfig } from '@playwright/test';
import { chromium, haveBrowser } from '../browser.ts';

/** What the flow takes, in figures: `npm run measure`. Alone on the machine, or the seconds say nothing. */
export default defineConfig({
  testDir: 'measure',
  testIgnore: haveBrowser('measures') ? [] : ['**'],
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
