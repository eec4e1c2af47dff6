/** The framing against AWS's published vectors, both it and the signatures against AWS's own library. */
import { Sha256 } from '@aws-crypto/sha256-js';
import { EventStreamCodec } from '@smithy/eventstream-codec';
import { SignatureV4 } from '@smithy/signature-v4';
import { describe, expect, test } from 'vitest';
import { decode, encode, headersOf } from '../../src/stream/frames.js';
import { Signer } from '../../src/stream/signer.js';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const bytes = (written: string): Uint8Array => Uint8Array.from(Buffer.from(written, 'latin1'));
const codec = new EventStreamCodec(text, utf8);

const FOO = "{'foo':'bar'}";
/** The vectors that every SDK of AWS is tested with (github.com/boto/botocore, test_eventstream.py). */
const VECTORS: [string, string, Record<string, unknown>, string][] = [
  ['nothing', '\0\0\0\x10\0\0\0\0\x05\xc2H\xeb}\x98\xc8\xff', {}, ''],
  ['a body', `\0\0\0\x1d\0\0\0\0\xfdR\x8cZ${FOO}\xc3e96`, {}, FOO],
  [
    'a text',
    `\0\0\0=\0\0\0 \x07\xfd\x83\x96\x0ccontent-type\x07\0\x10application/json${FOO}\x8d\x9c\x08\xb1`,
    { 'content-type': 'application/json' },
    FOO,
  ],
  [
    'a number below zero',
    '\0\0\0\x1d\0\0\0\r\x83\xe3\xf0\xe7\x07integer\x04\xff\xff\xff\xff\x8b\x8e\x12\xeb',
    { integer: -1 },
    '',
  ],
  [
    'every kind of header',
    '\0\0\0\x62\0\0\0\x52\x03\xb5\xcb\x9c\x010\0\x011\x01\x012\x02\x02\x013\x03\0\x03\x014\x04\0\0\0\x04' +
      '\x015\x05\0\0\0\0\0\0\0\x05\x016\x06\0\x05bytes\x017\x07\0\x04utf8\x018\x08\0\0\0\0\0\0\0\x08' +
      '\x019\x090123456789abcdef\x63\x35\x36\x71',
    {
      0: true,
      1: false,
      2: 2,
      3: 3,
      4: 4,
      5: 5n,
      6: utf8('bytes'),
      7: 'utf8',
      8: new Date(8),
      9: utf8('0123456789abcdef'),
    },
    '',
  ],
];

describe('frames', () => {
  test.each(VECTORS)('read %s', (_, frame, headers, body) => {
    const found = decode(bytes(frame));
    expect(found.headers).toEqual(headers);
    expect(text(found.body)).toBe(body);
  });

  test('are written as the vectors are', () => {
    const [, empty, ,] = VECTORS[0]!;
    expect(hex(encode(new Uint8Array(), new Uint8Array()))).toBe(hex(bytes(empty)));
    const [, one, headers, body] = VECTORS[2]!;
    const written = encode(headersOf(headers as Record<string, string>), utf8(body));
    expect(hex(written)).toBe(hex(bytes(one)));
  });

  test.each([
    ['a length', `\x01\0\0\x1d\0\0\0\0\xfdR\x8cZ${FOO}\xc3e96`, 'length of a message'],
    ['a body', "\0\0\0\x1d\0\0\0\0\xfdR\x8cZ{'foo':'bar'\x8d\xc3e96", 'checksum of a message'],
    [
      'a header',
      `\0\0\0=\0\0\0 \x07\xfd\x83\x96\x0ccontent+type\x07\0\x10application/json${FOO}\x8d\x9c\x08\xb1`,
      'checksum of a message',
    ],
    [
      'the length of headers',
      `\0\0\0=\xff\0\x01\x02\x07\xfd\x83\x96\x0ccontent-type\x07\0\x10application/json${FOO}\x8d\x9c\x08\xb1`,
      'checksum of a prelude',
    ],
    ['all but a stump', '\0\0\0\x10\0\0\0\0\x05\xc2H\xeb', 'length of a message'],
  ])('with %s spoiled are refused', (_, frame, why) => {
    expect(() => decode(bytes(frame))).toThrow(why);
  });

  test('are what the library writes and reads', () => {
    const at = new Date('2026-11-27T18:05:00.123Z');
    const body = Uint8Array.from({ length: 70_000 }, (_, i) => (i * 31) & 255);
    const ours = encode(headersOf({ ':date': at, a: 'Ä', b: body.slice(0, 300) }), body);
    const theirs = codec.encode({
      headers: {
        ':date': { type: 'timestamp', value: at },
        a: { type: 'string', value: 'Ä' },
        b: { type: 'binary', value: body.slice(0, 300) },
      },
      body,
    });
    expect(hex(ours)).toBe(hex(theirs));
    expect(decode(theirs)).toEqual({
      headers: { ':date': at, a: 'Ä', b: body.slice(0, 300) },
      body,
    });
  });
});

