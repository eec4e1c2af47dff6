/** Edges and lines of small drawings, whose numbers can be worked out by hand. */
import { describe, expect, it } from 'vitest';
import { outlineOf } from '../../src/parts/edges.js';
import { SOME, textOf } from '../../src/parts/lines.js';
import { read } from '../../src/parts/look.js';

/** Brightness of a picture, pixel by pixel. */
function drawn(width: number, height: number, grey: (x: number, y: number) => number) {
  return Float32Array.from({ length: width * height }, (_, i) =>
    grey(i % width, Math.floor(i / width)),
  );
}

const W = 120;
const H = 100;
/** A card from (left, top) to (right, bottom); light on dark unless it is the other way round. */
const card = (
  left: number,
  top: number,
  right: number,
  bottom: number,
  [on, off]: readonly [number, number] = [200, 60],
) =>
  outlineOf(
    drawn(W, H, (x, y) => (x >= left && x < right && y >= top && y < bottom ? on : off)),
    W,
    H,
  );

describe('the outline of a card', () => {
  it.each([
    ['light on dark', [200, 60]],
    ['dark on light', [60, 200]],
  ] as const)('is where its edges are, %s', (_, shades) => {
    const found = card(15, 20, 105, 80, shades)!;
    const [tl, tr, br, bl] = found.corners;
    const near = (value: number, pixels: number) => Math.abs(value - pixels) <= 3;
    expect(near(tl.x * W, 15) && near(tl.y * H, 20)).toBe(true);
    expect(near(tr.x * W, 105) && near(tr.y * H, 20)).toBe(true);
    expect(near(br.x * W, 105) && near(br.y * H, 80)).toBe(true);
    expect(near(bl.x * W, 15) && near(bl.y * H, 80)).toBe(true);
    expect(found.tilt).toBeLessThan(1.5);
    expect(found.shape).toBeCloseTo(1.5, 1);
    expect(found.fill).toBeCloseTo((90 * 60) / (W * H), 1);
  });

  it('may be upright', () => {
    const found = card(36, 14, 84, 86)!;
    expect(found.shape).toBeCloseTo(48 / 72, 1);
  });

  it.each([
    ['too long', [6, 34, 114, 66]],
    ['longer than any document', [12, 29, 108, 72]],
    ['too square', [30, 20, 90, 80]],
    ['without a right side', [15, 20, 200, 80]],
    ['without a bottom', [15, 20, 105, 200]],
    ['without a left side', [-9, 20, 105, 80]],
    ['without a top', [15, -9, 105, 80]],
  ] as const)('is none where it is %s', (_, [left, top, right, bottom]) => {
    expect(card(left, top, right, bottom)).toBeUndefined();
  });

  it.each([
    [0.5, false],
    [0.8, true],
  ])('is one where %d of its upper edge is seen: %s', (part, seen) => {
    const found = outlineOf(
      drawn(W, H, (x, y) => {
        if (x >= 15 && x < 105 && y >= 20 && y < 80) return 200;
        return y < 20 && x >= 24 + part * 72 ? 200 : 60;
      }),
      W,
      H,
    );
    expect(found !== undefined).toBe(seen);
  });

  it('is none where it is hardly lighter than the table', () => {
    expect(card(15, 20, 105, 80, [72, 70])).toBeUndefined();
    expect(card(15, 20, 105, 80, [80, 70])).toBeDefined();
  });

  it('is that of the card and not of a frame printed on it', () => {
    const frame = (x: number, y: number) =>
      (x === 22 || x === 98) && y > 26 && y < 74 ? 90 : (y === 27 || y === 73) && x > 21 && x < 99;
    const found = outlineOf(
      drawn(W, H, (x, y) => {
        if (x < 15 || x >= 105 || y < 20 || y >= 80) return 60;
        return frame(x, y) ? 90 : 200;
      }),
      W,
      H,
    )!;
    expect(found.fill).toBeGreaterThan(0.42);
  });

  it.each([
    [6, 3.8],
    [12, 7.6],
  ])('tells the angle of one whose right side lies %d pixels lower', (lower, degrees) => {
    const found = outlineOf(
      drawn(W, H, (x, y) => {
        const down = (lower * (x - 15)) / 90;
        return x >= 15 && x < 105 && y >= 18 + down && y < 74 + down ? 200 : 60;
      }),
      W,
      H,
    )!;
    expect(Math.abs(found.tilt - degrees)).toBeLessThan(2);
    expect(found.corners[1].y).toBeGreaterThan(found.corners[0].y);
  });

  it.each([-8, -5, 0, 5, 8])('is that of one turned by %d degrees, corner by corner', (degrees) => {
    const [width, height, wide, tall] = [200, 160, 140, 92];
    const centre = { x: 103, y: 78 };
    const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
    const found = outlineOf(
      drawn(width, height, (x, y) => {
        const [right, down] = [x + 0.5 - centre.x, y + 0.5 - centre.y];
        const along = Math.abs(right * cos + down * sin);
        const across = Math.abs(down * cos - right * sin);
        return along < wide / 2 && across < tall / 2 ? 200 : 60;
      }),
      width,
      height,
    )!;
    const signs = [
      [-1, -1],
      [1, -1],
      [1, 1],
      [-1, 1],
    ] as const;
    signs.forEach(([right, down], i) => {
      const [u, v] = [(right * wide) / 2, (down * tall) / 2];
      const corner = found.corners[i]!;
      expect(Math.abs(corner.x * width - (centre.x + u * cos - v * sin))).toBeLessThan(3);
      expect(Math.abs(corner.y * height - (centre.y + u * sin + v * cos))).toBeLessThan(3);
    });
    expect(Math.abs(found.tilt - Math.abs(degrees))).toBeLessThan(2);
    expect(Math.abs(found.shape - wide / tall)).toBeLessThan(0.03);
    expect(Math.abs(found.fill - (wide * tall) / (width * height))).toBeLessThan(0.025);
  });
});

