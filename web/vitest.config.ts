import { resolve } from 'node:path';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig, type TestProjectConfiguration } from 'vitest/config';
import { chromium, haveBrowser, sparing } from './browser.ts';

/** Tests run the sources, also of what loads later. */
const alias = {
  'vestibule-verification/parts': resolve(
    import.meta.dirname,
    'packages/vestibule-verification/src/parts',
  ),
  'vestibule-verification/i18n': resolve(
    import.meta.dirname,
    'packages/vestibule-verification/src/i18n/index.ts',
  ),
};

/** The component in a real browser: screens, axe, pictures. */
const inBrowser = {
  resolve: { alias },
  optimizeDeps: {
    include: ['lit', 'lit/decorators.js', 'lit/directives/ref.js', 'axe-core'],
  },
  test: {
    name: 'browser',
    include: ['**/test/browser/*.test.ts'],
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({ launchOptions: chromium(...sparing) }),
      instances: [{ browser: 'chromium' }],
      viewport: { width: 720, height: 900 },
      expect: {
        toMatchScreenshot: {
          comparatorName: 'pixelmatch',
          comparatorOptions: { threshold: 0.005, allowedMismatchedPixels: 20 },
        },
      },
    },
  },
} satisfies TestProjectConfiguration;

export default defineConfig({
  test: {
    coverage: {
      provider: 'v8',
      include: ['packages/vestibule-verification/src/**'],
      exclude: ['**/umd.ts', '**/*.umd.ts', '**/part-loaders.ts', '**/contract.ts', '**/events.ts'],
      reporter: ['text-summary', 'html'],
      thresholds: { lines: 90, branches: 80 },
    },
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          environment: 'node',
          include: ['**/test/unit/*.test.ts'],
          // Each file in a context of its own, as the words of one application are not the other's;
          // a process for each costs more than its tests.
          pool: 'vmThreads',
        },
      },
      ...(haveBrowser('component tests') ? [inBrowser] : []),
    ],
  },
});
