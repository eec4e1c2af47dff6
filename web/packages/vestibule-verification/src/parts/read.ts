/** What was read from the pictures, for the person to confirm before they show their face. */
import type { ReactiveController } from 'lit';
import type { PreviewAnswer } from '../contract.js';
import { type Host, isAbort, type Kit, type Part, pause } from '../host.js';
import { adopt } from './adopt.js';
import { readLooks } from './read-looks.js';
import { readView } from './read-view.js';

/** How long the person waits for the reading before the flow goes on without it. */
const PATIENCE_MS = 25_000;
const EVERY_MS = 700;
/** Another side may still be read while the first is shown. */
const LATER_MS = 2_500;
const LATER_LOOKS = 8;

export class ReadController implements ReactiveController, Part {
  preview: PreviewAnswer | undefined;
  private abort: AbortController | undefined;
  /** When the reading that was refused was made: the next picture's has another moment. */
  private refused = '';
  private of = '';

  constructor(
    private readonly host: Host,
    private readonly kit: Kit,
  ) {
    host.addController(this);
    adopt(host.shadowRoot, readLooks);
  }

  view() {
    return readView(this.host, this.kit, this);
  }

  /** Begins to ask when the step is entered, and stops when it is left. */
  hostUpdated(): void {
    const { flow } = this.host;
    const entered = flow.step === 'read' ? flow.verificationId : '';
    if (entered === this.of) return;
    this.reset();
    this.of = entered;
    if (entered) void this.ask(entered);
  }

  hostDisconnected(): void {
    this.reset();
  }

  reset(): void {
    this.abort?.abort();
    this.abort = undefined;
    this.preview = undefined;
    this.of = '';
  }

  right(): void {
    this.host.dispatch({ type: 'read-right' });
  }

  wrong(): void {
    this.refused = this.preview?.readAt ?? '';
    this.host.dispatch({ type: 'read-wrong' });
  }

  private async ask(verificationId: string): Promise<void> {
    const abort = (this.abort = new AbortController());
    const until = Date.now() + PATIENCE_MS;
    try {
      while (!this.preview && Date.now() < until) {
        if (!(await this.look(verificationId, abort.signal))) await pause(EVERY_MS, abort.signal);
      }
      if (!this.preview) return this.right();
      this.host.say(this.host.t('read.title'));
      await this.host.updateComplete;
      this.host.shadowRoot?.querySelector('h2')?.focus();
      for (let n = 0; n < LATER_LOOKS; n++) {
        await pause(LATER_MS, abort.signal);
        await this.look(verificationId, abort.signal);
      }
    } catch (fault) {
      // What was read is a help: where it cannot be had, the flow goes on. The server compares anyway.
      if (!isAbort(fault) && !this.preview) this.right();
    }
  }

  private async look(verificationId: string, signal: AbortSignal): Promise<boolean> {
    const preview = await this.host.client.preview(verificationId, signal);
    if (preview.status !== 'read' || (preview.readAt ?? '-') === this.refused) return false;
    if (preview.readAt !== this.preview?.readAt || !this.preview) {
      this.preview = preview;
      this.host.requestUpdate();
    }
    return true;
  }
}

export const open = (host: Host, kit: Kit): ReadController => new ReadController(host, kit);
