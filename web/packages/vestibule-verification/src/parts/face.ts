/**
 * The movements: opens the camera, asks for what the server asked for, sends the frames in order.
 *
 * The browser judges nothing. It guides and captures; the server decides what was seen. Where its
 * nets can be had it looks along, so that nobody is asked to hold what they do not show; where not,
 * or where it cannot see a movement on a face that stays, the movements go by time. Loaded when it
 * is needed.
 */
import type { ReactiveController } from 'lit';
import type { Challenge, LivenessAnswer, LivenessEngine, StreamAnswer } from '../contract.js';
import { asVerificationError, VerificationError } from '../errors.js';
import { type Host, isAbort, type Kit, type Part, pause } from '../host.js';
import { adopt } from './adopt.js';
import { Camera, show } from './camera.js';
import { livenessLooks } from './face-looks.js';
import { livenessView } from './face-view.js';
import { type Advice, Watch } from './observing.js';
import { base64, grab } from './picture.js';
import { cue } from './tone.js';
import { Watcher } from './watcher.js';

const FRAME_SIDE = 640;
const SLOWER = 2.5;
/** The API's sessions live this long; start and end together tell how wrong our clock is. */
const SESSION_MS = 180_000;
/** A camera that shows the very same picture this often (every 50 ms) has frozen. */
const FROZEN = 40;
/** So long nothing is said of what will be asked, until the server has told who asks. */
const PATIENCE_MS = 3_000;

export type Moment = 'opening' | 'pose' | 'hold' | 'done';

/** Another tab or device has shown the face, or a person has decided: there is a result to wait for. */
const OVER = new Set(['liveness_already_done', 'verification_closed']);

/** Frames that may wait for the network; while more would, none is taken. */
const UNSENT = 2;

export class LivenessController implements ReactiveController, Part {
  /** Who will judge: each asks something else of a person. */
  engine: LivenessEngine | undefined;
  phase: 'ready' | 'running' | 'cannot' = 'ready';
  moment: Moment = 'opening';
  challenge: Challenge | undefined;
  position = 0;
  total = 0;
  /** Share of the ring that is filled, 0-1. */
  fill = 0;
  slower = false;
  advice = '';
  /** The camera shows what is asked for. */
  seen = false;
  /** No net could be had: the movements go by time. */
  blind = false;
  error: VerificationError | undefined;
  private readonly camera = new Camera();
  private readonly watcher = new Watcher();
  private abort = new AbortController();
  private seq = 0;
  private lastCapture = 0;
  private clockOffset = 0;
  private lastImage = '';

  private unsent = 0;
  /** The verification whose engine was asked for. */
  private of = '';

  constructor(
    private readonly host: Host,
    private readonly kit: Kit,
  ) {
    host.addController(this);
    adopt(host.shadowRoot, livenessLooks);
    // While somebody reads what comes.
    if (host.livenessMode === 'gestures') void this.watcher.ready();
  }

  view() {
    return livenessView(this.host, this.kit, this);
  }

  reset(): void {
    this.stop();
  }

  /** The server was asked who will judge, and has not said so yet: what differs is not shown. */
  get undecided(): boolean {
    return this.of !== '' && !this.engine;
  }

  /** Asks whenever the step is entered: what was read since may have changed it. */
  hostUpdate(): void {
    const { flow, livenessMode } = this.host;
    const entered =
      flow.step === 'liveness' && livenessMode === 'gestures' ? flow.verificationId : '';
    if (entered === this.of) return;
    this.of = entered;
    if (entered) void this.learn(entered);
  }

  private async learn(verificationId: string): Promise<void> {
    const asked = this.host.client.verdict(verificationId).then(
      ({ livenessEngine }) => this.set({ engine: livenessEngine ?? this.engine }),
      () => {},
    );
    await Promise.race([asked, new Promise((late) => setTimeout(late, PATIENCE_MS))]);
    // Without an answer: what most are asked. It still counts when it comes.
    this.set({ engine: this.engine ?? 'gestures' });
  }

  hostDisconnected(): void {
    this.stop();
    this.watcher.close();
  }

  /** Ends a running session and shows the first screen again. */
  stop(): void {
    this.abort.abort();
    this.camera.stop();
    this.set({ phase: 'ready', challenge: undefined, fill: 0, advice: '', seen: false });
  }

