/** Drawn pictures: a card on a table, straight, slanted, turned, cut off; a test picture; nothing. */
import { describe, expect, it } from 'vitest';
import { advise, ENOUGH, Guide } from '../../src/parts/guide.js';
import { adviceOn, read } from '../../src/parts/look.js';

/** Of the copy that is looked at, enough for all but fine bars: their edges are as sharp as letters. */
const WIDE = { plain: 400, bars: 640 };

interface Drawing {
  /** Shares of the picture's width. */
  card?: { x: number; y: number; w: number; h: number; slant?: number };
  table?: number;
  paper?: number;
  /** Lines of text across the card, or upright. */
  text?: 'across' | 'upright' | 'none';
  bars?: boolean;
}

/** RGBA of what is drawn; `slant` moves the card's right side down by that share. */
function drawn({ card, table = 60, paper = 210, text = 'across', bars }: Drawing) {
  const W = bars ? WIDE.bars : WIDE.plain;
  const H = W * 0.75;
  const data = new Uint8ClampedArray(W * H * 4);
  for (let y = 0; y < H; y++)
    for (let x = 0; x < W; x++) {
      let grey = bars ? [255, 226, 179, 150, 105, 76, 29, 0][Math.floor((x / W) * 8)]! : table;
      if (card) {
        const cx = (x / W - card.x) / card.w;
        const cy = (y / W - card.y - (card.slant ?? 0) * cx * card.w) / card.h;
        if (cx > 0 && cx < 1 && cy > 0 && cy < 1) grey = inked(cx, cy, text) ? 60 : paper;
      }
      data.fill(grey, (y * W + x) * 4, (y * W + x) * 4 + 3);
    }
  return read(data, W, H);
}

/** Eight lines of strokes, three pixels wide. */
function inked(cx: number, cy: number, text: Drawing['text']): boolean {
  if (text === 'none') return false;
  const [along, across] = text === 'across' ? [cx, cy] : [cy, cx];
  const line = (across * 8) % 1;
  return line > 0.35 && line < 0.7 && along > 0.1 && along < 0.9 && (along * 70) % 1 < 0.4;
}

const CARD = { x: 0.15, y: 0.13, w: 0.7, h: 0.45 };

describe('looking at a picture', () => {
  it('finds the edges of a card, where they are', () => {
    const { outline } = drawn({ card: CARD });
    expect(outline!.corners[0].x).toBeCloseTo(0.15, 1);
    expect(outline!.corners[2].y).toBeCloseTo((0.13 + 0.45) / 0.75, 1);
    expect(outline!.fill).toBeCloseTo((0.7 * 0.45) / 0.75, 1);
    expect(outline!.tilt).toBeLessThan(2);
  });

  it('sees how far a card is slanted', () => {
    const { outline } = drawn({ card: { ...CARD, y: 0.08, slant: 0.12 } });
    expect(outline!.tilt).toBeGreaterThan(5);
    expect(outline!.tilt).toBeLessThan(9);
  });

  it.each([
    ['an upright card', { card: CARD }, []],
    ['a card on its side', { card: CARD, text: 'upright' as const }, ['turned']],
    ['a blank card', { card: CARD, text: 'none' as const }, ['nothing']],
    ['a test picture', { bars: true }, ['glare', 'blurry']],
    ['a bare table', {}, ['blurry']],
  ])('says of %s what is true', (_, drawing, hints) => {
    expect(adviceOn(drawn(drawing), 2000, 1500)).toEqual(hints);
  });
});

describe('the guide', () => {
  const say = (drawing: Drawing) => advise(drawn(drawing), drawn(drawing).outline);

  it.each([
    ['hold', { card: CARD }],
    ['closer', { card: { x: 0.26, y: 0.2, w: 0.48, h: 0.31 } }],
    ['turn', { card: CARD, text: 'upright' as const }],
    ['dark', { card: CARD, table: 4, paper: 60 }],
    ['search', { bars: true }],
    ['tilt', { card: { ...CARD, y: 0.06, w: 0.62, slant: 0.18 } }],
  ] as const)('says "%s"', (advice, drawing) => {
    expect(say(drawing)).toBe(advice);
  });

  it('lets the shutter go after enough good looks in a row, and begins anew when a hand moves', () => {
    const guide = new Guide();
    const good = drawn({ card: CARD });
    guide.look(good);
    for (let n = 1; n < ENOUGH; n++) expect(guide.look(good).steady).toBeLessThan(1);
    expect(guide.look(good).steady).toBe(1);
    const elsewhere = drawn({ card: { ...CARD, x: 0.2 } });
    expect(guide.look(elsewhere)).toMatchObject({ advice: 'still', steady: 0 });
  });
});
