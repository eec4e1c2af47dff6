/** The four edges of a document in a picture, by the straight lines along which brightness jumps. */

export interface Point {
  x: number;
  y: number;
}

/** Corners in order: top left, top right, bottom right, bottom left; shares of the picture (0-1). */
export interface Outline {
  corners: [Point, Point, Point, Point];
  /** Share of the picture that it covers. */
  fill: number;
  /** Degrees by which its steepest edge leaves the horizontal or vertical. */
  tilt: number;
  /** Width by height. */
  shape: number;
}

/** A jump that an edge makes, and the least share of an edge along which it must be seen. */
const JUMP = 14;
const SEEN = 0.6;
const NEARLY = 0.9;
/** ID-1 is 1.586, a passport's page 1.42; a page on its side is the inverse. */
const SHAPES = { least: 1.2, most: 1.95 };

interface Line {
  /** Where it begins and ends, in pixels across its direction. */
  from: number;
  to: number;
  seen: number;
}

const NONE: Line = { from: 0, to: 0, seen: 0 };

export function outlineOf(luma: Float32Array, width: number, height: number): Outline | undefined {
  const across = gradient(luma, width, height, 1, width);
  const down = gradient(luma, height, width, width, 1);
  const top = best(down, width, height, false);
  const bottom = best(down, width, height, true);
  const left = best(across, height, width, false);
  const right = best(across, height, width, true);
  if (Math.min(top.seen, bottom.seen, left.seen, right.seen) < SEEN) return undefined;
  const corners: Outline['corners'] = [
    meet(top, left, width, height),
    meet(top, right, width, height),
    meet(bottom, right, width, height),
    meet(bottom, left, width, height),
  ];
  return measured(corners, width, height);
}

/**
 * Jumps of brightness between lines, indexed `[line * along + position]`: `line` counts across the
 * edge that is looked for, `position` runs along it. Signed: light to dark is not dark to light.
 */
function gradient(
  luma: Float32Array,
  lines: number,
  along: number,
  step: number,
  stride: number,
): Float32Array {
  const found = new Float32Array(lines * along);
  for (let line = 2; line < lines - 2; line++)
    for (let i = 0; i < along; i++) {
      const at = line * step + i * stride;
      found[line * along + i] =
        luma[at + 2 * step]! + luma[at + step]! - luma[at - step]! - luma[at - 2 * step]!;
    }
  return found;
}

/**
 * A line with many jumps of one sign, in the first or last 45 % of the picture. Print has straight
 * edges too, so the outermost one counts that is nearly as plain as the plainest.
 */
function best(jumps: Float32Array, along: number, lines: number, last: boolean): Line {
  const depth = Math.floor(lines * 0.45);
  const slope = Math.round(along * 0.22);
  const found: Line[] = [];
  for (let from = 2; from < depth - 2; from += 2)
    for (let to = Math.max(2, from - slope); to < Math.min(depth - 2, from + slope); to += 2) {
      const line = last ? { from: lines - from, to: lines - to } : { from, to };
      const seen = share(jumps, along, lines, line.from, line.to);
      if (seen >= SEEN) found.push({ ...line, seen });
    }
  const most = Math.max(0, ...found.map((line) => line.seen));
  const plain = found.filter((line) => line.seen >= most * NEARLY);
  const inside = (line: Line) => (last ? -1 : 1) * (line.from + line.to);
  return plain.reduce((a, b) => (inside(b) < inside(a) ? b : a), plain[0] ?? NONE);
}

/** How much of a line's middle part has a jump of the more frequent sign; corners may be round. */
function share(
  jumps: Float32Array,
  along: number,
  lines: number,
  from: number,
  to: number,
): number {
  let rising = 0;
  let falling = 0;
  let n = 0;
  const begin = Math.floor(along * 0.2);
  for (let i = begin; i < along - begin; i += 3) {
    const line = Math.round(from + ((to - from) * i) / along);
    const jump = line < lines ? jumps[line * along + i]! : 0;
    n++;
    if (jump > JUMP) rising++;
    else if (jump < -JUMP) falling++;
  }
  return Math.max(rising, falling) / n;
}

/** Where a horizontal and a vertical line cross, in shares of the picture. */
function meet(flat: Line, steep: Line, width: number, height: number): Point {
  const a = (flat.to - flat.from) / width;
  const b = (steep.to - steep.from) / height;
  const x = (steep.from + b * flat.from) / (1 - a * b);
  return { x: x / width, y: (flat.from + a * x) / height };
}

function measured(corners: Outline['corners'], width: number, height: number): Outline | undefined {
  const [tl, tr, br, bl] = corners.map(({ x, y }) => ({ x: x * width, y: y * height })) as [
    Point,
    Point,
    Point,
    Point,
  ];
  const wide = (distance(tl, tr) + distance(bl, br)) / 2;
  const tall = (distance(tl, bl) + distance(tr, br)) / 2;
  const shape = wide / tall;
  const proportion = Math.max(shape, 1 / shape);
  if (proportion < SHAPES.least || proportion > SHAPES.most) return undefined;
  const slopes = [angle(tl, tr), angle(bl, br), angle(tl, bl) - 90, angle(tr, br) - 90];
  const fill = (wide * tall) / (width * height);
  return { corners, fill, tilt: Math.max(...slopes.map(Math.abs)), shape };
}

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);
const angle = (a: Point, b: Point): number => (Math.atan2(b.y - a.y, b.x - a.x) * 180) / Math.PI;

/** How far the corners of two outlines are apart at most: a hand that is still stays below 0.02. */
export const moved = (a: Outline, b: Outline): number =>
  Math.max(...a.corners.map((corner, i) => distance(corner, b.corners[i]!)));
