/** What is in a picture, as far as it helps to take a better one. Pure; runs anywhere. */
import { type Outline, outlineOf } from './edges.js';
import { SOME, textOf } from './lines.js';
import { type Hint, hintsFor, lumaOf, measure, type Measures } from './quality.js';

/** The longest side of the copy that is looked at. */
export const LOOK_SIDE = 640;
const EDGE_SIDE = 240;

export interface Reading extends Measures {
  ink: number;
  turned: boolean;
  outline: Outline | undefined;
}

/** `width` and `height` are of the copy; the whole picture's size is for the caller to know. */
export function read(rgba: Uint8ClampedArray, width: number, height: number): Reading {
  const luma = lumaOf(rgba, width, height);
  const small = shrunk(luma, width, height);
  return {
    ...measure(luma, width, height),
    ...textOf(luma, width, height),
    outline: outlineOf(small.luma, small.width, small.height),
  };
}

/** Advice on a whole picture. Nothing is good that was not seen to be a document. */
export function adviceOn(seen: Reading, width: number, height: number): Hint[] {
  const hints = hintsFor({ ...seen, width, height });
  if (seen.ink < SOME) return hints.includes('blurry') ? hints : ['nothing', ...hints];
  return seen.turned ? ['turned', ...hints] : hints;
}

/** Edges need no detail: the mean of squares of pixels. */
function shrunk(luma: Float32Array, width: number, height: number) {
  const step = Math.max(1, Math.round(Math.max(width, height) / EDGE_SIDE));
  const w = Math.floor(width / step);
  const h = Math.floor(height / step);
  const small = new Float32Array(w * h);
  for (let y = 0; y < h; y++)
    for (let x = 0; x < w; x++) {
      let sum = 0;
      for (let j = 0; j < step; j++)
        for (let i = 0; i < step; i++) sum += luma[(y * step + j) * width + x * step + i]!;
      small[y * w + x] = sum / (step * step);
    }
  return { luma: small, width: w, height: h };
}
