/**
 * Rekognition's stream of a face liveness session, as far as a browser can tell: it checks the
 * signature of the address and of each message, checksums, order and what is said, asks its challenge
 * and ends the session. Framing and signatures are AWS's own library's, so that ours is no witness in
 * its own cause.
 */
import { Sha256 } from '@aws-crypto/sha256-js';
import { EventStreamCodec } from '@smithy/eventstream-codec';
import { SignatureV4 } from '@smithy/signature-v4';
import type { IncomingMessage, Server } from 'node:http';
import type { RawData, WebSocket } from 'ws';
import { WebSocketServer } from 'ws';

export const PATH = '/start-face-liveness-session-websocket';
const REGION = 'eu-west-1';
const CREDENTIALS = {
  accessKeyId: 'ASIAEXAMPLEEXAMPLE00',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  sessionToken: 'AQoEXAMPLE//token+with/signs==',
};
/** AWS's own tolerance. */
const SKEW_MS = 300_000;
/** The first bytes of Matroska, of which WebM is a kind. */
const WEBM = '1a45dfa3';
const FRESH = [
  [0, 0, 0],
  [255, 255, 255],
  [255, 0, 0],
  [0, 255, 255],
];

type Told = Record<string, never> & {
  ChallengeId?: string;
  VideoStartTimestamp?: number;
  VideoEndTimestamp?: number;
  InitialFace?: { BoundingBox: Record<string, number> };
  TargetFace?: { BoundingBox: Record<string, number> };
  ColorDisplayed?: Colour;
};

interface Colour {
  CurrentColor: { RGB: number[] };
  PreviousColor: { RGB: number[] };
  SequenceNumber: number;
  CurrentColorStartTimestamp: number;
}

/** One session: what was asked, what came, and what was wrong with it. */
export class Filmed {
  light = true;
  /** Milliseconds until the face must fill the oval; the service's 7,000, and time for a busy machine. */
  fitMs = 25_000;
  /** The exception that it ends with. */
  ends = '';
  /** By how much the service's clock differs from this machine's. */
  skew = 0;
  sessions: { id: string; width: number; height: number }[] = [];
  wrong: string[] = [];
  colours: Colour[] = [];
  bytes = 0;
  begun: Told | undefined;
  over: Told | undefined;
  /** Close code of the browser. */
  closed = 0;
  /** All was there, in its order. */
  complete = false;
  /** How sure the service is, of 100, that somebody lives whose film is complete. */
  confidence = 97;
  /** Says so to whoever asks for the result, before the browser hears that it may ask. */
  judge: (sessionId: string, confidence: number) => Promise<unknown> = async () => {};

  get stream() {
    return { ...CREDENTIALS, region: REGION };
  }
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const codec = new EventStreamCodec(text, (written) => new TextEncoder().encode(written));
const signer = new SignatureV4({
  credentials: CREDENTIALS,
  region: REGION,
  service: 'rekognition',
  sha256: Sha256,
  applyChecksum: false,
});
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** Serves the stream at `PATH`; `filmed` is what a test looks into. */
export function films(server: Server, filmed: () => Filmed): void {
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    if (!request.url?.startsWith(PATH)) return void socket.destroy();
    sockets.handleUpgrade(request, socket, head, (found) => {
      new Session(found, filmed(), request).open();
    });
  });
}

class Session {
  private readonly url: URL;
  private prior = '';
  private head = Buffer.alloc(0);
  private work: Promise<void> = Promise.resolve();

  constructor(
    private readonly socket: WebSocket,
    private readonly filmed: Filmed,
    private readonly request: IncomingMessage,
  ) {
    this.url = new URL(request.url!, `ws://${request.headers.host}`);
  }

  open(): void {
    const { socket, filmed } = this;
    Object.assign(filmed, { begun: undefined, over: undefined, colours: [], bytes: 0 });
    filmed.complete = false;
    socket.on('close', (code) => (filmed.closed = code));
    socket.on('message', (data) => this.then(() => this.hear(data)));
    this.then(async () => {
      await this.admit();
      const [width, height] = ['video-width', 'video-height'].map((name) =>
        Number(this.url.searchParams.get(name)),
      ) as [number, number];
      filmed.sessions.push({ id: this.url.searchParams.get('session-id')!, width, height });
      if (filmed.ends) throw new Refusal(filmed.ends, 'as the test wants');
      this.send('ServerSessionInformationEvent', challenge(filmed, width, height));
    });
  }

