/** Pictures in the browser: what is in them, and as they will be sent. */
import { VerificationError } from '../errors.js';
import type { Outline } from './edges.js';
import { adviceOn, LOOK_SIDE, read } from './look.js';
import type { Hint } from './quality.js';

/** A picture that was opened once: advice, turning, cutting and shrinking all start from it. */
export interface Opened {
  bitmap: ImageBitmap;
  type: string;
  size: number;
  close: () => void;
}

export interface Seen {
  hints: Hint[];
  outline: Outline | undefined;
}

export interface Wanted {
  /** Quarter turns, clockwise. */
  turns: number;
  /** Cut to these edges, with a margin. */
  outline: Outline | undefined;
  longSide: number;
  maxBytes: number;
}

/** A margin around the edges that were found: they may be a little off. */
const MARGIN = 0.04;
const QUALITIES = [0.9, 0.8, 0.65, 0.5];

/** Throws `file_unreadable`, or `file_heic` where this browser cannot open what phones take. */
export async function opened(file: Blob): Promise<Opened> {
  try {
    const bitmap = await createImageBitmap(file);
    return { bitmap, type: file.type, size: file.size, close: () => bitmap.close() };
  } catch (cause) {
    const heic = file.type === 'image/heic';
    throw new VerificationError(heic ? 'file_heic' : 'file_unreadable', { cause });
  }
}

/** Looks at a small copy, turned as it will be sent. */
export function look({ bitmap }: Opened, turns = 0): Seen {
  const canvas = drawn(bitmap, { turns, cut: WHOLE, longSide: LOOK_SIDE }, true);
  const { width, height } = canvas;
  const { data } = context(canvas).getImageData(0, 0, width, height);
  const seen = read(data, width, height);
  return { hints: adviceOn(seen, bitmap.width, bitmap.height), outline: seen.outline };
}

/**
 * The picture as it will be sent: turned, cut, shrunk, and below the limit. One that needs none of
 * it stays as it is. Throws `file_too_large` when nothing helps.
 */
export async function made(file: Blob, from: Opened, wanted: Wanted): Promise<Blob> {
  const { bitmap } = from;
  const fits = Math.max(bitmap.width, bitmap.height) <= wanted.longSide;
  const sendable = ['image/jpeg', 'image/png'].includes(from.type) && from.size <= wanted.maxBytes;
  if (fits && sendable && wanted.turns % 4 === 0 && !wanted.outline) return file;
  const cut = wanted.outline ? boxOf(wanted.outline) : WHOLE;
  const canvas = drawn(bitmap, { turns: wanted.turns, cut, longSide: wanted.longSide });
  for (const quality of QUALITIES) {
    const blob = await toJpeg(canvas, quality);
    if (blob.size <= wanted.maxBytes) return blob;
  }
  throw new VerificationError('file_too_large');
}

/** What the camera shows now, unmirrored. */
export function grab(video: HTMLVideoElement, longSide: number, quality = 0.85): Promise<Blob> {
  if (!video.videoWidth) throw new VerificationError('camera_interrupted');
  return toJpeg(drawn(video, { turns: 0, cut: WHOLE, longSide }), quality);
}

export async function base64(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = '';
  for (let i = 0; i < bytes.length; i += 0x8000)
    text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(text);
}

/** Shares of the (turned) picture. */
interface Cut {
  x: number;
  y: number;
  w: number;
  h: number;
}
const WHOLE: Cut = { x: 0, y: 0, w: 1, h: 1 };

function boxOf({ corners }: Outline): Cut {
  const within = (value: number) => Math.min(1, Math.max(0, value));
  const xs = corners.map((corner) => corner.x);
  const ys = corners.map((corner) => corner.y);
  const x = within(Math.min(...xs) - MARGIN);
  const y = within(Math.min(...ys) - MARGIN);
  return {
    x,
    y,
    w: within(Math.max(...xs) + MARGIN) - x,
    h: within(Math.max(...ys) + MARGIN) - y,
  };
}

function drawn(
  source: ImageBitmap | HTMLVideoElement,
  { turns, cut, longSide }: { turns: number; cut: Cut; longSide: number },
  willReadFrequently = false,
): HTMLCanvasElement {
  const [width, height] =
    source instanceof HTMLVideoElement
      ? [source.videoWidth, source.videoHeight]
      : [source.width, source.height];
  const aside = turns % 2 !== 0;
  const [across, down] = aside ? [height, width] : [width, height];
  const scale = Math.min(1, longSide / Math.max(across * cut.w, down * cut.h));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(3, Math.round(across * cut.w * scale));
  canvas.height = Math.max(3, Math.round(down * cut.h * scale));
  const paper = context(canvas, willReadFrequently);
  paper.translate(-cut.x * across * scale, -cut.y * down * scale);
  paper.translate((across * scale) / 2, (down * scale) / 2);
  paper.rotate((turns * Math.PI) / 2);
  paper.scale(scale, scale);
  paper.drawImage(source, -width / 2, -height / 2);
  return canvas;
}

function context(canvas: HTMLCanvasElement, willReadFrequently = false): CanvasRenderingContext2D {
  const found = canvas.getContext('2d', { willReadFrequently });
  if (!found) throw new VerificationError('file_unreadable', { message: 'no 2d canvas' });
  return found;
}

function toJpeg(canvas: HTMLCanvasElement, quality: number): Promise<Blob> {
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new VerificationError('file_unreadable'))),
      'image/jpeg',
      quality,
    ),
  );
}