describe('text', () => {
  /** Strokes of this width every eight pixels, in lines of ten with gaps of ten. */
  const lines = (stroke: number, upright = false) =>
    textOf(
      drawn(160, 160, (x, y) => {
        const [along, across] = upright ? [y, x] : [x, y];
        return across % 20 < 10 && along % 8 < stroke ? 60 : 200;
      }),
      160,
      160,
    );

  it('is strokes per pixel of the densest lines', () => {
    const { ink, turned } = lines(2);
    expect(ink).toBeCloseTo(19 / 160, 3);
    expect(turned).toBe(false);
    expect(ink).toBeGreaterThan(SOME);
  });

  it('stands upright where the columns differ', () => {
    const { ink, turned } = lines(2, true);
    expect(ink).toBeCloseTo(19 / 160, 3);
    expect(turned).toBe(true);
  });

  it('has narrow strokes: what stays dark is the edge of something larger', () => {
    expect(lines(3).ink).toBeCloseTo(19 / 160, 3);
    const wide = textOf(
      drawn(160, 160, (x) => (x % 16 < 4 ? 60 : 200)),
      160,
      160,
    );
    expect(wide.ink).toBe(0);
  });

  it('needs a change that ink makes', () => {
    const shaded = (light: number) =>
      textOf(
        drawn(160, 160, (x) => (x % 8 < 2 ? 100 : light)),
        160,
        160,
      ).ink;
    expect(shaded(126)).toBe(0);
    expect(shaded(127)).toBeGreaterThan(SOME);
  });

  /** One row that is repeated: its strokes per pixel. */
  const row = (...greys: number[]) =>
    textOf(
      drawn(greys.length, 3, (x) => greys[x]!),
      greys.length,
      3,
    ).ink;

  it('gets dark and light again: neither alone is a stroke, nor one at the rim', () => {
    expect(row(60, 200, 200, 200, 200)).toBe(0);
    expect(row(200, 200, 200, 200, 60)).toBe(0);
    expect(row(200, 60, 200, 200, 200)).toBeCloseTo(1 / 5, 6);
  });

  it('gets lighter in two steps behind a stroke, which is one', () => {
    expect(row(200, 60, 100, 200, 200)).toBeCloseTo(1 / 5, 6);
  });

  it('is as dark as ink on both sides', () => {
    expect(row(126, 100, 127, 127)).toBe(0);
    expect(row(127, 100, 126, 126)).toBe(0);
    expect(row(127, 100, 127, 127)).toBeCloseTo(1 / 4, 6);
  });

  it('is as dense as the densest twentieth: one line alone is an eighth of that', () => {
    const { ink } = textOf(
      drawn(160, 160, (x, y) => (y === 80 && x % 8 < 2 ? 60 : 200)),
      160,
      160,
    );
    expect(ink).toBeCloseTo(19 / 160 / 8, 5);
  });

  it('stands upright where rows are dense but all alike, and columns are not', () => {
    const { turned } = textOf(
      drawn(160, 160, (x, y) => {
        const dotted = x >= 156 && x < 158 && y % 8 < 2;
        return dotted || (x < 152 && x % 8 < 2) ? 60 : 200;
      }),
      160,
      160,
    );
    expect(turned).toBe(true);
  });

  it.each([
    [0.3, true],
    [0.6, false],
  ])(
    'stands upright by how much lines differ, whatever the picture is wide: %d',
    (part, upright) => {
      const { turned } = textOf(
        drawn(160, 80, (x, y) => {
          const [along, across] = x < 160 * part ? [x, y] : [y, x];
          return across % 20 < 10 && along % 8 < 2 ? 60 : 200;
        }),
        160,
        80,
      );
      expect(turned).toBe(upright);
    },
  );

  it('is none on a wall', () => {
    expect(
      textOf(
        drawn(40, 30, () => 128),
        40,
        30,
      ),
    ).toEqual({ ink: 0, turned: false });
  });
});

