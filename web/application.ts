/** One recipe for both applications: relative addresses, everything from the own host, ../dist. */
import { resolve } from 'node:path';
import { defineConfig } from 'vite';

/** `pages` are the HTML files beside it that are pages of their own. */
export const application = (root: string, name: string, pages: string[] = ['index.html']) =>
  defineConfig({
    root,
    base: './',
    build: {
      outDir: resolve(import.meta.dirname, 'dist', name),
      emptyOutDir: true,
      target: 'es2022',
      sourcemap: true,
      // A data: address would need `img-src data:`; small files stay files.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rollupOptions: { input: pages.map((page) => resolve(root, page)) },
    },
  });
