/** What is said about one look, at each of its bounds; and when the shutter goes. */
import { describe, expect, it } from 'vitest';
import { moved, type Outline } from '../../src/parts/edges.js';
import { advise, ENOUGH, EVERY_MS, Guide } from '../../src/parts/guide.js';
import type { Reading } from '../../src/parts/look.js';
import { adviceOn } from '../../src/parts/look.js';

const at = (x: number, y: number) => ({ x, y });
/** A card whose top left corner is here. */
const card = (x = 0.2, y = 0.2): Outline => ({
  corners: [at(x, y), at(0.8, y), at(0.8, 0.8), at(x, 0.8)],
  fill: 0.28,
  tilt: 8,
  shape: 1.5,
});
/** The least of a look that is good. */
const good: Reading = {
  sharpness: 40,
  brightness: 55,
  glare: 0.12,
  width: 640,
  height: 480,
  ink: 0.018,
  turned: false,
  outline: card(),
};

describe('what is said about one look', () => {
  it.each([
    ['hold', {}],
    ['dark', { brightness: 54.9 }],
    ['dark', { brightness: 54.9, outline: undefined }],
    ['search', { outline: undefined, ink: 0.0179 }],
    ['edges', { outline: undefined }],
    ['further', { outline: card(0.0079) }],
    ['further', { outline: card(0.2, 0.0079) }],
    ['further', { outline: { ...card(), corners: Array(4).fill(at(0.9921, 0.5)) } }],
    ['further', { outline: { ...card(), corners: Array(4).fill(at(0.5, 0.9921)) } }],
    ['closer', { outline: { ...card(), fill: 0.279 } }],
    ['tilt', { outline: { ...card(), tilt: 8.1 } }],
    ['search', { ink: 0.0179 }],
    ['still', { ink: 0.0179, sharpness: 39.9 }],
    ['turn', { turned: true }],
    ['turn', { turned: true, sharpness: 39.9 }],
    ['still', { sharpness: 39.9 }],
    ['still', { sharpness: 39.9, glare: 0.13 }],
    ['glare', { glare: 0.121 }],
  ] as const)('"%s" about one with %j', (advice, changed) => {
    const seen = { ...good, ...changed } as Reading;
    expect(advise(seen, seen.outline)).toBe(advice);
  });

  it.each([
    ['hold', card(0.008, 0.008), card(0.008, 0.008)],
    ['hold', card(), card(0.224)],
    ['still', card(0.025), card(0)],
    ['still', card(), card(0.2, 0.23)],
    ['still', card(), undefined],
  ] as const)('"%s" as the card has moved since the one before', (advice, now, before) => {
    expect(advise({ ...good, outline: now }, before)).toBe(advice);
  });

  it('and how far two cards are apart is what their corners are apart at most', () => {
    const other: Outline = {
      ...card(),
      corners: [at(0.2, 0.2), at(0.83, 0.24), at(0.8, 0.8), at(0.2, 0.8)],
    };
    expect(moved(card(), card())).toBe(0);
    expect(moved(card(), other)).toBeCloseTo(0.05, 6);
    expect(moved(other, card())).toBeCloseTo(0.05, 6);
  });
});

describe('the shutter', () => {
  it('goes after seven good looks that follow one another', () => {
    const guide = new Guide();
    expect([ENOUGH, EVERY_MS]).toEqual([7, 100]);
    expect(guide.look(good)).toEqual({ advice: 'still', outline: good.outline, steady: 0 });
    for (let n = 1; n <= 9; n++) expect(guide.look(good).steady).toBeCloseTo(Math.min(1, n / 7), 6);
    expect(guide.look({ ...good, glare: 1 })).toMatchObject({ advice: 'glare', steady: 0 });
    expect(guide.look(good).steady).toBeCloseTo(1 / 7, 6);
    expect(guide.look({ ...good, outline: undefined }).outline).toBeUndefined();
    expect(guide.look(good)).toMatchObject({ advice: 'still', steady: 0 });
  });
});

describe('advice on a whole picture', () => {
  it.each([
    [[], {}],
    [['turned'], { turned: true }],
    [['nothing'], { ink: 0.0179, turned: true }],
    [['nothing', 'dark'], { ink: 0.0179, brightness: 1 }],
    [['dark', 'blurry'], { ink: 0.0179, brightness: 1, sharpness: 1 }],
    [['turned', 'blurry'], { turned: true, sharpness: 1 }],
  ] as const)('%j', (hints, changed) => {
    expect(adviceOn({ ...good, ...changed }, 640, 1)).toEqual(hints);
  });

  it('speaks of the whole picture and not of the copy that was looked at', () => {
    expect(adviceOn(good, 639, 639)).toEqual(['small']);
    expect(adviceOn({ ...good, width: 1, height: 1 }, 100, 640)).toEqual([]);
  });
});
