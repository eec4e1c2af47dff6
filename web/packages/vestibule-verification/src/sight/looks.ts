/** What a face shows: where it turns, whether its eyes are shut, whether it smiles. */
import type { Mesh, Point } from './mesh.js';
import type { Picture } from './sample.js';

/** Degrees as the server counts them: yaw to the subject's left, pitch upwards. */
export interface Looks {
  yaw: number;
  pitch: number;
  /** How far the lids are apart, by the width of the eye. */
  eyes: number;
  /** How much light and dark is where the eyes are: a lid is more even than an eye. */
  contrast: number;
  /** The mouth's width by the distance of the eyes. */
  mouth: number;
}

/** Pairs of points on the lids, and the two corners, of each eye. */
const EYES = [
  { lids: [160, 144, 159, 145, 158, 153], corners: [33, 133] },
  { lids: [385, 380, 386, 374, 387, 373], corners: [362, 263] },
] as const;
const [CHEEK_RIGHT, CHEEK_LEFT, FOREHEAD, CHIN] = [234, 454, 10, 152];
const [MOUTH_RIGHT, MOUTH_LEFT] = [61, 291];
const DEGREES = 180 / Math.PI;

export function looksOf({ points }: Mesh, picture: Picture): Looks {
  const at = (i: number): Point => points[i]!;
  const apart = (a: number, b: number): number => length(minus(at(a), at(b)));
  const across = minus(at(CHEEK_LEFT), at(CHEEK_RIGHT));
  const down = minus(at(CHIN), at(FOREHEAD));
  const mean = (of: (eye: (typeof EYES)[number]) => number) => (of(EYES[0]) + of(EYES[1])) / 2;
  return {
    yaw: Math.atan2(across.z, Math.hypot(across.x, across.y)) * DEGREES,
    pitch: Math.atan2(-down.z, Math.hypot(down.x, down.y)) * DEGREES,
    eyes: mean(({ lids, corners }) => {
      const lidded = apart(lids[0], lids[1]) + apart(lids[2], lids[3]) + apart(lids[4], lids[5]);
      return lidded / 3 / apart(corners[0], corners[1]);
    }),
    contrast: mean(({ corners }) => contrastBetween(picture, at(corners[0]), at(corners[1]))),
    mouth: apart(MOUTH_LEFT, MOUTH_RIGHT) / apart(33, 263),
  };
}

/** How far brightness is spread in a band between two points, by its mean. */
function contrastBetween(picture: Picture, a: Point, b: Point): number {
  const wide = Math.hypot(b.x - a.x, b.y - a.y);
  const [dx, dy] = [(b.x - a.x) / wide, (b.y - a.y) / wide];
  let [n, sum, squares] = [0, 0, 0];
  for (let along = 0.15; along <= 0.85; along += 0.05)
    for (let off = -0.16; off <= 0.16; off += 0.04) {
      const x = Math.round(a.x + (dx * along - dy * off) * wide);
      const y = Math.round(a.y + (dy * along + dx * off) * wide);
      if (x < 0 || y < 0 || x >= picture.width || y >= picture.height) continue;
      const value = picture.data[(y * picture.width + x) * 4 + 1]!;
      n++;
      sum += value;
      squares += value * value;
    }
  return n ? Math.sqrt(Math.max(0, squares / n - (sum / n) ** 2)) / Math.max(1, sum / n) : 0;
}

const minus = (a: Point, b: Point): Point => ({ x: a.x - b.x, y: a.y - b.y, z: a.z - b.z });
const length = ({ x, y, z }: Point): number => Math.hypot(x, y, z);
