/** What a file is, its bytes say; what is none of our kinds never travels. */
import { describe, expect, it } from 'vitest';
import { accept, sniff } from '../../src/parts/accept.js';

const text = (words: string) => Array.from(words, (letter) => letter.charCodeAt(0));
/** Sixteen bytes that begin so. */
const file = (bytes: readonly number[], type = '') =>
  new Blob([new Uint8Array([...bytes, ...Array<number>(16 - bytes.length).fill(0)])], { type });

const JPEG = [0xff, 0xd8, 0xff];
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const webp = (form: string) => [...text('RIFF'), 0, 0, 0, 0, ...text(form)];
const phone = (box: string, brand: string) => [0, 0, 0, 24, ...text(box), ...text(brand)];

describe('what a file is', () => {
  it.each([
    ['image/jpeg', JPEG],
    ['image/png', PNG],
    ['image/webp', webp('WEBP')],
    ['image/avif', phone('ftyp', 'avif')],
    ...['heic', 'heix', 'hevc', 'mif1', 'msf1'].map(
      (brand) => ['image/heic', phone('ftyp', brand)] as const,
    ),
  ] as const)('%s by its first bytes', async (type, bytes) => {
    expect(await sniff(file(bytes, 'text/plain'))).toBe(type);
  });

  it.each([
    ['nothing of ours', text('GIF89a')],
    ['a sound in a RIFF', webp('WAVE')],
    ['a picture that is called WEBP elsewhere', [...text('XXXX'), 0, 0, 0, 0, ...text('WEBP')]],
    ['a film', phone('ftyp', 'isom')],
    ['a brand that stands in another box', phone('free', 'heic')],
    ['an avif in another box', phone('free', 'avif')],
    ['a brand that only ends so', phone('ftyp', 'xhei')],
    ['half a JPEG', [0xff, 0xd8]],
    ...PNG.map((_, i) => [`a PNG whose byte ${i} is wrong`, PNG.with(i, 1)] as const),
  ] as const)('not %s', async (_, bytes) => {
    expect(await sniff(file(bytes, 'image/jpeg'))).toBeUndefined();
  });

  it('is said without reading more than its beginning', async () => {
    class Film extends Blob {
      override arrayBuffer(): Promise<ArrayBuffer> {
        throw new Error('all of it was read');
      }
    }
    expect(await sniff(new Film([new Uint8Array(JPEG)]))).toBe('image/jpeg');
  });

  it('and that of a file with fewer bytes than any name', async () => {
    expect(await sniff(new Blob([new Uint8Array([0xff])]))).toBeUndefined();
  });
});

describe('what is taken', () => {
  it.each([
    ['file_empty', new Blob([]), 100],
    ['file_too_large', file(JPEG), 15],
    ['file_type', file(text('GIF89a'), 'image/jpeg'), 16],
  ] as const)('%s is said', async (code, given, most) => {
    await expect(accept(given, most)).rejects.toMatchObject({ code });
  });

  it('the very file, where its type is true and its size the largest there may be', async () => {
    const given = file(JPEG, 'image/jpeg');
    expect(await accept(given, 16)).toBe(given);
  });

  it('the same bytes under their true type, where its name lied', async () => {
    const given = file(PNG, 'image/jpeg');
    const taken = await accept(given, 16);
    expect(taken.type).toBe('image/png');
    const bytes = async (blob: Blob) => [...new Uint8Array(await blob.arrayBuffer())];
    expect(await bytes(taken)).toEqual(await bytes(given));
  });
});
