/** A square of a picture, turned and at the size that a net wants. */
export interface Picture {
  /** RGBA. */
  data: Uint8ClampedArray;
  width: number;
  height: number;
}

/** A square by its middle, the length of its sides and its turn (radians, clockwise); pixels. */
export interface Turned {
  x: number;
  y: number;
  size: number;
  angle: number;
}

/** Fills `into` with `side` x `side` RGB pixels, each `value * scale + shift`; outside is black. */
export function sampled(
  picture: Picture,
  { x, y, size, angle }: Turned,
  side: number,
  into: Float32Array,
  scale: number,
  shift: number,
): void {
  const { data, width, height } = picture;
  const step = size / side;
  const [cos, sin] = [Math.cos(angle) * step, Math.sin(angle) * step];
  for (let row = 0, at = 0; row < side; row++)
    for (let column = 0; column < side; column++, at += 3) {
      const dx = column + 0.5 - side / 2;
      const dy = row + 0.5 - side / 2;
      const px = x + dx * cos - dy * sin - 0.5;
      const py = y + dx * sin + dy * cos - 0.5;
      const x0 = Math.floor(px);
      const y0 = Math.floor(py);
      const inside = x0 >= 0 && y0 >= 0 && x0 < width - 1 && y0 < height - 1;
      const fx = px - x0;
      const fy = py - y0;
      const a = (y0 * width + x0) * 4;
      const b = a + width * 4;
      for (let k = 0; k < 3; k++) {
        const value = inside
          ? (data[a + k]! * (1 - fx) + data[a + 4 + k]! * fx) * (1 - fy) +
            (data[b + k]! * (1 - fx) + data[b + 4 + k]! * fx) * fy
          : 0;
        into[at + k] = value * scale + shift;
      }
    }
}
