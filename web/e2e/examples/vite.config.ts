import { resolve } from 'node:path';
import { defineConfig } from 'vite';

const here = import.meta.dirname;

/** The element in React and in Vue, as a host would build it. */
export default defineConfig({
  root: here,
  base: './',
  define: { __VUE_OPTIONS_API__: false, __VUE_PROD_DEVTOOLS__: false },
  build: {
    outDir: resolve(here, '..', 'dist'),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { input: ['react', 'vue'].map((name) => resolve(here, `${name}.html`)) },
  },
});
