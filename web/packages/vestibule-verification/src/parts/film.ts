/**
 * A check that Rekognition Face Liveness films: its challenge, in the order that the service expects,
 * over its own stream. The browser judges nothing here either: it says where it saw the face and when
 * it showed which colour, and the service decides from the film. Loaded when a session asks for it.
 */
import type { LivenessAnswer, StreamAnswer } from '../contract.js';
import { VerificationError } from '../errors.js';
import { type Host, pause } from '../host.js';
import type { Seen } from '../sight/sight.js';
import { stageAt, stagesOf } from '../stream/colours.js';
import { CLOSED, Line } from '../stream/line.js';
import type { Asked, Told } from '../stream/messages.js';
import { boxOf, faceEdges, type Fit, fitOf, isFar, ovalEdges, type Size } from '../stream/oval.js';
import { Recorder } from '../stream/recorder.js';
import { FilmScreen, type Ways } from './film-screen.js';
import { base64 } from './picture.js';

const BETWEEN_MS = 50;
/** How long somebody may take to step back, and the service to have all. */
const FAR_MS = 60_000;
const OVER_MS = 30_000;
/** The service's own limit where it says none: until the face fills the oval. */
const FIT_MS = 7_000;
/** Between "hold still" and the first colour. */
const STILL_MS = 1_000;

export interface Job {
  host: Host;
  session: LivenessAnswer;
  stream: StreamAnswer;
  camera: MediaStream;
  look: (video: HTMLVideoElement) => Promise<Seen>;
  /** Milliseconds to add to our clock. */
  offset: number;
  ways: Ways;
  signal: AbortSignal;
}

/** Until the service has the film; AbortError when somebody leaves, VerificationError for a fault. */
export async function film(job: Job): Promise<void> {
  const screen = new FilmScreen(job.host, job.ways);
  let line: Line | undefined;
  let code: number = CLOSED.fault;
  try {
    await screen.warn(job.signal);
    const size = await screen.open(job.camera);
    screen.say(job.host.t('part.loading'));
    const { sessionId } = job.session;
    const now = () => new Date(Date.now() + job.offset);
    if (now().getTime() > Date.parse(job.stream.expiresAt))
      throw new VerificationError('session_expired');
    line = await Line.open(job.stream, { sessionId, ...size }, now);
    await new Filming(job, screen, line, size, await line.asked).run();
    code = CLOSED.well;
  } catch (fault) {
    if (job.signal.aborted) code = CLOSED.cancelled;
    else if (fault instanceof Unfit) code = CLOSED.unfit;
    throw fault instanceof Unfit ? new VerificationError('session_expired') : fault;
  } finally {
    line?.close(code);
    screen.close();
  }
}

/** The face did not come into the oval in time. */
class Unfit extends Error {}

class Filming {
  private readonly id = crypto.randomUUID();
  private recorder: Recorder | undefined;

  constructor(
    private readonly job: Job,
    private readonly screen: FilmScreen,
    private readonly line: Line,
    private readonly size: Size,
    private readonly asked: Asked,
  ) {}

  async run(): Promise<void> {
    try {
      await this.far();
      const recorder = (this.recorder = new Recorder(this.job.camera, (piece) =>
        this.video(piece),
      ));
      const initial = await this.first();
      await this.unlessLost(recorder.running);
      this.tell({ VideoStartTimestamp: recorder.startedAt, InitialFace: initial });
      const seen = await this.fill();
      this.screen.say(this.job.host.t('film.still'));
      await this.colours();
      await recorder.stop();
      this.tell({
        VideoEndTimestamp: recorder.endedAt,
        InitialFace: initial,
        TargetFace: {
          BoundingBox: boxOf(ovalEdges(this.oval), this.size),
          FaceDetectedInTargetPositionStartTimestamp: seen,
          FaceDetectedInTargetPositionEndTimestamp: seen,
        },
      });
      this.screen.say(this.job.host.t('part.loading'));
      await this.end();
    } finally {
      void this.recorder?.stop();
    }
  }

  private get oval() {
    return this.asked.challenge.OvalParameters;
  }

  private get config() {
    return this.asked.challenge.ChallengeConfig;
  }

  private get fitMs(): number {
    return this.config.OvalFitTimeout ?? FIT_MS;
  }

  /** One face, and so far away that it can come nearer. */
  private async far(): Promise<void> {
    const end = Date.now() + FAR_MS;
    for (;;) {
      const { marks, faces } = await this.look();
      if (faces === 1 && marks && isFar(marks, this.size, this.config)) return;
      this.advise(faces, 'face.further');
      if (Date.now() > end) throw new VerificationError('face_not_seen');
    }
  }

