/** What controllers and views may ask of the element: the seam that keeps them testable. */
import type { nothing, ReactiveControllerHost, TemplateResult } from 'lit';
import type { Client } from './client.js';
import type { Side } from './contract.js';
import type { VerificationError } from './errors.js';
import type { Translate } from './i18n/index.js';
import type { Action, DocumentType, FlowState } from './machine.js';
import type { Hint } from './parts/quality.js';
import type { IconName } from './views/icons.js';

/** Watches the preview and gives advice ("too far away"); a host may plug a face detector in. */
export interface FaceHinter {
  start(video: HTMLVideoElement, onHint: (text: string) => void): () => void;
}

export interface Host extends ReactiveControllerHost {
  readonly flow: FlowState;
  readonly t: Translate;
  readonly client: Client;
  readonly types: readonly DocumentType[];
  /** The person is led through the document, too; otherwise it is read already. */
  readonly asksDocument: boolean;
  readonly maxSizeMb: number;
  readonly uploadMode: 'presigned' | 'direct';
  readonly livenessMode: 'gestures' | 'external';
  readonly gestureMs: number;
  readonly readyMs: number;
  readonly pollMs: number;
  readonly pollTimeoutMs: number;
  readonly maxAttempts: number;
  readonly handoffUrl: string;
  /** Why the last attempt did not do, when this one begins anew. */
  readonly againReasons: readonly string[];
  readonly muted: boolean;
  readonly cancellable: boolean;
  readonly hinter: FaceHinter | undefined;
  /** A finger is the pointer: the camera is at hand, nothing can be dropped. */
  readonly touch: boolean;
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

/** Pieces of screens that the parts borrow, so that there is one copy of them. */
export interface Kit {
  icon: (name: IconName, size?: number) => TemplateResult;
  heading: (text: string) => TemplateResult;
  errorNote: (host: Host, error: VerificationError | undefined) => TemplateResult | typeof nothing;
  cancelButton: (host: Host) => TemplateResult | typeof nothing;
  stepper: (host: Host, current: 'document' | 'liveness' | 'result') => TemplateResult;
  waiting: (text: string) => TemplateResult;
}

/** A step that loads when it is needed. */
export interface Part {
  view(): TemplateResult;
  reset(): void;
}

export type Open = (host: Host, kit: Kit) => Part;

/** The sentence a person sees for a fault. */
export function errorText(host: Host, error: VerificationError): string {
  return host.t(`error.${error.code}`, { mb: host.maxSizeMb });
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
