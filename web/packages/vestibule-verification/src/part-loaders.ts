/** What loads when it is needed, each part in one file of its own. */
import type { Open } from './host.js';

export type PartName = 'document' | 'read' | 'face';

export const PARTS: Record<PartName, () => Promise<{ open: Open }>> = {
  document: () => import('vestibule-verification/parts/document'),
  read: () => import('vestibule-verification/parts/read'),
  face: () => import('vestibule-verification/parts/face'),
};
