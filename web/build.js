/** Both applications, in one process: loading Vite takes longer than building with it. */
import { resolve } from 'node:path';
import { build } from 'vite';

for (const name of ['app', 'console']) await build({ root: resolve(import.meta.dirname, name) });
