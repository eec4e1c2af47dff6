/**
 * Text in a picture, without reading it. Letters are narrow strokes; lines of them make some rows
 * dense and leave others empty. A page on its side has dense columns instead; a wall, a face or a
 * test picture has no strokes at all.
 */

export interface Text {
  /** Strokes per pixel in the densest rows or columns: a card has 0.03 and more, a face 0.012. */
  ink: number;
  /** The lines stand upright. */
  turned: boolean;
}

/** The least ink of a document, and a change of brightness that ink makes. */
export const SOME = 0.018;
const STROKE = 26;
/** How much more the columns must differ than the rows: a card at a slant stays below 1. */
const PLAINLY = 1.8;

export function textOf(luma: Float32Array, width: number, height: number): Text {
  const rows = strokes(luma, width, height, 1, width);
  const columns = strokes(luma, height, width, width, 1);
  return {
    ink: Math.max(densest(rows), densest(columns)),
    turned: variance(columns) > PLAINLY * variance(rows),
  };
}

/**
 * For each row: strokes per pixel. What gets dark and does not get light again within a few pixels is
 * the edge of something larger.
 */
function strokes(
  luma: Float32Array,
  along: number,
  rows: number,
  step: number,
  stride: number,
): Float32Array {
  const found = new Float32Array(rows);
  const reach = Math.max(3, Math.round(along / 80));
  for (let row = 0; row < rows; row++) {
    let n = 0;
    let fell = -reach - 1;
    for (let x = 1; x < along; x++) {
      const at = row * stride + x * step;
      const change = luma[at]! - luma[at - step]!;
      if (change < -STROKE) fell = x;
      else if (change > STROKE && x - fell <= reach) {
        n++;
        fell = -reach - 1;
      }
    }
    found[row] = n / along;
  }
  return found;
}

/** The mean of the densest twentieth. */
function densest(values: Float32Array): number {
  const most = Float32Array.from(values).sort();
  const n = Math.max(1, Math.floor(most.length / 20));
  return most.slice(-n).reduce((sum, value) => sum + value, 0) / n;
}

function variance(values: Float32Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
}
