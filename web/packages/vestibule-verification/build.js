/**
 * The element's scripts: ESM for bundlers, UMD for a script tag, the parts that load later. One after
 * the other in one process, as loading Vite takes longer than most of the builds.
 */
import { build } from 'vite';

const PARTS = ['document', 'read', 'face', 'sight', 'looking', 'film', 'qr'];

export async function scripts() {
  for (const FORMAT of ['esm', 'umd', ...PARTS]) {
    // The configuration is read anew for each.
    if (PARTS.includes(FORMAT)) Object.assign(process.env, { FORMAT: 'parts', PART: FORMAT });
    else Object.assign(process.env, { FORMAT });
    await build({ root: import.meta.dirname });
  }
}

if (process.argv[1] === import.meta.filename) await scripts();
