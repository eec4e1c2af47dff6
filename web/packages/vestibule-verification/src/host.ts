/** What controllers and views may ask of the element: the seam that keeps them testable. */
import type { ReactiveControllerHost } from 'lit';
import type { Client } from './client.js';
import type { Side } from './contract.js';
import type { VerificationError } from './errors.js';
import type { Translate } from './i18n/index.js';
import type { Action, DocumentType, FlowState } from './machine.js';
import type { Hint } from './quality.js';

/** Watches the preview and gives advice ("too far away"); a host may plug a face detector in. */
export interface FaceHinter {
  start(video: HTMLVideoElement, onHint: (text: string) => void): () => void;
}

export interface Host extends ReactiveControllerHost {
  readonly flow: FlowState;
  readonly t: Translate;
  readonly client: Client;
  readonly types: readonly DocumentType[];
  readonly maxSizeMb: number;
  readonly uploadMode: 'presigned' | 'direct';
  readonly livenessMode: 'gestures' | 'external';
  readonly gestureMs: number;
  readonly readyMs: number;
  readonly pollMs: number;
  readonly pollTimeoutMs: number;
  readonly maxAttempts: number;
  readonly handoffUrl: string;
  readonly muted: boolean;
  readonly cancellable: boolean;
  readonly hinter: FaceHinter | undefined;
  readonly shadowRoot: ShadowRoot | null;
  /** Moves the flow; `say` is read out by the live region. */
  dispatch(action: Action): void;
  say(text: string): void;
  report(error: VerificationError): void;
  cancel(): void;
  /** To the screen with the QR code. */
  handOff(): void;
  emitProgress(side: Side, percent: number): void;
  emitQuality(side: Side, hints: readonly Hint[]): void;
  emitFrame(gesture: string, seq: number, remaining: number): void;
}

/** The sentence a person sees for a fault. */
export function errorText(host: Host, error: VerificationError): string {
  const values = { mb: host.maxSizeMb, detail: error.serverCode ? error.message : '' };
  return host.t(`error.${error.code}`, values);
}

/** Resolves after `ms`, rejects with AbortError as soon as the signal fires. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(new DOMException('aborted', 'AbortError'));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

export const isAbort = (fault: unknown): boolean =>
  fault instanceof DOMException && fault.name === 'AbortError';
