/** One recipe for both applications: relative addresses, everything from the own host, ../dist. */
import { resolve } from 'node:path';
import { defineConfig, type Plugin } from 'vite';

/**
 * Tells a page where the words of each language are that it speaks, and lets `entry` ask for them
 * beside all that the page needs in any language.
 */
const wordsAhead = (entry: string): Plugin => ({
  name: 'words-ahead',
  apply: 'build',
  buildStart() {
    this.emitFile({ type: 'chunk', id: entry, name: 'wanted' });
  },
  transformIndexHtml: {
    order: 'post',
    handler(_html, { bundle }) {
      const files: Record<string, string[]> = {};
      let script = '';
      for (const file of Object.values(bundle ?? {})) {
        if (file.type !== 'chunk') continue;
        // Where it is, and not the file of one line that leads there.
        if (file.moduleIds.includes(entry)) script = `./${file.fileName}`;
        const from = file.facadeModuleId ?? '';
        const [, tag] = /\/(?:words|locales)\/(\w\w)\.[jt]s$/.exec(from) ?? [];
        if (tag && tag !== 'en') (files[tag] ??= []).push(`./${file.fileName}`);
      }
      // The element speaks more languages than the site.
      const all = Math.max(...Object.values(files).map(({ length }) => length));
      const whole = Object.entries(files).filter(([, { length }]) => length === all);
      const content = JSON.stringify(Object.fromEntries(whole));
      return [
        // Before all others: a browser has six lines to a host of HTTP/1.1.
        {
          tag: 'script',
          attrs: { type: 'module', async: true, crossorigin: true, src: script },
          injectTo: 'head-prepend',
        },
        { tag: 'meta', attrs: { name: 'words', content }, injectTo: 'head' },
      ];
    },
  },
});

/** `pages` are the HTML files beside it that are pages of their own; `ahead` is what asks for words. */
export const application = (
  root: string,
  name: string,
  pages: string[] = ['index.html'],
  ahead?: string,
) =>
  defineConfig({
    root,
    base: './',
    plugins: ahead ? [wordsAhead(resolve(root, ahead))] : [],
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
