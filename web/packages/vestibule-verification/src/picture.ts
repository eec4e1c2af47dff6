/** Pictures in the browser: what a file really is, how good it looks, how to make it smaller. */
import { VerificationError } from './errors.js';
import { type Hint, hintsFor, measure } from './quality.js';

export const ACCEPTED = ['image/jpeg', 'image/png'] as const;

/** The type by the first bytes; a name or a header may lie. */
export async function sniff(file: Blob): Promise<string | undefined> {
  const head = new Uint8Array(await file.slice(0, 8).arrayBuffer());
  const starts = (...bytes: number[]) => bytes.every((byte, i) => head[i] === byte);
  if (starts(0xff, 0xd8, 0xff)) return 'image/jpeg';
  if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png';
  return undefined;
}

/** Throws `file_empty`, `file_too_large`, `file_type`; returns the file with its true type. */
export async function accept(file: Blob, maxBytes: number): Promise<Blob> {
  if (file.size === 0) throw new VerificationError('file_empty');
  if (file.size > maxBytes) throw new VerificationError('file_too_large');
  const type = await sniff(file);
  if (!type) throw new VerificationError('file_type');
  return file.type === type ? file : new Blob([file], { type });
}

export interface Assessed {
  hints: Hint[];
  width: number;
  height: number;
}

/** Looks at a copy of at most 640 px. Throws `file_unreadable` when it is no picture after all. */
export async function assess(file: Blob): Promise<Assessed> {
  const bitmap = await decode(file);
  try {
    const { width, height } = bitmap;
    const scale = Math.min(1, 640 / Math.max(width, height));
    const w = Math.max(3, Math.round(width * scale));
    const h = Math.max(3, Math.round(height * scale));
    const { data } = paint(bitmap, w, h, true).getImageData(0, 0, w, h);
    return { hints: hintsFor({ ...measure(data, w, h), width, height }), width, height };
  } finally {
    bitmap.close();
  }
}

/** A JPEG whose long side is at most `longSide`; a small picture is returned as it is. */
export async function shrink(file: Blob, longSide: number): Promise<Blob> {
  const bitmap = await decode(file);
  try {
    const scale = longSide / Math.max(bitmap.width, bitmap.height);
    if (scale >= 1) return file;
    const w = Math.round(bitmap.width * scale);
    const h = Math.round(bitmap.height * scale);
    return await toJpeg(paint(bitmap, w, h).canvas as HTMLCanvasElement, 0.9);
  } finally {
    bitmap.close();
  }
}

/** What the camera shows now, unmirrored. */
export function grab(video: HTMLVideoElement, longSide: number, quality = 0.85): Promise<Blob> {
  const scale = Math.min(1, longSide / Math.max(video.videoWidth, video.videoHeight));
  const w = Math.round(video.videoWidth * scale);
  const h = Math.round(video.videoHeight * scale);
  if (!w || !h) throw new VerificationError('camera_interrupted');
  return toJpeg(paint(video, w, h).canvas as HTMLCanvasElement, quality);
}

export async function base64(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = '';
  for (let i = 0; i < bytes.length; i += 0x8000)
    text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(text);
}

async function decode(file: Blob): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(file);
  } catch (cause) {
    throw new VerificationError('file_unreadable', { cause });
  }
}

function paint(source: CanvasImageSource, w: number, h: number, willReadFrequently = false) {
  const canvas = document.createElement('canvas');
  canvas.width = w;
  canvas.height = h;
  const context = canvas.getContext('2d', { willReadFrequently });
  if (!context) throw new VerificationError('file_unreadable', { message: 'no 2d canvas' });
  context.drawImage(source, 0, 0, w, h);
  return context;
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
