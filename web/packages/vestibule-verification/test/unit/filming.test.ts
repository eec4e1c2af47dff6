/** The line to the service, its measures and its colours; the service is the browser tests' own. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { Filmed, films, PATH } from '../../../../e2e/support/filming.js';
import type { Marks } from '../../src/sight/sight.js';
import { stageAt, stagesOf } from '../../src/stream/colours.js';
import { Line } from '../../src/stream/line.js';
import { askedOf, type Asked, type Config, type Oval } from '../../src/stream/messages.js';
import { boxOf, faceEdges, fitOf, isFar, overlap, ovalEdges } from '../../src/stream/oval.js';

const FILM = { sessionId: '6f2e2c5e-1f4f-4d0a-9f52-0a3c9a7e6b11', width: 640, height: 480 };
const WEBM = Buffer.from('1a45dfa3', 'hex').toString('base64');
let server: Server;
let filmed: Filmed;

beforeAll(async () => {
  vi.stubGlobal('WebSocket', WebSocket);
  server = createServer();
  films(server, () => filmed);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});
beforeEach(() => void (filmed = new Filmed()));
afterEach(() => void vi.useRealTimers());
afterAll(() => {
  vi.unstubAllGlobals();
  server.closeAllConnections();
  server.close();
});

const access = (changed: object = {}) => ({
  ...filmed.stream,
  url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}${PATH}`,
  expiresAt: '',
  ...changed,
});
const opened = (changed: object = {}, now = () => new Date()) =>
  Line.open(access(changed), FILM, now);

const box = { Width: 0.5, Height: 0.5, Left: 0.2, Top: 0.2 };
const face = { BoundingBox: box, InitialFaceDetectedTimestamp: 1 };
const target = {
  BoundingBox: box,
  FaceDetectedInTargetPositionStartTimestamp: 2,
  FaceDetectedInTargetPositionEndTimestamp: 2,
};

/** Tells what is said of the challenge, in its words. */
const teller =
  (line: Line, { name }: Asked) =>
  (told: object) =>
    line.send('ClientSessionInformationEvent', () => ({
      Challenge: { [name]: { ChallengeId: 'c1', ...told } },
    }));

async function through(line: Line, colours = true): Promise<void> {
  const asked = await line.asked;
  const tell = teller(line, asked);
  void line.send('VideoEvent', async () => ({ VideoChunk: WEBM, TimestampMillis: 1 }));
  void tell({ VideoStartTimestamp: 1, InitialFace: face });
  for (const { number, colour, before } of colours
    ? stagesOf(asked.challenge.ColorSequences ?? [])
    : [])
    void tell({
      ColorDisplayed: {
        CurrentColor: { RGB: colour },
        PreviousColor: { RGB: before },
        SequenceNumber: number,
        CurrentColorStartTimestamp: 3,
      },
    });
  void tell({ VideoEndTimestamp: 4, InitialFace: face, TargetFace: target });
  void line.send('VideoEvent', () => ({ VideoChunk: '', TimestampMillis: 5 }));
  await line.over;
  line.close(1000);
}
const code = (wait: Promise<unknown>) =>
  wait.then(
    () => 'well',
    (fault: unknown) => (fault as { code?: string }).code ?? String(fault),
  );

describe('the line', () => {
  test.each([true, false])('goes the whole way, with light: %s', async (light) => {
    filmed.light = light;
    await through(await opened());
    expect(filmed.wrong).toEqual([]);
    expect(filmed.sessions).toEqual([{ id: FILM.sessionId, width: 640, height: 480 }]);
    expect(filmed.colours.map((one) => one.SequenceNumber)).toEqual(light ? [0, 1, 2, 2, 3] : []);
    expect(filmed.complete).toBe(true);
  });

  test('keeps its order, whatever takes how long', async () => {
    const line = await opened();
    const tell = teller(line, await line.asked);
    const slow = new Promise((done) => setTimeout(done, 30));
    const first = line.send('VideoEvent', async () => {
      await slow;
      return { VideoChunk: WEBM, TimestampMillis: 1 };
    });
    await tell({ VideoStartTimestamp: 1, InitialFace: face });
    await first;
    line.close(1000);
    await vi.waitFor(() => expect(filmed.begun).toBeDefined());
    expect(filmed.wrong).toEqual([]);
  });

  test('of somebody who was lent nothing is refused', async () => {
    expect(await code(opened({ secretAccessKey: 'x' }).then((line) => line.asked))).toBe(
      'session_expired',
    );
    expect(filmed.wrong).toEqual(['Error: the address is signed otherwise']);
  });

  test('goes by the clock of the service', async () => {
    filmed.skew = 3_600_000;
    const later = () => new Date(Date.now() + filmed.skew);
    expect(await code(opened().then((line) => line.asked))).toBe('session_expired');
    filmed.wrong = [];
    await through(await opened({}, later));
    expect(filmed.wrong).toEqual([]);
  });

  test.each([
    ['ThrottlingException', 'rate_limited'],
    ['ServiceQuotaExceededException', 'rate_limited'],
    ['SessionNotFoundException', 'session_expired'],
    ['InternalServerException', 'server_error'],
    ['SomethingNew', 'server_error'],
  ])('that ends with %s says %s', async (kind, said) => {
    filmed.ends = kind;
    const line = await opened();
    expect(await code(line.asked)).toBe(said);
    expect(await code(line.over)).toBe(said);
  });

  test('that leaves colours out is told so', async () => {
    const line = await opened();
    expect(await code(through(line, false))).toBe('session_used');
    expect(filmed.wrong[0]).toContain('colours are missing');
  });

  test('to nobody fails as the network does', async () => {
    const gone = access({ url: `ws://127.0.0.1:9${PATH}` });
    expect(await code(Line.open(gone, FILM, () => new Date()))).toBe('network_failed');
  });

  test('whose service goes away fails, too', async () => {
    const line = await opened();
    await line.asked;
    server.closeAllConnections();
    line.close(4003);
    expect(await code(line.over)).toBe('network_failed');
  });

  test('does not understand a challenge of another time', () => {
    expect(askedOf({ SessionInformation: { Challenge: { DanceChallenge: {} as never } } })).toBe(
      undefined,
    );
    expect(askedOf({})).toBe(undefined);
  });
});

