/** Where a face must be, and what counts as a movement of it. */
import { describe, expect, it } from 'vitest';
import type { Gesture } from '../../src/contract.js';
import type { Looks } from '../../src/sight/looks.js';
import { faultOf, meanOf, rests, shows } from '../../src/sight/movement.js';
import { NOBODY, type Seen } from '../../src/sight/sight.js';

const REST: Looks = { yaw: 2, pitch: -12, eyes: 0.3, contrast: 0.5, mouth: 0.68 };
const face = (change: Partial<Seen> = {}): Seen => ({
  faces: 1,
  x: 0.5,
  y: 0.5,
  size: 0.5,
  light: 120,
  looks: REST,
  ...change,
});

describe('a face is where it should be', () => {
  it.each([
    ['none', NOBODY],
    ['many', face({ faces: 2 })],
    ['dark', face({ light: 20 })],
    ['closer', face({ size: 0.2 })],
    ['further', face({ size: 1 })],
    ['centre', face({ x: 0.2 })],
    ['centre', face({ y: 0.85 })],
    [undefined, face()],
  ])('%s', (fault, seen) => {
    expect(faultOf(seen, 4 / 3)).toBe(fault);
  });

  it('of a phone held upright the width is the shorter side', () => {
    expect(faultOf(face({ x: 0.3 }), 3 / 4)).toBeUndefined();
    expect(faultOf(face({ y: 0.3 }), 3 / 4)).toBe('centre');
  });
});

/** Each gesture and the change of a face at rest that makes it. */
const MADE: Record<Gesture, Partial<Looks>> = {
  neutral: {},
  blink: { eyes: 0.27, contrast: 0.2 },
  turn_left: { yaw: 13 },
  turn_right: { yaw: -9 },
  look_up: { pitch: -1 },
  look_down: { pitch: -18 },
  smile: { mouth: 0.74 },
};
const GESTURES = Object.keys(MADE) as Gesture[];

describe('a movement is seen when it is made', () => {
  it.each(GESTURES)('%s, and no other by it', (made) => {
    const looks = { ...REST, ...MADE[made] };
    expect(GESTURES.filter((gesture) => shows(gesture, looks, REST))).toEqual([made]);
  });

  it('shut eyes are known by the lids alone, too', () => {
    expect(shows('blink', { ...REST, eyes: 0.15 }, REST)).toBe(true);
    expect(shows('blink', { ...REST, contrast: 0.2 }, REST)).toBe(false);
  });
});

it('a face at rest looks ahead and keeps still', () => {
  expect(rests(REST, REST)).toBe(true);
  expect(rests(REST, undefined)).toBe(false);
  expect(rests({ ...REST, yaw: 12 }, REST)).toBe(false);
  expect(rests({ ...REST, yaw: 30 }, { ...REST, yaw: 30 })).toBe(false);
  expect(meanOf([REST, { ...REST, yaw: 4 }]).yaw).toBe(3);
});
