/**
 * Advice on a picture before it travels. It warns and never blocks: the server decides.
 *
 * Thresholds were measured on pictures of cards at 640 px (docs: "Quality hints" in the README).
 */

export type Hint = 'blurry' | 'dark' | 'bright' | 'glare' | 'small' | 'turned' | 'nothing';

export interface Measures {
  /** Variance of the Laplacian: sharp pictures are above 100, blurred ones below 20. */
  sharpness: number;
  /** Mean luma, 0-255. */
  brightness: number;
  /** Share of burnt-out pixels (> 250), 0-1. */
  glare: number;
  width: number;
  height: number;
}

export const LIMITS = { sharpness: 40, dark: 55, bright: 235, glare: 0.12, longSide: 640 };

export function hintsFor(m: Measures): Hint[] {
  const hints: Hint[] = [];
  if (Math.max(m.width, m.height) < LIMITS.longSide) hints.push('small');
  if (m.brightness < LIMITS.dark) hints.push('dark');
  else if (m.brightness > LIMITS.bright) hints.push('bright');
  else if (m.glare > LIMITS.glare) hints.push('glare');
  if (m.sharpness < LIMITS.sharpness) hints.push('blurry');
  return hints;
}

/** The brightness of an RGBA picture, 0-255 per pixel. */
export function lumaOf(rgba: Uint8ClampedArray, width: number, height: number): Float32Array {
  const luma = new Float32Array(width * height);
  for (let i = 0; i < luma.length; i++) {
    const o = i * 4;
    luma[i] = 0.299 * rgba[o]! + 0.587 * rgba[o + 1]! + 0.114 * rgba[o + 2]!;
  }
  return luma;
}

export function measure(luma: Float32Array, width: number, height: number): Measures {
  let sum = 0;
  let burnt = 0;
  for (const y of luma) {
    sum += y;
    if (y > 250) burnt++;
  }
  return {
    sharpness: laplacian(luma, width, height),
    brightness: sum / luma.length,
    glare: burnt / luma.length,
    width,
    height,
  };
}

function laplacian(luma: Float32Array, width: number, height: number): number {
  let n = 0;
  let mean = 0;
  let m2 = 0;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x;
      const v = luma[i - 1]! + luma[i + 1]! + luma[i - width]! + luma[i + width]! - 4 * luma[i]!;
      n++;
      const delta = v - mean;
      mean += delta / n;
      m2 += delta * (v - mean);
    }
  }
  return n ? m2 / n : 0;
}
