import { describe, expect, it } from 'vitest';
import { hintsFor, lumaOf, measure, type Measures } from '../../src/parts/quality.js';

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

describe('the limits', () => {
  /** The worst picture of which there is nothing to say. */
  const least: Measures = { sharpness: 40, brightness: 55, glare: 0.12, width: 640, height: 1 };

  it.each([
    [[], {}],
    [[], { brightness: 235 }],
    [[], { width: 1, height: 640 }],
    [['small'], { width: 639 }],
    [['dark'], { brightness: 54.9 }],
    [['bright'], { brightness: 235.1 }],
    [['glare'], { glare: 0.121 }],
    [['blurry'], { sharpness: 39.9 }],
    [['bright'], { brightness: 240, glare: 1 }],
    [['small', 'dark', 'blurry'], { width: 1, brightness: 0, sharpness: 0, glare: 1 }],
  ] as const)('%j of %j', (hints, changed) => {
    expect(hintsFor({ ...least, ...changed })).toEqual(hints);
  });
});

describe('what is measured', () => {
  const grey = (...values: number[]) => Float32Array.from(values);

  it('is brightness as eyes see it', () => {
    const colours = new Uint8ClampedArray([255, 0, 0, 9, 0, 255, 0, 9, 0, 0, 255, 9]);
    const [red, green, blue] = lumaOf(colours, 3, 1);
    expect(red).toBeCloseTo(76.2, 1);
    expect(green).toBeCloseTo(149.7, 1);
    expect(blue).toBeCloseTo(29.1, 1);
    expect(lumaOf(colours, 3, 1)).toHaveLength(3);
  });

  it('is the share of what is burnt out, and the mean', () => {
    expect(measure(grey(250, 251, 0, 255), 2, 2)).toEqual({
      sharpness: 0,
      brightness: 189,
      glare: 0.5,
      width: 2,
      height: 2,
    });
  });

  it('is how much each pixel differs from its neighbours, but for the rim', () => {
    const luma = grey(9, 2, 5, 9, 0, 1, 3, 8, 9, 1, 6, 9);
    const found = [0 + 3 + 2 + 1 - 4, 1 + 8 + 5 + 6 - 12] as const;
    const mean = (found[0] + found[1]) / 2;
    const varies = ((found[0] - mean) ** 2 + (found[1] - mean) ** 2) / 2;
    expect(measure(luma, 4, 3).sharpness).toBeCloseTo(varies, 5);
    expect(measure(luma, 3, 4).sharpness).not.toBeCloseTo(varies, 5);
  });
});
