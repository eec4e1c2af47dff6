/** The arithmetic of a small convolutional net: rows of pixels, channels side by side (NHWC). */

export interface Shape {
  n: number;
  h: number;
  w: number;
  c: number;
}

export interface Tensor {
  shape: Shape;
  data: Float32Array;
}

interface Pair {
  x: number;
  y: number;
}

/** Pixels that are thought around a picture, before its first one. */
const before = (from: number, to: number, kernel: number, stride: number, same: boolean): number =>
  same ? Math.max(0, (to - 1) * stride + kernel - from) >> 1 : 0;

/** Weights: `n` channels out, each of `h` x `w` x `c`. */
export function conv(
  from: Tensor,
  weights: Tensor,
  bias: Tensor,
  to: Tensor,
  stride: Pair,
  same: boolean,
) {
  const { h: kh, w: kw } = weights.shape;
  if (kh === 1 && kw === 1 && stride.x === 1 && stride.y === 1)
    return () => pointwise(from.data, weights.data, bias.data, to.data, from.shape.c, to.shape.c);
  const top = before(from.shape.h, to.shape.h, kh, stride.y, same);
  const left = before(from.shape.w, to.shape.w, kw, stride.x, same);
  return () => {
    const { h, w, c } = from.shape;
    const out = to.shape;
    for (let y = 0; y < out.h; y++)
      for (let x = 0; x < out.w; x++) {
        const y0 = y * stride.y - top;
        const x0 = x * stride.x - left;
        const target = (y * out.w + x) * out.c;
        for (let o = 0; o < out.c; o++) {
          let sum = bias.data[o]!;
          for (let j = 0; j < kh; j++) {
            const row = y0 + j;
            if (row < 0 || row >= h) continue;
            for (let i = 0; i < kw; i++) {
              const column = x0 + i;
              if (column < 0 || column >= w) continue;
              const a = (row * w + column) * c;
              const b = ((o * kh + j) * kw + i) * c;
              for (let k = 0; k < c; k++) sum += from.data[a + k]! * weights.data[b + k]!;
            }
          }
          to.data[target + o] = sum;
        }
      }
  };
}

/** Most of the work: a dot product for each pixel and channel, four channels at a time. */
function pointwise(
  from: Float32Array,
  weights: Float32Array,
  bias: Float32Array,
  to: Float32Array,
  c: number,
  out: number,
): void {
  const fours = out - (out % 4);
  for (let a = 0, target = 0; target < to.length; a += c, target += out) {
    for (let o = 0; o < fours; o += 4) {
      let w0 = o * c;
      let w1 = w0 + c;
      let w2 = w1 + c;
      let w3 = w2 + c;
      let s0 = bias[o]!;
      let s1 = bias[o + 1]!;
      let s2 = bias[o + 2]!;
      let s3 = bias[o + 3]!;
      for (let k = a; k < a + c; k++) {
        const value = from[k]!;
        s0 += value * weights[w0++]!;
        s1 += value * weights[w1++]!;
        s2 += value * weights[w2++]!;
        s3 += value * weights[w3++]!;
      }
      to[target + o] = s0;
      to[target + o + 1] = s1;
      to[target + o + 2] = s2;
      to[target + o + 3] = s3;
    }
    for (let o = fours; o < out; o++) {
      let sum = bias[o]!;
      for (let k = 0; k < c; k++) sum += from[a + k]! * weights[o * c + k]!;
      to[target + o] = sum;
    }
  }
}

/** Each channel by itself; weights of `h` x `w` x `c`. */
export function depthwise(
  from: Tensor,
  weights: Tensor,
  bias: Tensor,
  to: Tensor,
  stride: Pair,
  same: boolean,
) {
  const { h: kh, w: kw } = weights.shape;
  const { h, w, c } = from.shape;
  if (to.shape.c !== c) throw new Error('a depth multiplier is not known here');
  const top = before(h, to.shape.h, kh, stride.y, same);
  const left = before(w, to.shape.w, kw, stride.x, same);
  return () => {
    for (let y = 0; y < to.shape.h; y++)
      for (let x = 0; x < to.shape.w; x++) {
        const target = (y * to.shape.w + x) * c;
        for (let k = 0; k < c; k++) to.data[target + k] = bias.data[k]!;
        for (let j = 0; j < kh; j++) {
          const row = y * stride.y - top + j;
          if (row < 0 || row >= h) continue;
          for (let i = 0; i < kw; i++) {
            const column = x * stride.x - left + i;
            if (column < 0 || column >= w) continue;
            const a = (row * w + column) * c;
            const b = (j * kw + i) * c;
            for (let k = 0; k < c; k++)
              to.data[target + k]! += from.data[a + k]! * weights.data[b + k]!;
          }
        }
      }
  };
}

/** Windows that do not go beyond the picture. */
export function maxPool(from: Tensor, to: Tensor, stride: Pair, kernel: Pair) {
  const { w, c } = from.shape;
  return () => {
    for (let y = 0; y < to.shape.h; y++)
      for (let x = 0; x < to.shape.w; x++)
        for (let k = 0; k < c; k++) {
          let most = -Infinity;
          for (let j = 0; j < kernel.y; j++)
            for (let i = 0; i < kernel.x; i++) {
              const value = from.data[((y * stride.y + j) * w + x * stride.x + i) * c + k]!;
              if (value > most) most = value;
            }
          to.data[(y * to.shape.w + x) * c + k] = most;
        }
  };
}

export const add = (a: Tensor, b: Tensor, to: Tensor) => () => {
  for (let i = 0; i < to.data.length; i++) to.data[i] = a.data[i]! + b.data[i]!;
};

/** Zeros around a picture and behind its channels; `around` is (before, after) for n, h, w, c. */
export function pad(from: Tensor, around: Float32Array, to: Tensor) {
  const { h, w, c } = from.shape;
  const [top, left, front] = [around[2]!, around[4]!, around[6]!];
  return () => {
    to.data.fill(0);
    for (let y = 0; y < h; y++)
      for (let x = 0; x < w; x++) {
        const a = (y * w + x) * c;
        const b = ((y + top) * to.shape.w + x + left) * to.shape.c + front;
        for (let k = 0; k < c; k++) to.data[b + k] = from.data[a + k]!;
      }
  };
}

/** What is below nothing is made smaller, by a share for each channel. */
export const prelu = (from: Tensor, share: Float32Array, to: Tensor) => () => {
  const { c } = from.shape;
  for (let a = 0; a < to.data.length; a += c)
    for (let k = 0; k < c; k++) {
      const value = from.data[a + k]!;
      to.data[a + k] = value < 0 ? value * share[k]! : value;
    }
};
