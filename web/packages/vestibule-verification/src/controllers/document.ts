/** One side of the document: choose or photograph it, look at it, send it. */
import type { ReactiveController } from 'lit';
import { Camera, show } from '../camera.js';
import type { Side } from '../contract.js';
import { asVerificationError, VerificationError } from '../errors.js';
import { errorText, type Host, isAbort } from '../host.js';
import { missingSide } from '../machine.js';
import { accept, assess, grab, shrink } from '../picture.js';
import type { Hint } from '../quality.js';

/** Larger pictures carry nothing more for OCR and only take longer to send. */
const LONG_SIDE = 2600;

export class DocumentController implements ReactiveController {
  phase: 'choose' | 'camera' | 'preview' | 'sending' = 'choose';
  url = '';
  hints: readonly Hint[] = [];
  percent = 0;
  error: VerificationError | undefined;
  dragging = false;
  /** The camera shows something: only then there is a picture to take. */
  seeing = false;
  private file: Blob | undefined;
  private key = '';
  private readonly camera = new Camera();
  private abort: AbortController | undefined;

  constructor(private readonly host: Host) {
    host.addController(this);
  }

  get side(): Side {
    return missingSide(this.host.flow) ?? 'front';
  }

  hostDisconnected(): void {
    this.reset();
  }

  reset(): void {
    this.abort?.abort();
    this.camera.stop();
    if (this.url) URL.revokeObjectURL(this.url);
    this.file = undefined;
    this.set({
      phase: 'choose',
      url: '',
      hints: [],
      percent: 0,
      error: undefined,
      seeing: false,
    });
  }

  drag(over: boolean): void {
    if (this.dragging !== over) this.set({ dragging: over });
  }

  /** Takes a file from the picker, a drop or the camera. */
  async choose(file: Blob): Promise<void> {
    this.reset();
    try {
      const accepted = await accept(file, this.host.maxSizeMb * 1024 * 1024);
      const { hints } = await assess(accepted);
      this.file = await shrink(accepted, LONG_SIDE);
      this.key = crypto.randomUUID();
      this.set({ phase: 'preview', url: URL.createObjectURL(this.file), hints });
      this.host.emitQuality(this.side, hints);
      this.host.say(this.host.t(hints[0] ? `hint.${hints[0]}` : 'hint.ok'));
    } catch (fault) {
      this.failed(fault, 'choose');
    }
  }

  async openCamera(): Promise<void> {
    this.reset();
    this.set({ phase: 'camera' });
    try {
      const stream = await this.camera.start('environment', () =>
        this.failed(new VerificationError('camera_interrupted'), 'choose'),
      );
      await this.host.updateComplete;
      const video = this.host.shadowRoot?.querySelector('video');
      if (video) await show(video, stream);
      this.set({ seeing: true });
    } catch (fault) {
      this.camera.stop();
      this.failed(fault, 'choose');
    }
  }

  async shoot(): Promise<void> {
    const video = this.host.shadowRoot?.querySelector('video');
    if (!video) return;
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
      this.failed(fault, 'preview');
    }
  }

  private failed(fault: unknown, phase: 'choose' | 'preview'): void {
    if (isAbort(fault)) return;
    const error = asVerificationError(fault);
    this.set({ phase, error });
    this.host.say(errorText(this.host, error));
    this.host.report(error);
  }

  private set(change: Partial<DocumentController>): void {
    Object.assign(this, change);
    this.host.requestUpdate();
  }
}
