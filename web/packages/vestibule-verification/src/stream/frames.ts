/**
 * Messages as `application/vnd.amazon.eventstream` packs them: lengths, headers, body, two checksums
 * (smithy.io/2.0/aws/amazon-eventstream.html).
 */

export type Value = string | Uint8Array | Date | number | bigint | boolean;

export interface Frame {
  headers: Record<string, Value>;
  body: Uint8Array;
}

/** Both lengths and their checksum; the checksum of all behind the body. */
const PRELUDE = 12;
const CHECK = 4;
const KIND = { bytes: 6, text: 7, moment: 8 } as const;

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** CRC-32 as gzip has it, of a message's bytes up to `end`. */
function checksum(bytes: Uint8Array, end: number): number {
  let value = ~0;
  for (let i = 0; i < end; i++) value = TABLE[(value ^ bytes[i]!) & 255]! ^ (value >>> 8);
  return ~value >>> 0;
}

export function joined(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** What a message of ours says of itself: texts, bytes and moments are all it needs. */
export function headersOf(values: Record<string, string | Uint8Array | Date>): Uint8Array {
  const parts = Object.entries(values).flatMap(([name, value]) => {
    const called = new TextEncoder().encode(name);
    if (value instanceof Date) {
      const moment = new Uint8Array(9);
      moment[0] = KIND.moment;
      new DataView(moment.buffer).setBigInt64(1, BigInt(value.getTime()));
      return [Uint8Array.of(called.length), called, moment];
    }
    const kind = typeof value === 'string' ? KIND.text : KIND.bytes;
    const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
    const size = Uint8Array.of(kind, bytes.length >> 8, bytes.length & 255);
    return [Uint8Array.of(called.length), called, size, bytes];
  });
  return joined(...parts);
}

export function encode(headers: Uint8Array, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const frame = joined(new Uint8Array(PRELUDE), headers, body, new Uint8Array(CHECK));
  const view = new DataView(frame.buffer);
  const end = frame.length - CHECK;
  view.setUint32(0, frame.length);
  view.setUint32(4, headers.length);
  view.setUint32(8, checksum(frame, 8));
  view.setUint32(end, checksum(frame, end));
  return frame;
}

/** Throws where a length or a checksum is not what it should be. */
export function decode(frame: Uint8Array): Frame {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const end = frame.length - CHECK;
  if (end < PRELUDE || view.getUint32(0) !== frame.length) throw new Error('length of a message');
  const body = PRELUDE + view.getUint32(4);
  if (view.getUint32(8) !== checksum(frame, 8)) throw new Error('checksum of a prelude');
  if (body > end) throw new Error('length of headers');
  if (view.getUint32(end) !== checksum(frame, end)) throw new Error('checksum of a message');
  return { headers: read(view, PRELUDE, body), body: frame.slice(body, end) };
}

function read(view: DataView, from: number, to: number): Frame['headers'] {
  const bytes = (at: number, length: number) =>
    new Uint8Array(view.buffer, view.byteOffset + at, length).slice();
  const text = (at: number, length: number) => new TextDecoder().decode(bytes(at, length));
  const headers: Frame['headers'] = {};
  let at = from;
  while (at < to) {
    const name = text(at + 1, view.getUint8(at));
    at += 1 + view.getUint8(at);
    const kind = view.getUint8(at++);
    const [value, size] = valueAt(view, at, kind, bytes, text);
    headers[name] = value;
    at += size;
  }
  return headers;
}

type Take<T> = (at: number, length: number) => T;

/** A value and how many bytes it takes. */
function valueAt(
  view: DataView,
  at: number,
  kind: number,
  bytes: Take<Uint8Array>,
  text: Take<string>,
): [Value, number] {
  if (kind < 2) return [kind === 0, 0];
  if (kind === 2) return [view.getInt8(at), 1];
  if (kind === 3) return [view.getInt16(at), 2];
  if (kind === 4) return [view.getInt32(at), 4];
  if (kind === 5) return [view.getBigInt64(at), 8];
  if (kind === KIND.moment) return [new Date(Number(view.getBigInt64(at))), 8];
  if (kind === 9) return [bytes(at, 16), 16];
  if (kind > 9) throw new Error(`a header of kind ${kind}`);
  const length = view.getUint16(at);
  return [kind === KIND.text ? text(at + 2, length) : bytes(at + 2, length), 2 + length];
}
