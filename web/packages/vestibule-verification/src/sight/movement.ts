/**
 * Whether a face is where it should be and does what was asked. Pure. A movement is compared with
 * the same face at rest, as the server compares it: the numbers differ from face to face.
 */
import type { Gesture } from '../contract.js';
import type { Looks } from './looks.js';
import type { Seen } from './sight.js';

export type Fault = 'none' | 'many' | 'dark' | 'closer' | 'further' | 'centre';

/** A face's size, its distance from the middle (by the shorter side) and its light. */
const SIZE = { least: 0.26, most: 0.9 };
const ASIDE = 0.24;
const DARK = 45;
/** Degrees that count. The net's are about half of the real ones, and smaller downwards. */
const YAW = 8;
const UP = 6;
const DOWN = 4;
/** Shares of what the face at rest has: lids, light and dark of the eyes, the mouth's width. */
const SHUT = { lids: 0.6, contrast: 0.65, almost: 0.95 };
const SMILE = 1.06;
/** Nobody's rest is turned further than this, or moves more from look to look. */
const REST = { yaw: 20, still: 5 };

/** Why no movement can be seen now, if so; `wide` is the picture's width by its height. */
export function faultOf(seen: Seen, wide: number): Fault | undefined {
  if (!seen.faces || !seen.looks) return 'none';
  if (seen.faces > 1) return 'many';
  if (seen.light < DARK) return 'dark';
  if (seen.size < SIZE.least) return 'closer';
  if (seen.size > SIZE.most) return 'further';
  const aside = Math.abs(seen.x - 0.5) * Math.max(1, wide);
  const above = Math.abs(seen.y - 0.5) * Math.max(1, 1 / wide);
  return Math.max(aside, above) > ASIDE ? 'centre' : undefined;
}

/** A face that looks ahead and keeps still may be taken for the face at rest. */
export const rests = (looks: Looks, before: Looks | undefined): boolean =>
  Math.abs(looks.yaw) < REST.yaw &&
  before !== undefined &&
  Math.hypot(looks.yaw - before.yaw, looks.pitch - before.pitch) < REST.still;

export function meanOf(all: readonly Looks[]): Looks {
  const mean = (of: (looks: Looks) => number) =>
    all.reduce((sum, it) => sum + of(it), 0) / all.length;
  return {
    yaw: mean((it) => it.yaw),
    pitch: mean((it) => it.pitch),
    eyes: mean((it) => it.eyes),
    contrast: mean((it) => it.contrast),
    mouth: mean((it) => it.mouth),
  };
}

export function shows(gesture: Gesture, looks: Looks, rest: Looks): boolean {
  const turn = looks.yaw - rest.yaw;
  const tilt = looks.pitch - rest.pitch;
  const straight = Math.abs(turn) < YAW && tilt < UP && tilt > -1.5 * DOWN;
  const lids = looks.eyes / rest.eyes;
  const shut =
    lids < SHUT.lids || (lids < SHUT.almost && looks.contrast < SHUT.contrast * rest.contrast);
  switch (gesture) {
    case 'neutral':
      return straight && !shut && looks.mouth < SMILE * rest.mouth;
    case 'blink':
      return shut && Math.abs(turn) < YAW;
    case 'turn_left':
      return turn >= YAW;
    case 'turn_right':
      return turn <= -YAW;
    case 'look_up':
      return tilt >= UP && Math.abs(turn) < YAW;
    case 'look_down':
      return tilt <= -DOWN && Math.abs(turn) < YAW;
    case 'smile':
      return looks.mouth >= SMILE * rest.mouth && straight;
  }
}
