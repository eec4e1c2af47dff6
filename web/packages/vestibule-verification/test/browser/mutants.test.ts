/** The pictures are worth something only if they notice little: one pixel of padding, a slight tint. */
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import '../../src/define.js';
import { STATES, shown } from './states.js';

/** As in vitest.config.ts. */
const THRESHOLD = 0.005;
const ALLOWED = 20;

const MUTANTS: [string, string, string][] = [
  ['one pixel more padding', '--vestibule-padding', '21px'],
  ['a slight tint of the main colour', '--vestibule-accent', '#0b6360'],
  ['a slight tint of the surface', '--vestibule-surface', '#fdfdff'],
  ['one pixel less radius', '--vestibule-radius', '11px'],
];
const NAMES = ['intro', 'document-choose', 'liveness-ready', 'result-resubmit_requested'];

afterEach(() => document.body.replaceChildren());

describe.each(NAMES)('the picture of %s', (name) => {
  const state = STATES.find((one) => one.name === name)!;
  let before: ImageData;
  beforeAll(async () => {
    before = await picture('--vestibule-padding', '20px');
  });

  it('is the same twice', async () => {
    const again = await picture('--vestibule-padding', '20px');
    expect(await difference(before, again)).toBeLessThanOrEqual(ALLOWED);
  });

  it.each(MUTANTS)('changes with %s', async (_, property, value) => {
    const after = await picture('--vestibule-padding', '20px', property, value);
    expect(await difference(before, after)).toBeGreaterThan(ALLOWED);
  });

  async function picture(...properties: string[]): Promise<ImageData> {
    const element = await shown(state, 'light');
    for (let n = 0; n < properties.length; n += 2)
      element.style.setProperty(properties[n]!, properties[n + 1]!);
    await page.viewport(420, 900);
    const base64 = await page.elementLocator(element).screenshot({ save: false });
    element.remove();
    return pixelsOf(base64);
  }
});

async function pixelsOf(base64: string): Promise<ImageData> {
  const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext('2d')!;
  context.drawImage(image, 0, 0);
  return context.getImageData(0, 0, image.width, image.height);
}

/** Pixels that differ by more than the threshold, as the eye sees it (YIQ, as pixelmatch counts). */
async function difference(a: ImageData, b: ImageData): Promise<number> {
  if (a.width !== b.width || a.height !== b.height) return a.width * a.height;
  const most = 35_215 * THRESHOLD * THRESHOLD;
  let count = 0;
  for (let i = 0; i < a.data.length; i += 4) {
    const [r, g, blue] = [0, 1, 2].map((n) => a.data[i + n]! - b.data[i + n]!) as [
      number,
      number,
      number,
    ];
    const y = r * 0.29889531 + g * 0.58662247 + blue * 0.11448223;
    const u = r * 0.59597799 - g * 0.2741761 - blue * 0.32180189;
    const v = r * 0.21147017 - g * 0.52261711 + blue * 0.31114694;
    if (0.5053 * y * y + 0.299 * u * u + 0.1957 * v * v > most) count++;
  }
  return count;
}
