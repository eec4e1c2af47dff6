/** One side of the document: choose or photograph it, look at it, send it. Loaded when it is needed. */
import type { ReactiveController } from 'lit';
import type { Side } from '../contract.js';
import { asVerificationError, VerificationError } from '../errors.js';
import { type Host, isAbort, type Kit, type Part } from '../host.js';
import { missingSide } from '../machine.js';
import { adopt } from './adopt.js';
import { accept } from './accept.js';
import { Camera, show } from './camera.js';
import { documentLooks } from './document-looks.js';
import { documentView } from './document-view.js';
import type { Outline } from './edges.js';
import type { Watched } from './guide.js';
import { grab, look, made, type Opened, opened } from './picture.js';
import type { Hint } from './quality.js';

/** Larger pictures carry nothing more for OCR and only take longer to send. */
const LONG_SIDE = 2600;
/** What may be opened at all; the limit of what is sent is the server's. */
const MOST_BYTES = 80 * 1024 * 1024;

export class DocumentController implements ReactiveController, Part {
  phase: 'choose' | 'camera' | 'looking' | 'preview' | 'sending' = 'choose';
  url = '';
  hints: readonly Hint[] = [];
  percent = 0;
  error: VerificationError | undefined;
  dragging = false;
  /** The camera shows something: only then there is a picture to take. */
  seeing = false;
  /** What the camera's guide says now. */
  watched: Watched | undefined;
  /** Edges that were found in the picture, and whether it is cut to them. */
  outline: Outline | undefined;
  cut = false;
  private turns = 0;
  private original: Blob | undefined;
  private picture: Opened | undefined;
  private file: Blob | undefined;
  private key = '';
  private readonly camera = new Camera();
  private abort: AbortController | undefined;
  private unwatch = () => {};
  private said = '';

  constructor(
    private readonly host: Host,
    private readonly kit: Kit,
  ) {
    host.addController(this);
    adopt(host.shadowRoot, documentLooks);
  }

  view() {
    return documentView(this.host, this.kit, this);
  }

  get side(): Side {
    return missingSide(this.host.flow) ?? 'front';
  }

  hostDisconnected(): void {
    this.reset();
  }

  reset(): void {
    this.abort?.abort();
    this.closeCamera();
    if (this.url) URL.revokeObjectURL(this.url);
    this.picture?.close();
    this.picture = this.original = this.file = undefined;
    this.turns = 0;
    this.set({
      phase: 'choose',
      url: '',
      hints: [],
      percent: 0,
      error: undefined,
      outline: undefined,
      cut: false,
    });
  }

  drag(over: boolean): void {
    if (this.dragging !== over) this.set({ dragging: over });
  }

  /** Takes a file from the picker, a drop or the camera. */
  async choose(file: Blob): Promise<void> {
    this.reset();
    this.set({ phase: 'looking' });
    try {
      this.original = await accept(file, MOST_BYTES);
      this.picture = await opened(this.original);
      await this.prepare();
    } catch (fault) {
      this.failed(fault, 'choose');
    }
  }

  /** A quarter turn, clockwise. */
  async turn(): Promise<void> {
    this.turns = (this.turns + 1) % 4;
    this.cut = false;
    await this.again();
  }

  /** Cuts the picture to the edges that were found, or shows it whole again. */
  async cutOrNot(): Promise<void> {
    this.cut = !this.cut;
    await this.again();
  }

  async openCamera(): Promise<void> {
    this.reset();
    this.set({ phase: 'camera' });
    try {
      const stream = await this.camera.start('environment', () =>
        this.failed(new VerificationError('camera_interrupted'), 'choose'),
      );
      await this.host.updateComplete;
      const video = this.video;
      if (video) await show(video, stream);
      this.set({ seeing: true });
      // Without it the picture is taken by hand.
      if (video) void this.watch(video).catch(() => {});
    } catch (fault) {
      this.failed(fault, 'choose');
    }
  }

