/** What a file really is, by its first bytes; a name or a header may lie. */
import { VerificationError } from '../errors.js';

export async function sniff(file: Blob): Promise<string | undefined> {
  const head = new Uint8Array(await file.slice(0, 16).arrayBuffer());
  const starts = (...bytes: number[]) => bytes.every((byte, i) => head[i] === byte);
  const text = (from: number, to: number) => String.fromCharCode(...head.slice(from, to));
  if (starts(0xff, 0xd8, 0xff)) return 'image/jpeg';
  if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png';
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'image/webp';
  if (text(4, 8) !== 'ftyp') return undefined;
  // What phones write: HEIF in one of its brands, or AVIF.
  if (text(8, 12) === 'avif') return 'image/avif';
  return /^(hei|hev|mif|msf)/.test(text(8, 12)) ? 'image/heic' : undefined;
}

/** Throws `file_empty`, `file_too_large`, `file_type`; returns the file with its true type. */
export async function accept(file: Blob, maxBytes: number): Promise<Blob> {
  if (file.size === 0) throw new VerificationError('file_empty');
  if (file.size > maxBytes) throw new VerificationError('file_too_large');
  const type = await sniff(file);
  if (!type) throw new VerificationError('file_type');
  return file.type === type ? file : new Blob([file], { type });
}
