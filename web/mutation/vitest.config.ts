import { defineConfig } from 'vitest/config';

/**
 * What `make mutate PART=web` runs for each change: the rules' own tests, without a browser. Those of
 * whole pictures (look.test.ts) say the same and take a hundred times as long.
 */
export default defineConfig({
  test: {
    environment: 'node',
    include: [
      'packages/vestibule-verification/test/unit/{accept,edges,guide,machine,quality}.test.ts',
    ],
    testTimeout: 60_000, // changed code is slower by what counts its calls
  },
});