  /** One after the other; what is wrong is told as the service tells it. */
  private then(job: () => void | Promise<void>): void {
    this.work = this.work.then(job).catch((fault: unknown) => {
      const name = fault instanceof Refusal ? fault.kind : 'ValidationException';
      if (!this.filmed.ends) this.filmed.wrong.push(String(fault));
      this.frame(
        { ':message-type': 'exception', ':exception-type': name },
        { Message: String(fault) },
      );
      this.socket.close(1000);
    });
  }

  /** The address is signed with what was lent, and not long ago. */
  private async admit(): Promise<void> {
    const asked = Object.fromEntries(this.url.searchParams);
    const signature = asked['X-Amz-Signature'];
    const signedAt = dateOf(asked['X-Amz-Date'] ?? '');
    if (Math.abs(Date.now() + this.filmed.skew - signedAt.getTime()) > SKEW_MS)
      throw new Refusal('AccessDeniedException', 'signed at another time');
    const names = ['session-id', 'video-width', 'video-height', 'challenge-versions'];
    const query = Object.fromEntries(names.map((name) => [name, asked[name] ?? '']));
    const { host } = this.request.headers;
    const request = { method: 'GET', protocol: 'wss:', hostname: host!.split(':')[0]! };
    const expected = await signer.presign(
      { ...request, path: PATH, query, headers: { host: host! } },
      { signingDate: signedAt, expiresIn: Number(asked['X-Amz-Expires']) },
    );
    if (expected.query!['X-Amz-Signature'] !== signature)
      throw new Refusal('AccessDeniedException', 'the address is signed otherwise');
    if (!/^FaceMovementAndLightChallenge_2\.0\.0,/.test(query['challenge-versions']!))
      throw new Error('challenges that we do not know');
    this.prior = signature!;
  }

  private async hear(data: RawData): Promise<void> {
    const { headers, body } = codec.decode(new Uint8Array(data as Buffer));
    const at = headers[':date']!.value as Date;
    const { signature } = await signer.sign(
      {
        message: { headers: { ':date': { type: 'timestamp', value: at } }, body },
        priorSignature: this.prior,
      },
      { signingDate: at },
    );
    if (hex(headers[':chunk-signature']!.value as Uint8Array) !== signature)
      throw new Error('a message is signed otherwise');
    this.prior = signature;
    const inner = codec.decode(body);
    if (inner.headers[':message-type']?.value !== 'event') throw new Error('no event');
    if (inner.headers[':content-type']?.value !== 'application/json') throw new Error('no JSON');
    const event: unknown = JSON.parse(text(inner.body));
    if (inner.headers[':event-type']?.value === 'VideoEvent') await this.video(event as Piece);
    else this.told(event as { Challenge: Record<string, Told> });
  }

  private async video({ VideoChunk, TimestampMillis }: Piece): Promise<void> {
    const { filmed } = this;
    if (typeof TimestampMillis !== 'number') throw new Error('a piece without its moment');
    const piece = Buffer.from(VideoChunk, 'base64');
    // A recorder's first piece may be a single byte.
    if (this.head.length < WEBM.length / 2) this.head = Buffer.concat([this.head, piece]);
    if (!hex(this.head).startsWith(WEBM.slice(0, 2 * this.head.length))) throw new Error('no WebM');
    filmed.bytes += piece.length;
    if (piece.length) return;
    if (!filmed.over) throw new Error('the film ends before the challenge');
    filmed.complete = true;
    await filmed.judge(this.url.searchParams.get('session-id')!, filmed.confidence);
    this.send('DisconnectionEvent', { TimestampMillis: Date.now() });
  }

