/** What a camera's picture shows of a person: finds the face, then follows it from look to look. */
import { faceFinder } from './finder.js';
import { type Looks, looksOf } from './looks.js';
import { around, faceMesh, follow, type Mesh } from './mesh.js';
import type { Picture, Turned } from './sample.js';

/** Looks after which all faces are sought again: somebody else may have come. */
const AGAIN = 6;
const SURE = 0.5;

/** A place, as shares of the picture's width and height. */
export interface Spot {
  x: number;
  y: number;
}

/** Where the parts of a face are; right and left are the subject's. */
export type Marks = Record<
  'rightEye' | 'leftEye' | 'nose' | 'mouth' | 'rightEar' | 'leftEar',
  Spot
>;

export interface Seen {
  faces: number;
  /** Of the nearest face. Its middle is a share of the picture's width and height. */
  x: number;
  y: number;
  /** The longer side of the face by the shorter side of the picture. */
  size: number;
  /** Mean brightness of the face, 0-255. */
  light: number;
  looks: Looks | undefined;
  marks?: Marks;
}

export const NOBODY: Seen = { faces: 0, x: 0, y: 0, size: 0, light: 0, looks: undefined };

/** Points of the mesh of which a mark is the mean. */
const MARKS = {
  rightEye: [33, 133],
  leftEye: [362, 263],
  nose: [1, 1],
  mouth: [13, 14],
  rightEar: [234, 234],
  leftEar: [454, 454],
} as const;

export function sight(finder: ArrayBuffer, mesh: ArrayBuffer): (picture: Picture) => Seen {
  const find = faceFinder(finder);
  const read = faceMesh(mesh);
  let where: Turned | undefined;
  let faces = 0;
  let count = 0;
  return (picture) => {
    if (!where || count++ % AGAIN === 0) {
      const found = find(picture).sort((a, b) => b.size - a.size);
      faces = found.length;
      const near = found[0];
      where ??= near && around(near.x, near.y, near.size, near.eyes);
    }
    if (!where) return NOBODY;
    const face = read(picture, where);
    // What was followed is gone: the next look seeks it.
    where = face.score < SURE ? undefined : follow(face);
    return where ? seenOf(picture, face, Math.max(1, faces)) : NOBODY;
  };
}

function seenOf(picture: Picture, face: Mesh, faces: number): Seen {
  const xs = face.points.map(({ x }) => x);
  const ys = face.points.map(({ y }) => y);
  const box = {
    left: Math.min(...xs),
    right: Math.max(...xs),
    top: Math.min(...ys),
    bottom: Math.max(...ys),
  };
  const { width, height } = picture;
  return {
    faces,
    x: (box.left + box.right) / 2 / width,
    y: (box.top + box.bottom) / 2 / height,
    size: Math.max(box.right - box.left, box.bottom - box.top) / Math.min(width, height),
    light: lightOf(picture, box),
    looks: looksOf(face, picture),
    marks: marksOf(face, picture),
  };
}

function marksOf({ points }: Mesh, { width, height }: Picture): Marks {
  const spots = Object.entries(MARKS).map(([name, [a, b]]) => [
    name,
    {
      x: (points[a]!.x + points[b]!.x) / 2 / width,
      y: (points[a]!.y + points[b]!.y) / 2 / height,
    },
  ]);
  return Object.fromEntries(spots) as Marks;
}

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

function lightOf({ data, width, height }: Picture, box: Box): number {
  const step = Math.max(1, Math.round((box.right - box.left) / 32));
  let n = 0;
  let sum = 0;
  for (let y = Math.max(0, Math.round(box.top)); y < Math.min(height, box.bottom); y += step)
    for (let x = Math.max(0, Math.round(box.left)); x < Math.min(width, box.right); x += step) {
      const at = (y * width + x) * 4;
      sum += 0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!;
      n++;
    }
  return n ? sum / n : 0;
}