const CONFIG: Config = {
  FaceDistanceThresholdMin: 0.4,
  OvalIouThreshold: 0.6,
  OvalHeightWidthRatio: 1.618,
  FaceIouWidthThreshold: 0.15,
  FaceIouHeightThreshold: 0.15,
};
const OVAL: Oval = { Width: 216, Height: 349, CenterX: 328, CenterY: 240 };
const SIZE = { width: 640, height: 480 };

/** Somebody whose eyes are `apart` pixels apart, the middle of them at x, y. */
function marks(apart: number, x = 328, y = 205): Marks {
  const spot = (dx: number, dy: number) => ({
    x: (x + dx * apart) / SIZE.width,
    y: (y + dy * apart) / SIZE.height,
  });
  return {
    rightEye: spot(-0.5, 0),
    leftEye: spot(0.5, 0),
    nose: spot(0, 0.55),
    mouth: spot(0, 1.1),
    rightEar: spot(-1, 0.1),
    leftEar: spot(1, 0.1),
  };
}
const fit = (it: Marks) => fitOf(faceEdges(it, SIZE, OVAL, CONFIG), OVAL, CONFIG);

describe('a face', () => {
  test('is far until its eyes are as far apart as the service says', () => {
    // (2 * eyes + 1.8 * 1.1 * eyes) / 4 < 0.4 * 288
    expect(isFar(marks(115), SIZE, CONFIG)).toBe(true);
    expect(isFar(marks(117), SIZE, CONFIG)).toBe(false);
  });

  test('fills the oval, or is too far, or aside', () => {
    expect(fit(marks(60))).toBe('far');
    expect(fit(marks(108))).toBe('in');
    expect(fit(marks(100, 228))).toBe('aside');
    expect(fit(marks(100, 428))).toBe('aside');
    expect(fit(marks(190))).toBe('in');
  });

  test('is told by shares of the film', () => {
    expect(boxOf(ovalEdges(OVAL), SIZE)).toEqual({
      Width: 216 / 640,
      Height: 349 / 480,
      Left: 220 / 640,
      Top: 65.5 / 480,
    });
    const { left, right, top, bottom } = faceEdges(marks(100), SIZE, OVAL, CONFIG);
    expect([left, right, Math.round(top), Math.round(bottom)]).toEqual([228, 428, 72, 393]);
    expect(faceEdges(marks(200), SIZE, OVAL, CONFIG)).toMatchObject({ top: 0, bottom: 480 });
  });

  test('shares nothing with what is elsewhere', () => {
    const here = { left: 0, right: 10, top: 0, bottom: 10 };
    expect(overlap(here, { left: 20, right: 30, top: 0, bottom: 10 })).toBe(0);
    expect(overlap(here, { left: 20, right: 30, top: 20, bottom: 30 })).toBe(0);
    expect(overlap(here, here)).toBe(1);
    expect(overlap(here, { left: 0, right: 10, top: 5, bottom: 15 })).toBeCloseTo(1 / 3);
  });
});

describe('colours', () => {
  const colour = (RGB: number[], DownscrollDuration: number, FlatDisplayDuration: number) => ({
    FreshnessColor: { RGB },
    DownscrollDuration,
    FlatDisplayDuration,
  });
  const [black, white, red] = [
    [0, 0, 0],
    [255, 255, 255],
    [255, 0, 0],
  ] as const;
  const stages = stagesOf([
    colour([...black], 300, 100),
    colour([...white], 200, 0),
    colour([...red], 300, 50),
  ]);

  test('stay, come down over each other, and stay where they are said to', () => {
    expect(stages).toEqual([
      { number: 0, colour: black, before: black, lasts: 100 },
      { number: 1, colour: white, before: black, lasts: 200 },
      { number: 2, colour: red, before: white, lasts: 300 },
      { number: 2, colour: red, before: red, lasts: 50 },
    ]);
    expect(stagesOf([])).toEqual([]);
  });

  test.each([
    [0, 0, 0],
    [99, 0, 0.99],
    [100, 1, 0],
    [250, 1, 0.75],
    [300, 2, 0],
    [649, 3, 0.98],
  ])('after %i ms are at stage %i, of which so much is over: %f', (ms, at, share) => {
    expect(stageAt(stages, ms)).toEqual({ at, stage: stages[at], share });
  });

  test('are over', () => {
    expect(stageAt(stages, 650)).toBe(undefined);
  });
});
