/** The parts for the UMD file: files in `parts/` beside the script. */
import { beside } from './beside.umd.js';
import type { Open } from './host.js';

export type PartName = 'document' | 'read' | 'face';

export const PARTS: Record<PartName, () => Promise<{ open: Open }>> = {
  document: () => beside('parts/document.js'),
  read: () => beside('parts/read.js'),
  face: () => beside('parts/face.js'),
};
