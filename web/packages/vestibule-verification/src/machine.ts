/**
 * Where the person is in the flow, as a pure reducer: no clock, no network, no DOM.
 *
 *   intro -> document (front, back) -> read -> liveness -> processing -> result
 *
 * `read` shows what was read of the pictures; whoever finds it wrong takes them again. `handoff` is left and entered from any step before processing.
 */
import type { CheckAnswer, Side, VerificationStatus, VerifyAnswer } from './contract.js';

export type Step = 'intro' | 'document' | 'read' | 'liveness' | 'processing' | 'result' | 'handoff';
export type DocumentType = 'passport' | 'identity_card' | 'driving_licence' | 'residence_permit';

export const DOCUMENT_TYPES: readonly DocumentType[] = [
  'passport',
  'identity_card',
  'driving_licence',
  'residence_permit',
];

/** Those that are named and known, in our order; all where none is. */
export function typesOf(names: string): readonly DocumentType[] {
  const wanted = names.split(/[\s,]+/);
  const known = DOCUMENT_TYPES.filter((type) => wanted.includes(type));
  return known.length ? known : DOCUMENT_TYPES;
}

/** The states that end the flow; all others mean: ask again. */
export const FINAL: ReadonlySet<VerificationStatus> = new Set([
  'approved',
  'confirmed',
  'rejected',
  'needs_review',
  'resubmit_requested',
  'expired',
  'abandoned',
  'error',
]);

export interface Verdict {
  status: VerificationStatus;
  checks: readonly CheckAnswer[];
  reasons: readonly string[];
}

export interface FlowState {
  step: Step;
  documentType: DocumentType;
  sides: readonly Side[];
  uploaded: readonly Side[];
  verificationId: string;
  livenessAttempts: number;
  livenessReasons: readonly string[];
  verdict: Verdict | undefined;
  cameFrom: Step;
  /** The person said which document it is; a link from another device does not know. */
  typeKnown: boolean;
}

export type Action =
  /** No sides: the document is read already. */
  | { type: 'begin'; documentType: DocumentType; sides: readonly Side[] }
  | { type: 'side-uploaded'; side: Side; verificationId: string }
  | { type: 'read-right' }
  | { type: 'read-wrong' }
  | { type: 'liveness-sent' }
  | { type: 'answered'; answer: VerifyAnswer }
  | { type: 'liveness-again'; reasons: readonly string[] }
  | { type: 'resumed'; saved: Partial<FlowState> }
  | { type: 'hand-off'; verificationId?: string }
  | { type: 'back' }
  | { type: 'document-again' };

export const START: FlowState = {
  step: 'intro',
  documentType: 'passport',
  sides: ['front'],
  uploaded: [],
  verificationId: '',
  livenessAttempts: 0,
  livenessReasons: [],
  verdict: undefined,
  cameFrom: 'intro',
  typeKnown: false,
};

/** A passport has one page that matters; cards have two sides. */
export function sidesOf(documentType: DocumentType): readonly Side[] {
  return documentType === 'passport' ? ['front'] : ['front', 'back'];
}

/** The side still to be sent, or undefined when all are in. */
export function missingSide(state: FlowState): Side | undefined {
  return state.sides.find((side) => !state.uploaded.includes(side));
}

export function reduce(state: FlowState, action: Action): FlowState {
  switch (action.type) {
    case 'begin':
      return begun(state, action.documentType, action.sides);
    case 'side-uploaded': {
      const uploaded = [...new Set([...state.uploaded, action.side])];
      const next = { ...state, uploaded, verificationId: action.verificationId };
      return { ...next, step: missingSide(next) ? 'document' : 'read' };
    }
    case 'read-right':
      return { ...state, step: 'liveness' };
    case 'read-wrong':
      return { ...state, step: 'document', uploaded: [] };
    case 'liveness-sent':
      return { ...state, step: 'processing', livenessAttempts: state.livenessAttempts + 1 };
    case 'answered':
      return answered(state, action.answer);
    case 'liveness-again':
      return { ...state, step: 'liveness', livenessReasons: action.reasons, verdict: undefined };
    case 'resumed':
      return resumed(state, action.saved);
    case 'hand-off':
      return {
        ...state,
        step: 'handoff',
        cameFrom: state.step,
        verificationId: state.verificationId || (action.verificationId ?? ''),
      };
    case 'back':
      return back(state);
    case 'document-again':
      return { ...START, documentType: state.documentType, verdict: state.verdict };
  }
}

/** The same document goes on where it was; another one is asked for from its front. */
function begun(state: FlowState, documentType: DocumentType, sides: readonly Side[]): FlowState {
  const same = !state.typeKnown || documentType === state.documentType;
  const uploaded = same ? state.uploaded : [];
  const next = { ...state, documentType, sides, uploaded, typeKnown: true };
  return { ...next, step: missingSide(next) ? 'document' : 'liveness' };
}

/**
 * One step back: from the movements to the side sent last, from the document to the choice. Out of
 * a hand-off that brought nothing, the person begins as if there had been none.
 */
function back(state: FlowState): FlowState {
  if (state.step === 'liveness' && state.sides.length) {
    const uploaded = state.uploaded.filter((side) => side !== state.sides.at(-1));
    return { ...state, step: 'document', uploaded, livenessReasons: [] };
  }
  if (state.step !== 'handoff') return { ...state, step: 'intro' };
  const kept = state.uploaded.length || !state.sides.length;
  const verificationId = kept ? state.verificationId : '';
  return { ...state, step: state.cameFrom, verificationId };
}

function answered(state: FlowState, answer: VerifyAnswer): FlowState {
  const verdict: Verdict = {
    status: answer.status,
    checks: answer.checks ?? [],
    reasons: answer.reasons ?? [],
  };
  return { ...state, verdict, step: FINAL.has(answer.status) ? 'result' : state.step };
}

/** Where to continue: the first thing that is not done yet. */
function resumed(state: FlowState, saved: Partial<FlowState>): FlowState {
  const merged = { ...state, ...saved };
  if (!merged.verificationId) return { ...merged, step: merged.step ?? 'intro' };
  if (merged.livenessAttempts > 0) return { ...merged, step: 'processing' };
  if (!merged.typeKnown) return { ...merged, step: 'intro' };
  if (missingSide(merged)) return { ...merged, step: 'document' };
  return { ...merged, step: saved.step === 'read' ? 'read' : 'liveness' };
}
