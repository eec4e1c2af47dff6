/** The nets as they ship, on no picture at all; faces are looked at in a browser (`face.spec.ts`). */
import { describe, expect, it } from 'vitest';
import { conv, depthwise, maxPool, pad, prelu, type Tensor } from '../../src/sight/kernels.js';
import { sampled } from '../../src/sight/sample.js';
import { NOBODY, sight } from '../../src/sight/sight.js';
import { netOf } from '../../src/sight/tflite.js';
import { packed } from '../../nets.ts';

const tensor = (h: number, w: number, c: number, data: number[], n = 1): Tensor => ({
  shape: { n, h, w, c },
  data: Float32Array.from(data),
});
const empty = (h: number, w: number, c: number) => tensor(h, w, c, Array(h * w * c).fill(0));

describe('the arithmetic', () => {
  it('a window at the rim counts what is inside', () => {
    const to = empty(2, 2, 1);
    const ones = tensor(3, 3, 1, Array(9).fill(1));
    const from = tensor(2, 2, 1, [1, 2, 3, 4]);
    conv(from, ones, tensor(1, 1, 1, [0.5]), to, { x: 1, y: 1 }, true)();
    expect([...to.data]).toEqual([10.5, 10.5, 10.5, 10.5]);
    depthwise(from, ones, tensor(1, 1, 1, [0]), to, { x: 1, y: 1 }, true)();
    expect([...to.data]).toEqual([10, 10, 10, 10]);
  });

  it('five channels at once are what each is by itself', () => {
    const from = tensor(1, 2, 2, [1, 2, 3, 4]);
    const weights = tensor(1, 1, 2, [1, 0, 0, 1, 1, 1, 2, -1, 0, 3], 5);
    const to = empty(1, 2, 5);
    conv(from, weights, tensor(1, 1, 5, [0, 0, 0, 0, 1]), to, { x: 1, y: 1 }, true)();
    expect([...to.data]).toEqual([1, 2, 3, 0, 7, 3, 4, 7, 2, 13]);
  });

  it('with a stride of two an even side is padded behind', () => {
    const to = empty(1, 1, 1);
    const weights = tensor(3, 3, 1, [1, 10, 0, 100, 1000, 0, 0, 0, 0]);
    conv(tensor(2, 2, 1, [1, 2, 3, 4]), weights, tensor(1, 1, 1, [0]), to, { x: 2, y: 2 }, true)();
    expect([...to.data]).toEqual([4321]);
  });

  it('pools, pads channels, and makes smaller what is below nothing', () => {
    const to = empty(1, 1, 1);
    maxPool(tensor(2, 2, 1, [-1, -2, -3, -0.5]), to, { x: 2, y: 2 }, { x: 2, y: 2 })();
    expect([...to.data]).toEqual([-0.5]);
    const more = empty(1, 1, 2);
    pad(to, Float32Array.from([0, 0, 0, 0, 0, 0, 0, 1]), more)();
    expect([...more.data]).toEqual([-0.5, 0]);
    prelu(more, Float32Array.from([0.5, 1]), more)();
    expect([...more.data]).toEqual([-0.25, 0]);
  });

  it('a square of a picture is taken as it is turned', () => {
    const data = Uint8ClampedArray.from([10, 20, 30, 40].flatMap((it) => [it, it, it, 255]));
    const picture = { data: grown(data), width: 4, height: 4 };
    const into = new Float32Array(12);
    sampled(picture, { x: 2, y: 2, size: 2, angle: Math.PI / 2 }, 2, into, 1, 0);
    expect([0, 3, 6, 9].map((at) => Math.round(into[at]!))).toEqual([20, 40, 10, 30]);
  });
});

/** Each of two by two pixels in a ring of its own colour: four by four. */
const grown = (data: Uint8ClampedArray): Uint8ClampedArray =>
  Uint8ClampedArray.from(
    [0, 0, 1, 1, 0, 0, 1, 1, 2, 2, 3, 3, 2, 2, 3, 3].flatMap((at) => [
      ...data.slice(4 * at, 4 * at + 4),
    ]),
  );

describe('the nets that ship', () => {
  const nets = packed();

  it('nobody is seen where nobody is', () => {
    const look = sight(nets['face-finder.tflite']!, nets['face-mesh.tflite']!);
    const grey = new Uint8ClampedArray(120 * 90 * 4).fill(128);
    expect(look({ data: grey, width: 120, height: 90 })).toEqual(NOBODY);
  });

  it('a file that is no net is refused when it is read', () => {
    expect(() => netOf(new ArrayBuffer(64))).toThrow();
  });
});