describe('a copy', () => {
  const copied = (width: number, height: number, grey: (x: number, y: number) => number) => {
    const rgba = new Uint8ClampedArray(width * height * 4);
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        rgba.fill(grey(x, y), (y * width + x) * 4, (y * width + x) * 4 + 3);
    return read(rgba, width, height);
  };

  it('is looked at for edges in squares, for text pixel by pixel', () => {
    const [width, height] = [480, 360];
    const seen = copied(width, height, (x, y) => {
      const on = x >= 60 && x < 420 && y >= 60 && y < 300;
      if (on && y % 40 < 20 && x % 10 < 3) return 60;
      return on ? 200 : 80;
    });
    expect(seen).toMatchObject({ width, height, turned: false });
    expect(seen.outline!.corners[0].x).toBeCloseTo(60 / 480, 1);
    expect(seen.outline!.corners[2].y).toBeCloseTo(300 / 360, 1);
    expect(seen.ink).toBeGreaterThan(SOME);
  });

  /** A card nearer to the left and to the top than to the others, between pixels of half the size. */
  const aside = (light: number) => (x: number, y: number) =>
    x >= 61 && x < 379 && y >= 41 && y < 255 ? 100 + light : 100;

  it('has the edges of its half, in which a pixel is the mean of four', () => {
    const grey = aside(40);
    const half = drawn(240, 165, (x, y) => {
      const [left, top] = [2 * x, 2 * y];
      const four = [grey(left, top), grey(left + 1, top), grey(left, top + 1)];
      return (four.reduce((a, b) => a + b) + grey(left + 1, top + 1)) / 4;
    });
    const expected = outlineOf(half, 240, 165)!;
    const found = copied(480, 330, grey).outline!;
    found.corners.forEach(({ x, y }, i) => {
      expect(x).toBeCloseTo(expected.corners[i]!.x, 3);
      expect(y).toBeCloseTo(expected.corners[i]!.y, 3);
    });
  });

  it('has no edges plainer than those of the whole', () => {
    expect(copied(480, 330, aside(6)).outline).toBeUndefined();
    expect(copied(480, 330, aside(8)).outline).toBeDefined();
  });
});
