import { describe, expect, it } from 'vitest';
import { hintsFor, lumaOf, measure } from '../../src/parts/quality.js';

const W = 64;
/** A picture of `W` x `W` whose grey value at (x, y) is `grey(x, y)`. */
function picture(grey: (x: number, y: number) => number): Uint8ClampedArray {
  const data = new Uint8ClampedArray(W * W * 4);
  for (let y = 0; y < W; y++)
    for (let x = 0; x < W; x++) data.fill(grey(x, y), (y * W + x) * 4, (y * W + x) * 4 + 3);
  return data;
}
const hints = (grey: (x: number, y: number) => number, size = 1000) =>
  hintsFor({ ...measure(lumaOf(picture(grey), W, W), W, W), width: size, height: size });

describe('advice on a picture', () => {
  it('says nothing about a sharp, well lit one', () => {
    expect(hints((x, y) => (((x >> 2) + (y >> 2)) % 2 ? 90 : 200))).toEqual([]);
  });
  it('sees blur where nothing changes quickly', () => {
    expect(hints((x) => 100 + x)).toEqual(['blurry']);
  });
  it('sees darkness and brightness', () => {
    expect(hints((x) => (x % 2 ? 10 : 60))).toContain('dark');
    expect(hints((x) => (x % 2 ? 230 : 249))).toContain('bright');
  });
  it('sees a reflection as burnt-out pixels', () => {
    expect(hints((x, y) => (x < 16 ? 255 : (x + y) % 2 ? 60 : 160))).toEqual(['glare']);
  });
  it('says when a picture is small', () => {
    expect(hints((x, y) => ((x + y) % 2 ? 90 : 200), 400)).toEqual(['small']);
  });
});
