/** What survives a reload: ids and progress, never a picture, never a token. */
import type { FlowState } from './machine.js';

const KEY = 'vestibule:verification';
type Saved = Pick<
  FlowState,
  | 'step'
  | 'documentType'
  | 'sides'
  | 'uploaded'
  | 'verificationId'
  | 'livenessAttempts'
  | 'typeKnown'
>;

export function remember(flow: FlowState): void {
  const { step, documentType, sides, uploaded, verificationId, livenessAttempts, typeKnown } = flow;
  const saved: Saved = {
    step,
    documentType,
    sides,
    uploaded,
    verificationId,
    livenessAttempts,
    typeKnown,
  };
  // Storage may be blocked or full; then the person simply starts again after a reload.
  try {
    sessionStorage.setItem(KEY, JSON.stringify(saved));
  } catch {
    return;
  }
}

export function recall(): Partial<FlowState> | undefined {
  try {
    const saved = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Saved | null;
    if (!saved || saved.step === 'result') return undefined;
    if (saved.step !== 'handoff') return saved;
    return {
      ...saved,
      step: 'intro',
      verificationId: saved.uploaded.length ? saved.verificationId : '',
    };
  } catch {
    return undefined;
  }
}

export function forget(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    return;
  }
}
