// Puts the element's own build beside the page that uses it by a script tag.
import { cpSync } from 'node:fs';
import { resolve } from 'node:path';

const built = resolve(import.meta.dirname, '../../packages/vestibule-verification/dist');
const place = resolve(import.meta.dirname, '../dist/umd');
for (const name of ['vestibule-verification.umd.js', 'locales', 'parts'])
  cpSync(resolve(built, name), resolve(place, name), { recursive: true });
