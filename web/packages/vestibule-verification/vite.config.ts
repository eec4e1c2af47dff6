import { defineConfig, type Plugin } from 'vite';

// Two builds of one source: ESM for bundlers (Lit stays outside, languages load when asked for) and
// one UMD file with Lit in it for a <script> tag. FORMAT=umd chooses the second.
const umd = process.env.FORMAT === 'umd';

/** Minifiers leave template literals alone; ours hold markup and CSS, where indents mean nothing. */
const unindent: Plugin = {
  name: 'unindent',
  enforce: 'pre',
  transform: (code, id) =>
    /\/src\/(views\/\w+|styles|styles-screens|vestibule-verification)\.ts$/.test(id)
      ? { code: code.replace(/\n\s+/g, '\n'), map: null }
      : undefined,
};

export default defineConfig({
  plugins: [unindent],
  resolve: {
    alias: umd ? [{ find: './loaders.js', replacement: './loaders.umd.js' }] : [],
  },
  build: {
    target: 'es2022',
    sourcemap: true,
    emptyOutDir: !umd,
    lib: umd
      ? {
          entry: 'src/umd.ts',
          name: 'VestibuleVerification',
          formats: ['umd'],
          fileName: () => 'vestibule-verification.umd.js',
        }
      : { entry: { index: 'src/index.ts', define: 'src/define.ts' }, formats: ['es'] },
    rollupOptions: umd
      ? { output: { codeSplitting: false, exports: 'named' } }
      : {
          external: [/^lit(\/|$)/, /^lean-qr/],
          output: {
            chunkFileNames: (chunk) =>
              chunk.facadeModuleId?.includes('/i18n/') ? 'locales/[name].js' : 'element.js',
          },
        },
  },
});