  /** Where the face is when the film begins; from then on the oval is shown. */
  private async first(): Promise<NonNullable<Told['InitialFace']>> {
    const end = Date.now() + this.fitMs;
    for (;;) {
      const { marks, faces } = await this.look();
      const at = Date.now();
      if (at > end) throw new Unfit();
      if (faces !== 1 || !marks) continue;
      this.screen.outline(this.oval, this.size);
      this.screen.say(this.job.host.t('film.closer'));
      const edges = faceEdges(marks, this.size, this.oval, this.config);
      return { BoundingBox: boxOf(edges, this.size), InitialFaceDetectedTimestamp: at };
    }
  }

  /** Until the face fills the oval; when it did, in ms since 1970. */
  private async fill(): Promise<number> {
    const end = Date.now() + this.fitMs;
    for (;;) {
      const { marks, faces } = await this.look();
      const at = Date.now();
      let fit: Fit | '' = '';
      if (faces === 1 && marks)
        fit = fitOf(faceEdges(marks, this.size, this.oval, this.config), this.oval, this.config);
      this.screen.fits(fit);
      if (fit === 'in') return at;
      this.advise(faces, fit === 'aside' ? 'face.centre' : 'film.closer');
      if (at > end) throw new Unfit();
    }
  }

  /** Each colour, and when its turn began; the window is the lamp. */
  private async colours(): Promise<void> {
    const stages = stagesOf(this.asked.challenge.ColorSequences ?? []);
    if (!stages.length) return;
    await this.unlessLost(pause(STILL_MS, this.job.signal));
    const begun = performance.now();
    let last = -1;
    for (;;) {
      await frame(this.job.signal);
      const found = stageAt(stages, performance.now() - begun);
      // A stage that a slow device has missed is told of all the same, in its order.
      const until = found?.at ?? stages.length - 1;
      while (last < until) this.shown(stages[++last]!);
      if (!found) break;
      this.screen.shine(found.stage.colour, found.stage.before, shareOf(found));
    }
    this.screen.dark();
  }

  private shown({ colour, before, number }: ReturnType<typeof stagesOf>[number]): void {
    this.tell({
      ColorDisplayed: {
        CurrentColor: { RGB: colour },
        PreviousColor: { RGB: before },
        SequenceNumber: number,
        CurrentColorStartTimestamp: Date.now(),
      },
    });
  }

  /** An empty piece says that there are no more. */
  private async end(): Promise<void> {
    await this.line.send('VideoEvent', () => ({ VideoChunk: '', TimestampMillis: Date.now() }));
    const late = pause(OVER_MS, this.job.signal).then(() => {
      throw new VerificationError('network_timeout');
    });
    await Promise.race([this.line.over, late]);
  }

  private video(piece: Blob): void {
    const at = Date.now();
    const build = async () => ({ VideoChunk: await base64(piece), TimestampMillis: at });
    this.line.send('VideoEvent', build).catch(() => {});
  }

  /** A fault of the line is thrown where something is waited for. */
  private tell(told: Omit<Told, 'ChallengeId'>): void {
    const event = { Challenge: { [this.asked.name]: { ChallengeId: this.id, ...told } } };
    this.line.send('ClientSessionInformationEvent', () => event).catch(() => {});
  }

  private async look(): Promise<Seen> {
    await this.unlessLost(pause(BETWEEN_MS, this.job.signal));
    const seen = await this.job.look(this.screen.video);
    if (this.job.signal.aborted) throw new DOMException('aborted', 'AbortError');
    return seen;
  }

  private advise(faces: number, otherwise: 'face.further' | 'face.centre' | 'film.closer'): void {
    const key = faces === 0 ? 'face.none' : faces > 1 ? 'face.many' : otherwise;
    this.screen.say(this.job.host.t(key));
  }

  /** Waits, but not for a service that has gone. */
  private unlessLost<T>(wait: Promise<T>): Promise<T> {
    const lost = this.line.over.then(() => {
      throw new VerificationError('server_error', { message: 'the service ended the film' });
    });
    return Promise.race([wait, lost]);
  }
}

const shareOf = ({ stage, share }: NonNullable<ReturnType<typeof stageAt>>): number =>
  stage.colour === stage.before ? 1 : share;

/** The next picture of the screen. */
const frame = (signal: AbortSignal): Promise<void> =>
  new Promise((done, leave) =>
    requestAnimationFrame(() =>
      signal.aborted ? leave(new DOMException('aborted', 'AbortError')) : done(),
    ),
  );
