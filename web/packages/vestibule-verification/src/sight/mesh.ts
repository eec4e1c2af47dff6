/** The points of one face (MediaPipe's face landmarks), in pixels of the picture. */
import { netOf } from './tflite.js';
import { type Picture, sampled, type Turned } from './sample.js';

const SIDE = 192;
/** More than the face itself is looked at. */
const AROUND = 1.5;
const EYES = [33, 263] as const;

export interface Point {
  x: number;
  y: number;
  /** Away from the camera, in the same unit. */
  z: number;
}

export interface Mesh {
  points: Point[];
  /** 0-1: how sure it is that this is a face. */
  score: number;
}

export function faceMesh(file: ArrayBuffer): (picture: Picture, where: Turned) => Mesh {
  const net = netOf(file);
  const [numbers, flag] = net.outputs as [Float32Array, Float32Array];
  return (picture, where) => {
    sampled(picture, where, SIDE, net.input, 1 / 255, 0);
    net.run();
    const step = where.size / SIDE;
    const [cos, sin] = [Math.cos(where.angle) * step, Math.sin(where.angle) * step];
    const points = Array.from({ length: numbers.length / 3 }, (_, i) => {
      const dx = numbers[3 * i]! - SIDE / 2;
      const dy = numbers[3 * i + 1]! - SIDE / 2;
      return {
        x: where.x + dx * cos - dy * sin,
        y: where.y + dx * sin + dy * cos,
        z: numbers[3 * i + 2]! * step,
      };
    });
    return { points, score: 1 / (1 + Math.exp(-flag[0]!)) };
  };
}

type Eye = { x: number; y: number };

/** The square around a face, upright by its eyes. */
export const around = (x: number, y: number, size: number, eyes: readonly [Eye, Eye]): Turned => ({
  x,
  y,
  size: size * AROUND,
  angle: Math.atan2(eyes[1].y - eyes[0].y, eyes[1].x - eyes[0].x),
});

/** Where to look in the next picture. */
export function follow({ points }: Mesh): Turned {
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  const size = Math.max(right - left, bottom - top);
  return around((left + right) / 2, (top + bottom) / 2, size, [points[EYES[0]]!, points[EYES[1]]!]);
}