  setSlower(slower: boolean): void {
    this.set({ slower });
  }

  cannot(): void {
    this.stop();
    this.set({ phase: 'cannot', error: undefined });
  }

  /** A person looks instead of the machine. */
  async askForPerson(): Promise<void> {
    try {
      const answer = await this.host.client.askForPerson(this.host.flow.verificationId);
      this.set({ phase: 'ready' });
      this.host.dispatch({ type: 'answered', answer });
      if (this.host.flow.step !== 'result') this.host.dispatch({ type: 'liveness-sent' });
    } catch (fault) {
      this.failed(fault, 'cannot');
    }
  }

  async run(): Promise<void> {
    const abort = new AbortController();
    this.abort = abort;
    this.seq = this.unsent = 0;
    this.set({ phase: 'running', moment: 'opening', error: undefined, fill: 0, position: 0 });
    this.set({ advice: '', seen: false });
    let quiet = () => {};
    try {
      const video = await this.openCamera(abort);
      if (this.host.hinter) quiet = this.host.hinter.start(video, (advice) => this.set({ advice }));
      await this.movements(video, await this.watch(video, abort.signal), abort.signal);
      this.camera.stop();
      this.set({ phase: 'ready', challenge: undefined, fill: 0, advice: '' });
      this.host.dispatch({ type: 'liveness-sent' });
    } catch (fault) {
      // A newer run or stop() already owns the screen.
      if (this.abort === abort) this.ended(fault);
    } finally {
      quiet();
      if (this.abort === abort) this.camera.stop();
    }
  }

  private async openCamera(abort: AbortController): Promise<HTMLVideoElement> {
    const stream = await this.camera.start('user', () => {
      abort.abort();
      this.failed(new VerificationError('camera_interrupted'), 'ready');
    });
    await this.host.updateComplete;
    const video = this.host.shadowRoot?.querySelector('video');
    if (!video || abort.signal.aborted) throw new DOMException('aborted', 'AbortError');
    await show(video, stream);
    return video;
  }

  /** Looks for the face before anything is begun; undefined where it cannot be looked for. */
  private async watch(video: HTMLVideoElement, signal: AbortSignal): Promise<Watch | undefined> {
    const able = await this.watcher.ready();
    this.set({ blind: !able });
    if (!able) return undefined;
    const watch = new Watch(this.watcher, video, signal, (advice) => this.advise(advice));
    await watch.settle(this.pace);
    return watch;
  }

  private async movements(
    video: HTMLVideoElement,
    watch: Watch | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    const { client, flow } = this.host;
    const session = await client.startLiveness(flow.verificationId, signal);
    this.clockOffset = offsetOf(session);
    this.set({ engine: session.stream ? 'rekognition' : 'gestures' });
    if (session.stream) return this.film(session, session.stream, video, watch, signal);
    if (!session.challenges.length) throw new VerificationError('not_configured');
    this.set({ total: session.challenges.length });
    for (const challenge of session.challenges)
      await this.hold(session, challenge, video, watch, signal);
  }

  /** A managed check: a service films, and says when it has enough; our API then asks it. */
  private async film(
    session: LivenessAnswer,
    stream: StreamAnswer,
    video: HTMLVideoElement,
    watch: Watch | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    // Where the face is must be told: without the nets nobody can say.
    if (!watch) throw new VerificationError('network_failed', { message: 'no nets' });
    const { film } = (await import(
      /* @vite-ignore */ new URL('./film.js', import.meta.url).href
    )) as typeof import('./film.js');
    await film({
      host: this.host,
      session,
      stream,
      camera: video.srcObject as MediaStream,
      look: (shown) => this.watcher.look(shown),
      offset: this.clockOffset,
      ways: { cannot: () => this.cannot(), stop: () => this.stop() },
      signal,
    });
    await this.host.client.startVerify(this.host.flow.verificationId, signal);
  }

