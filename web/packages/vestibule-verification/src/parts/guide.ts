/** Watches the camera and says what would make a better picture; takes it when all is well. */
import { moved, type Outline } from './edges.js';
import { SOME } from './lines.js';
import type { Reading } from './look.js';
import { LIMITS } from './quality.js';

export type Advice =
  'search' | 'dark' | 'edges' | 'closer' | 'further' | 'tilt' | 'turn' | 'glare' | 'still' | 'hold';

/** Time between two looks, and looks in a row that must be good before the shutter goes. */
export const EVERY_MS = 100;
export const ENOUGH = 7;
/** A document fills at least this share of the picture, and keeps this far from its rim. */
const FILL = 0.28;
const RIM = 0.008;
const TILT = 8;
const SHAKE = 0.025;

export interface Watched {
  advice: Advice;
  outline: Outline | undefined;
  /** 0-1: how near the shutter is. */
  steady: number;
}

/** Pure: what to say about one look, given the one before. */
export function advise(seen: Reading, before: Outline | undefined): Advice {
  const { outline } = seen;
  if (seen.brightness < LIMITS.dark) return 'dark';
  if (!outline) return seen.ink < SOME ? 'search' : 'edges';
  const rim = outline.corners.some(({ x, y }) => Math.min(x, y, 1 - x, 1 - y) < RIM);
  if (rim) return 'further';
  if (outline.fill < FILL) return 'closer';
  if (outline.tilt > TILT) return 'tilt';
  if (seen.ink < SOME) return seen.sharpness < LIMITS.sharpness ? 'still' : 'search';
  if (seen.turned) return 'turn';
  if (seen.sharpness < LIMITS.sharpness) return 'still';
  if (seen.glare > LIMITS.glare) return 'glare';
  return before && moved(before, outline) < SHAKE ? 'hold' : 'still';
}

export class Guide {
  private last: Outline | undefined;
  private good = 0;

  look(seen: Reading): Watched {
    const advice = advise(seen, this.last);
    this.last = seen.outline;
    this.good = advice === 'hold' ? this.good + 1 : 0;
    return { advice, outline: seen.outline, steady: Math.min(1, this.good / ENOUGH) };
  }
}
