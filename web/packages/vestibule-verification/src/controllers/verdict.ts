/** Starts the comparison and asks for its result until there is one. */
import type { ReactiveController } from 'lit';
import type { VerifyAnswer } from '../contract.js';
import { asVerificationError, VerificationError } from '../errors.js';
import { type Host, isAbort, pause } from '../host.js';
import { FINAL } from '../machine.js';

/** Times the usual patience: a phone must be found, unlocked and signed in first. */
const HAND_OFF = 10;

export class VerdictController implements ReactiveController {
  error: VerificationError | undefined;
  private abort = new AbortController();

  constructor(private readonly host: Host) {
    host.addController(this);
  }

  hostDisconnected(): void {
    this.stop();
  }

  stop(): void {
    this.abort.abort();
  }

  /** Asks for the comparison again, then polls. Harmless: the server compares once. */
  async again(): Promise<void> {
    await this.watch(true);
  }

  /** Polls: the last frame has started the comparison (or a phone does it all, by hand-off). */
  async watch(start = false): Promise<void> {
    this.stop();
    const { signal } = (this.abort = new AbortController());
    this.error = undefined;
    this.host.requestUpdate();
    try {
      const id = this.host.flow.verificationId;
      if (start) await this.nudge(id, signal);
      await this.poll(id, signal);
    } catch (fault) {
      if (isAbort(fault)) return;
      this.error = asVerificationError(fault);
      this.host.report(this.error);
      this.host.requestUpdate();
    }
  }

  /** Refused when there is nothing to compare (any more); then the verdict says why. */
  private async nudge(id: string, signal: AbortSignal): Promise<void> {
    try {
      await this.host.client.startVerify(id, signal);
    } catch (fault) {
      if (!(fault instanceof VerificationError && fault.code === 'request_refused')) throw fault;
    }
  }

  private async poll(id: string, signal: AbortSignal): Promise<void> {
    const patience = this.host.flow.step === 'handoff' ? HAND_OFF : 1;
    const until = Date.now() + this.host.pollTimeoutMs * patience;
    for (let n = 0; Date.now() < until; n++) {
      // Quick answers come quickly; slow ones are not asked for too often.
      await pause(this.host.pollMs * Math.min(4, 1 + n / 10), signal);
      if (this.use(await this.host.client.verdict(id, signal))) return;
    }
    throw new VerificationError('result_timeout');
  }

  /** True when there is nothing more to wait for. */
  private use(answer: VerifyAnswer): boolean {
    const reasons = answer.reasons ?? [];
    const again =
      answer.status === 'in_progress' && this.host.flow.step === 'processing' && reasons.length > 0;
    if (again) {
      this.host.dispatch({ type: 'liveness-again', reasons });
      return true;
    }
    this.host.dispatch({ type: 'answered', answer });
    return FINAL.has(answer.status);
  }
}
