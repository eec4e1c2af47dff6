/** Where faces are in a picture: BlazeFace's short range (near a camera), decoded and thinned out. */
import { netOf } from './tflite.js';
import { type Picture, sampled, type Turned } from './sample.js';

const SIDE = 128;
/** Squares of this many pixels, each with so many boxes around its middle. */
const GRIDS = [
  { step: 8, boxes: 2 },
  { step: 16, boxes: 6 },
];
/** The net's numbers for a box: its place, its size, six points. */
const NUMBERS = 16;
const SURE = 0.6;
/** Two boxes that share more than this are one face. */
const SHARED = 0.3;

/** Pixels of the picture. `eyes`: the subject's right one first. */
export interface Found {
  x: number;
  y: number;
  size: number;
  score: number;
  eyes: [{ x: number; y: number }, { x: number; y: number }];
}

const MIDDLES = GRIDS.flatMap(({ step, boxes }) => {
  const n = SIDE / step;
  return Array.from({ length: n * n * boxes }, (_, i) => {
    const cell = Math.floor(i / boxes);
    return { x: ((cell % n) + 0.5) / n, y: (Math.floor(cell / n) + 0.5) / n };
  });
});

export function faceFinder(file: ArrayBuffer): (picture: Picture) => Found[] {
  const net = netOf(file);
  const [boxes, scores] = net.outputs as [Float32Array, Float32Array];
  return (picture) => {
    const size = Math.max(picture.width, picture.height);
    const whole: Turned = { x: picture.width / 2, y: picture.height / 2, size, angle: 0 };
    sampled(picture, whole, SIDE, net.input, 2 / 255, -1);
    net.run();
    const place = (value: number, middle: number, length: number) =>
      (value / SIDE + middle - 0.5) * size + length / 2;
    const found: Found[] = [];
    MIDDLES.forEach((middle, i) => {
      const score = 1 / (1 + Math.exp(-scores[i]!));
      if (score < SURE) return;
      const at = (n: number) => boxes[i * NUMBERS + n]!;
      const point = (n: number) => ({
        x: place(at(n), middle.x, picture.width),
        y: place(at(n + 1), middle.y, picture.height),
      });
      found.push({ ...point(0), size: (at(2) / SIDE) * size, score, eyes: [point(4), point(6)] });
    });
    return distinct(found.sort((a, b) => b.score - a.score));
  };
}

/** The best box of each face. */
function distinct(found: Found[]): Found[] {
  const kept: Found[] = [];
  for (const one of found) if (kept.every((other) => shared(one, other) < SHARED)) kept.push(one);
  return kept;
}

function shared(a: Found, b: Found): number {
  const along = (p: number, q: number) =>
    Math.max(
      0,
      Math.min(p + a.size / 2, q + b.size / 2) - Math.max(p - a.size / 2, q - b.size / 2),
    );
  const both = along(a.x, b.x) * along(a.y, b.y);
  return both / (a.size ** 2 + b.size ** 2 - both);
}
