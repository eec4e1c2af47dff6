import { defineConfig, type Plugin, type UserConfig } from 'vite';
import { packed } from './nets.ts';

// One source, three builds, chosen by FORMAT: ESM for bundlers (Lit stays outside, languages and parts
// load when asked for), one UMD file with Lit in it for a <script> tag, and the parts: files of their
// own that need nothing else, so that both of the others can load them.
const format = process.env.FORMAT ?? 'esm';

/** Minifiers leave template literals alone; ours hold markup and CSS, where indents mean nothing. */
const unindent: Plugin = {
  name: 'unindent',
  enforce: 'pre',
  transform: (code, id) =>
    /\/src\/(views\/\w+|parts\/[\w-]+-(view|looks)|styles|styles-result|vestibule-verification)\.ts$/.test(
      id,
    )
      ? { code: code.replace(/\n\s+/g, '\n'), map: null }
      : undefined,
};

/**
 * `new URL('./file', import.meta.url)` stays as it is written: a library's build would put the file
 * into the script, and the bundlers of those who use it know what it means.
 */
const beside: Plugin = {
  name: 'beside',
  enforce: 'pre',
  transform: (code, id) =>
    id.includes('/src/')
      ? {
          code: code.replace(/new URL\('(\.\/[\w.-]+)', import\.meta\.url\)/g, '__beside(`$1`)'),
          map: null,
        }
      : undefined,
  renderChunk: (code) => ({
    code: code.replace(/__beside\([`'"]([\w./-]+)[`'"]\)/g, 'new URL("$1", import.meta.url)'),
    map: null,
  }),
};

/** Who uploads a file waits for words, not for where they are from. */
const wordsAlone: Plugin = {
  name: 'words-alone',
  renderChunk: (code, { fileName }) =>
    fileName.startsWith('locales/')
      ? { code: code.replace(/^\/\/.*\n/gm, '').replace(/^\t+/gm, ''), map: null }
      : undefined,
  generateBundle: (_, bundle) => {
    for (const file of Object.values(bundle))
      if (file.type === 'chunk' && file.fileName.startsWith('locales/')) {
        file.code = file.code.replace(/\/\/# sourceMappingURL=.*\n?/, '');
        file.map = null;
        delete bundle[`${file.fileName}.map`];
      }
  },
};

const nets: Plugin = {
  name: 'nets',
  generateBundle() {
    for (const [fileName, source] of Object.entries(packed()))
      this.emitFile({ type: 'asset', fileName, source: new Uint8Array(source) });
  },
};

const chunkName = (id = '') => {
  const [, folder, tag] = /\/i18n\/(guide\/)?(\w+)\.ts$/.exec(id) ?? [];
  if (!tag || tag === 'index') return undefined;
  return `locales/${folder ? 'guide-' : ''}${tag}.js`;
};

const BUILDS: Record<string, UserConfig> = {
  esm: {
    build: {
      lib: {
        entry: { index: 'src/index.ts', define: 'src/define.ts', i18n: 'src/i18n/index.ts' },
        formats: ['es'],
      },
      rollupOptions: {
        external: [/^lit(\/|$)/, /^lean-qr/, /^vestibule-verification\/parts\//],
        output: {
          chunkFileNames: (chunk) =>
            chunkName(chunk.facadeModuleId ?? '') ??
            (chunk.moduleIds.some((id) => id.endsWith('/src/vestibule-verification.ts'))
              ? 'element.js'
              : 'words.js'),
        },
      },
    },
  },
  umd: {
    resolve: {
      alias: [
        { find: './loaders.js', replacement: './loaders.umd.js' },
        { find: '../part-loaders.js', replacement: '../part-loaders.umd.js' },
        { find: '../qr.js', replacement: '../qr.umd.js' },
      ],
    },
    build: {
      emptyOutDir: false,
      lib: {
        entry: 'src/umd.ts',
        name: 'VestibuleVerification',
        formats: ['umd'],
        fileName: () => 'vestibule-verification.umd.js',
      },
      rollupOptions: { output: { codeSplitting: false, exports: 'named' } },
    },
  },
  parts: {
    build: {
      outDir: 'dist/parts',
      lib: {
        entry:
          process.env.PART === 'sight' ? 'src/sight/worker.ts' : `src/parts/${process.env.PART}.ts`,
        formats: ['es'],
        fileName: () => `${process.env.PART}.js`,
      },
      emptyOutDir: false,
      rollupOptions: { output: { codeSplitting: false } },
    },
  },
};

const chosen = BUILDS[format]!;

export default defineConfig({
  ...chosen,
  plugins: [unindent, beside, wordsAlone, ...(process.env.PART === 'sight' ? [nets] : [])],
  build: { target: 'es2022', sourcemap: true, emptyOutDir: true, ...chosen.build },
});