  /**
   * One challenge: its frames, evenly spaced while the pose is held. The pose is waited for where
   * it can be seen; elsewhere there is time to take it.
   */
  private async hold(
    session: LivenessAnswer,
    challenge: Challenge,
    video: HTMLVideoElement,
    watch: Watch | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    const gap = (this.host.gestureMs * this.pace) / challenge.frames;
    this.set({ challenge, moment: 'pose', fill: 0, position: this.position + 1, seen: false });
    this.host.say(this.promptText());
    if (!watch) await pause(this.host.readyMs * this.pace, signal);
    let sending = Promise.resolve();
    for (let n = 1; n <= challenge.frames; n++) {
      if (watch) await watch.until(challenge.gesture, n > 1 ? gap : 0, this.pace);
      else await pause(gap, signal);
      this.set({ moment: 'hold' });
      if (this.unsent >= UNSENT) await sending;
      const frame = await this.capture(session, challenge, video, signal);
      this.set({ fill: n / challenge.frames });
      this.unsent++;
      sending = sending.then(() => this.submit(session, frame, challenge, signal));
      // The fault is thrown where the chain is awaited; this only marks it as expected.
      sending.catch(() => {});
    }
    cue(this.host.muted);
    this.set({ moment: 'done', advice: '' });
    await sending;
  }

  private get pace(): number {
    return this.slower ? SLOWER : 1;
  }

  /** Shown as it is, read out when it changes. */
  private advise(advice: Advice | undefined): void {
    const text = advice ? this.host.t(`face.${advice}`) : '';
    if (text === this.advice) return;
    this.set({ advice: text, seen: advice === 'seen' });
    if (text) this.host.say(text);
  }

  private async capture(
    session: LivenessAnswer,
    challenge: Challenge,
    video: HTMLVideoElement,
    signal: AbortSignal,
  ) {
    const image = await this.freshImage(video, signal);
    // The next run counts its own frames.
    signal.throwIfAborted();
    this.lastCapture = Math.max(Date.now() + this.clockOffset, this.lastCapture + 1);
    const capturedAt = new Date(this.lastCapture).toISOString();
    return {
      sessionId: session.sessionId,
      challengeId: challenge.id,
      frameId: crypto.randomUUID(),
      nonce: session.nonce,
      seq: ++this.seq,
      capturedAt,
      image,
    };
  }

  /** No two frames of a living camera are alike, and the server takes none twice. */
  private async freshImage(video: HTMLVideoElement, signal: AbortSignal): Promise<string> {
    for (let look = 0; look < FROZEN; look++) {
      const image = await base64(await grab(video, FRAME_SIDE));
      if (image !== this.lastImage) return (this.lastImage = image);
      await pause(50, signal);
    }
    throw new VerificationError('camera_interrupted', { message: 'the camera stands still' });
  }

  /** A gap in the network ends nothing: a frame is tried again while the session lives. */
  private async submit(
    session: LivenessAnswer,
    frame: Awaited<ReturnType<LivenessController['capture']>>,
    challenge: Challenge,
    signal: AbortSignal,
  ): Promise<void> {
    const until = Date.parse(session.expiresAt) - this.clockOffset;
    const answer = await this.host.client.submitFrame(frame, signal, until);
    this.unsent--;
    this.host.emitFrame(challenge.gesture, frame.seq, answer.remaining);
  }

  private promptText(): string {
    const { challenge, host } = this;
    return challenge ? host.t(`gesture.${challenge.gesture}`) || challenge.prompt : '';
  }

  private ended(fault: unknown): void {
    const code = fault instanceof Error ? (fault as VerificationError).serverCode : undefined;
    if (!code || !OVER.has(code)) return this.failed(fault, 'ready');
    this.set({ phase: 'ready', challenge: undefined, fill: 0, advice: '' });
    this.host.dispatch({ type: 'liveness-sent' });
  }

  private failed(fault: unknown, phase: 'ready' | 'cannot'): void {
    if (isAbort(fault)) return;
    const error = asVerificationError(fault);
    this.set({ phase, error, challenge: undefined, fill: 0, advice: '' });
    this.host.report(error);
  }

  private set(change: Partial<LivenessController>): void {
    Object.assign(this, change);
    this.host.requestUpdate();
  }
}

/** Milliseconds to add to our clock, 0 while it is right enough (the server allows 30 s). */
function offsetOf(session: LivenessAnswer): number {
  const offset = Date.parse(session.expiresAt) - SESSION_MS - Date.now();
  return Math.abs(offset) > 10_000 ? offset : 0;
}

export const open = (host: Host, kit: Kit): LivenessController => new LivenessController(host, kit);
