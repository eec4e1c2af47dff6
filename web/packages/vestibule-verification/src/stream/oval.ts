/**
 * How near a face is, and whether it fills the oval. Pure, in pixels of the film. The measures are the
 * service's own: its thresholds mean nothing by others
 * (github.com/aws-amplify/amplify-ui, packages/react-liveness, service/utils/liveness.ts).
 */
import type { Marks, Spot } from '../sight/sight.js';
import type { Box, Config, Oval } from './messages.js';

export interface Size {
  width: number;
  height: number;
}

export interface Edges {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** What the distances between eyes and to the mouth weigh in a face's width. */
const WEIGHT = { eyes: 2, mouth: 1.8 };
/** The oval by which nearness is measured before there is one: this share of a portrait's width. */
const SHARE = 0.8;

const apart = (a: Spot, b: Spot): number => Math.hypot(a.x - b.x, a.y - b.y);
const between = (a: Spot, b: Spot): Spot => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });

function pixelsOf(marks: Marks, { width, height }: Size): Marks {
  const spots = Object.entries(marks).map(([name, { x, y }]) => [
    name,
    { x: x * width, y: y * height },
  ]);
  return Object.fromEntries(spots) as Marks;
}

/** The width of a face by its eyes and mouth. */
function widthOf({ rightEye, leftEye, mouth }: Marks): number {
  const eyes = apart(rightEye, leftEye);
  return (WEIGHT.eyes * eyes + WEIGHT.mouth * apart(between(rightEye, leftEye), mouth)) / 2;
}

/** Whether a face is so far away that it can come nearer. */
export function isFar(marks: Marks, film: Size, config: Config): boolean {
  const portrait = film.width >= film.height ? 0.75 * film.height : film.width;
  const near = widthOf(pixelsOf(marks, film)) / WEIGHT.eyes / Math.floor(SHARE * portrait);
  return near < config.FaceDistanceThresholdMin;
}

export function faceEdges(marks: Marks, film: Size, oval: Oval, config: Config): Edges {
  const face = pixelsOf(marks, film);
  const wide = widthOf(face);
  const high = config.OvalHeightWidthRatio * wide;
  const eyes = between(face.rightEye, face.leftEye);
  const top = oval.CenterY - oval.Height / 2;
  // A head that is bent down hides how far its nose is.
  const middle = eyes.y <= (top + oval.Height) / 2 ? between(eyes, face.nose) : eyes;
  const ears = [face.rightEar.x, face.leftEar.x];
  return {
    left: Math.min(middle.x - wide / 2, ...ears),
    right: Math.max(middle.x + wide / 2, ...ears),
    top: Math.max(middle.y - high / 2, 0),
    bottom: Math.min(middle.y + high / 2, film.height),
  };
}

export const ovalEdges = ({ CenterX, CenterY, Width, Height }: Oval): Edges => ({
  left: CenterX - Width / 2,
  right: CenterX + Width / 2,
  top: CenterY - Height / 2,
  bottom: CenterY + Height / 2,
});

/** As shares of the film, as the service wants it. */
export const boxOf = ({ left, right, top, bottom }: Edges, film: Size): Box => ({
  Width: (right - left) / film.width,
  Height: (bottom - top) / film.height,
  Left: left / film.width,
  Top: top / film.height,
});

/** What two areas share, by what they cover together. */
export function overlap(a: Edges, b: Edges): number {
  const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  const both = Math.max(0, wide) * Math.max(0, high);
  const area = (it: Edges) => (it.right - it.left) * (it.bottom - it.top);
  return both / (area(a) + area(b) - both);
}

export type Fit = 'in' | 'aside' | 'far';

/** `far` also of a face that is in the middle and still too small. */
export function fitOf(face: Edges, oval: Oval, config: Config): Fit {
  const edges = ovalEdges(oval);
  if (overlap(face, edges) > config.OvalIouThreshold) return 'in';
  const left = face.left < edges.left && face.right < edges.right;
  const right = face.left > edges.left && face.right > edges.right;
  if (left || right) return 'aside';
  const wide = oval.Width * config.FaceIouWidthThreshold;
  const high = oval.Height * config.FaceIouHeightThreshold;
  const beyond =
    edges.top - face.top > high ||
    face.bottom - edges.bottom > high ||
    (edges.left - face.left > wide && face.right - edges.right > wide);
  return beyond ? 'in' : 'far';
}
