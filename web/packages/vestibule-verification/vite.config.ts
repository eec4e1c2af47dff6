import { defineConfig } from 'vite';

// Two builds of one source: ESM for bundlers (Lit stays outside, locales load when asked for) and
// one UMD file with everything in it for a <script> tag. FORMAT=umd chooses the second.
const umd = process.env.FORMAT === 'umd';

export default defineConfig({
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
      : { external: [/^lit(\/|$)/, /^lean-qr/] },
  },
});