/** The names AWS's documentation signs with. */
const credentials = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  sessionToken: 'AQoEXAMPLE//token+with/signs==',
};
const REGION = 'eu-west-1';
const now = new Date('2026-11-27T18:05:00.123Z');
const library = new SignatureV4({
  credentials,
  region: REGION,
  service: 'rekognition',
  sha256: Sha256,
  applyChecksum: false,
});
const endpoint = new URL(
  'wss://streaming-rekognition.eu-west-1.amazonaws.com/start-face-liveness-session-websocket',
);
const query = {
  'session-id': '6f2e2c5e-1f4f-4d0a-9f52-0a3c9a7e6b11',
  'video-width': '640',
  'video-height': '480',
  'challenge-versions': 'FaceMovementAndLightChallenge_2.0.0,FaceMovementChallenge_1.0.0',
  odd: "a b*c'(d)!~é/",
};

async function presigned(): Promise<Record<string, string>> {
  const request = await library.presign(
    {
      method: 'GET',
      protocol: 'wss:',
      hostname: endpoint.hostname,
      path: endpoint.pathname,
      query,
      headers: { host: endpoint.host },
    },
    { signingDate: now, expiresIn: 60 },
  );
  return request.query as Record<string, string>;
}

describe('signatures', () => {
  test('of the address are the library’s', async () => {
    const address = new URL(
      await new Signer(credentials, REGION, () => now).address(endpoint, query),
    );
    expect(address.origin + address.pathname).toBe(endpoint.href);
    expect(Object.fromEntries(address.searchParams)).toEqual(await presigned());
  });

  test('of messages follow each other as the library’s do', async () => {
    const signer = new Signer(credentials, REGION, () => now);
    await signer.address(endpoint, query);
    let prior = (await presigned())['X-Amz-Signature']!;
    for (const body of ['{"a":1}', '', 'ü'.repeat(40_000)]) {
      const { message, signature } = await library.sign(
        {
          message: {
            headers: { ':date': { type: 'timestamp', value: now } },
            body: utf8(body),
          },
          priorSignature: prior,
        },
        { signingDate: now },
      );
      const frame = decode(await signer.envelope(utf8(body) as Uint8Array<ArrayBuffer>));
      expect(frame.headers).toEqual({
        ':date': now,
        ':chunk-signature': Uint8Array.from(Buffer.from(signature, 'hex')),
      });
      expect(text(frame.body)).toBe(text(message.body));
      prior = signature;
    }
  });

  test('know the day they are made on', async () => {
    const days = ['2026-11-27T23:59:59.900Z', '2026-11-28T00:00:00.100Z'].map((at) => new Date(at));
    const all = await Promise.all(
      days.map((day) => new Signer(credentials, REGION, () => day).address(endpoint, query)),
    );
    const scopes = all.map((one) => new URL(one).searchParams.get('X-Amz-Credential'));
    expect(scopes).toEqual(
      ['20261127', '20261128'].map(
        (day) => `AKIDEXAMPLE/${day}/eu-west-1/rekognition/aws4_request`,
      ),
    );
  });
});