  private told({ Challenge }: { Challenge: Record<string, Told> }): void {
    const { filmed } = this;
    const name = filmed.light ? 'FaceMovementAndLightChallenge' : 'FaceMovementChallenge';
    const told = Challenge[name];
    if (!told || Object.keys(Challenge).length > 1) throw new Error(`not of ${name}`);
    if (filmed.over) throw new Error('something behind the end');
    if (told.ColorDisplayed) return this.colour(told.ColorDisplayed);
    if (!told.InitialFace) throw new Error('no first face');
    inside(told.InitialFace.BoundingBox);
    if (!filmed.begun) {
      if (!told.VideoStartTimestamp) throw new Error('no beginning');
      filmed.begun = told;
      return;
    }
    if (told.ChallengeId !== filmed.begun.ChallengeId) throw new Error('another challenge');
    if (!told.VideoEndTimestamp || !told.TargetFace) throw new Error('no end');
    inside(told.TargetFace.BoundingBox);
    const last = filmed.colours.at(-1)?.SequenceNumber;
    if (filmed.light && last !== FRESH.length - 1) throw new Error('colours are missing');
    filmed.over = told;
  }

  private colour(shown: Colour): void {
    const { colours, begun, light } = this.filmed;
    if (!begun || !light) throw new Error('a colour out of turn');
    const last = colours.at(-1);
    const number = shown.SequenceNumber;
    if (number - (last?.SequenceNumber ?? 0) > 1) throw new Error('a colour was left out');
    if (shown.CurrentColorStartTimestamp < (last?.CurrentColorStartTimestamp ?? 0))
      throw new Error('a colour before the one before');
    if (String(shown.CurrentColor.RGB) !== String(FRESH[number]))
      throw new Error('a colour that was not asked for');
    colours.push(shown);
  }

  private send(type: string, event: object): void {
    this.frame({ ':message-type': 'event', ':event-type': type }, event);
  }

  private frame(named: Record<string, string>, event: object): void {
    const headers = { ...named, ':content-type': 'application/json' };
    this.socket.send(
      codec.encode({
        headers: Object.fromEntries(
          Object.entries(headers).map(([name, value]) => [name, { type: 'string', value }]),
        ),
        body: new TextEncoder().encode(JSON.stringify(event)),
      }),
    );
  }
}

interface Piece {
  VideoChunk: string;
  TimestampMillis: number;
}

class Refusal extends Error {
  constructor(
    readonly kind: string,
    message: string,
  ) {
    super(message);
  }
}

function inside(box: Record<string, number>): void {
  const { Width, Height, Left, Top } = box;
  const all = [Width, Height, Left, Top];
  if (all.some((it) => typeof it !== 'number' || it < -0.5 || it > 1.5) || !Width || !Height)
    throw new Error(`a face of ${JSON.stringify(box)}`);
}

function dateOf(stamp: string): Date {
  const iso = stamp.replace(/^(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5');
  return new Date(iso);
}

/** As the service asks: its thresholds, and an oval that a face must come near to fill. */
function challenge({ light, fitMs }: Filmed, width: number, height: number): object {
  const wide = 0.6 * 0.75 * height;
  const asked = {
    OvalParameters: {
      Width: wide,
      Height: 1.618 * wide,
      CenterX: width / 2 + 8,
      CenterY: height / 2,
    },
    ChallengeConfig: {
      BlazeFaceDetectionThreshold: 0.75,
      FaceDistanceThresholdMin: 0.4,
      FaceDistanceThreshold: 0.4,
      FaceDistanceThresholdMax: 0,
      OvalIouThreshold: 0.6,
      OvalHeightWidthRatio: 1.618,
      OvalIouWidthThreshold: 0.25,
      OvalIouHeightThreshold: 0.25,
      FaceIouWidthThreshold: 0.15,
      FaceIouHeightThreshold: 0.15,
      OvalFitTimeout: fitMs,
    },
  };
  const colours = FRESH.map((RGB, at) => ({
    FreshnessColor: { RGB },
    DownscrollDuration: 200,
    FlatDisplayDuration: at === 0 ? 150 : at === 2 ? 100 : 0,
  }));
  const lit = { ...asked, LightChallengeType: 'SEQUENTIAL', ColorSequences: colours };
  const Challenge = light
    ? { FaceMovementAndLightChallenge: lit }
    : { FaceMovementChallenge: asked };
  return { SessionInformation: { Challenge } };
}