  async shoot(): Promise<void> {
    const { video } = this;
    if (!video || this.phase !== 'camera') return;
    try {
      await this.choose(await grab(video, LONG_SIDE, 0.92));
    } catch (fault) {
      this.failed(fault, 'choose');
    }
  }

  /** Sends the chosen picture. The same picture keeps its key, so a retry is never a second one. */
  async send(): Promise<void> {
    if (!this.file || this.phase === 'sending') return;
    const side = this.side;
    this.abort = new AbortController();
    this.set({ phase: 'sending', percent: 0, error: undefined });
    this.host.say(this.host.t('document.sending', { percent: 0 }));
    try {
      const answer = await this.host.client.uploadDocument({
        file: this.file,
        side,
        mode: this.host.uploadMode,
        idempotencyKey: this.key,
        signal: this.abort.signal,
        onProgress: (percent) => {
          this.set({ percent });
          this.host.emitProgress(side, percent);
        },
      });
      this.reset();
      this.host.say(this.host.t('document.sent'));
      this.host.dispatch({ type: 'side-uploaded', side, verificationId: answer.verificationId });
    } catch (fault) {
      // What the bucket refused, an old form, it would refuse again.
      if (asVerificationError(fault).code === 'upload_failed') this.key = crypto.randomUUID();
      this.failed(fault, 'preview');
    }
  }

  /** Back to the picture as it was. */
  stopSending(): void {
    this.abort?.abort();
    this.set({ phase: 'preview', percent: 0 });
  }

  private async again(): Promise<void> {
    try {
      await this.prepare();
    } catch (fault) {
      this.failed(fault, 'preview');
    }
  }

  /** Looks at the picture as it will be sent, and makes it. */
  private async prepare(): Promise<void> {
    const { original, picture, turns } = this;
    if (!original || !picture) return;
    const seen = look(picture, turns);
    const file = await made(original, picture, {
      turns,
      outline: this.cut ? seen.outline : undefined,
      longSide: LONG_SIDE,
      maxBytes: this.host.maxSizeMb * 1024 * 1024,
    });
    if (this.url) URL.revokeObjectURL(this.url);
    this.file = file;
    this.key = crypto.randomUUID();
    const { hints, outline } = seen;
    this.set({ phase: 'preview', url: URL.createObjectURL(file), hints, outline });
    this.host.emitQuality(this.side, hints);
    this.host.say(this.host.t(hints[0] ? `hint.${hints[0]}` : 'hint.ok'));
  }

  /** Looks on while the camera runs; the shutter goes when all is well, and by hand at any time. */
  private async watch(video: HTMLVideoElement): Promise<void> {
    const { looking } = (await import(
      /* @vite-ignore */ new URL('./looking.js', import.meta.url).href
    )) as typeof import('./looking.js');
    // Taken by hand, or closed, meanwhile.
    if (this.video !== video) return;
    this.unwatch = looking(video, (watched) => {
      this.set({ watched });
      this.advise(watched.advice);
      if (watched.steady >= 1) void this.shoot();
    });
  }

  /** Read out when it changes: nobody wants to hear it five times a second. */
  private advise(advice: Watched['advice']): void {
    if (advice === this.said) return;
    this.said = advice;
    this.host.say(this.host.t(`guide.${advice}`));
  }

  private closeCamera(): void {
    this.unwatch();
    this.unwatch = () => {};
    this.camera.stop();
    this.said = '';
    this.seeing = false;
    this.watched = undefined;
  }

  private get video(): HTMLVideoElement | null | undefined {
    return this.host.shadowRoot?.querySelector('video');
  }

  private failed(fault: unknown, phase: 'choose' | 'preview'): void {
    if (isAbort(fault)) return;
    this.closeCamera();
    const error = asVerificationError(fault);
    this.set({ phase, error });
    this.host.report(error);
  }

  private set(change: Partial<DocumentController>): void {
    Object.assign(this, change);
    this.host.requestUpdate();
  }
}

export const open = (host: Host, kit: Kit): DocumentController => new DocumentController(host, kit);
