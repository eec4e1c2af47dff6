/** Every screen of the element, each set up without a network and without a camera that moves. */
import { VerificationError } from '../../src/errors.js';
import type { DocumentController } from '../../src/parts/document.js';
import type { ReadController } from '../../src/parts/read.js';
import type { LivenessController } from '../../src/parts/face.js';
import type { VerdictController } from '../../src/controllers/verdict.js';
import type { PreviewAnswer, VerificationStatus } from '../../src/contract.js';
import type { FlowState } from '../../src/machine.js';
import type { VestibuleVerification } from '../../src/vestibule-verification.js';

/** The parts a story sets directly; hosts never do. */
export interface Inside {
  flow: FlowState;
  parts: {
    load: (name: 'document' | 'read' | 'face') => Promise<void>;
    known: { document: DocumentController; read: ReadController; face: LivenessController };
  };
  judge: VerdictController;
}

export interface State {
  name: string;
  attributes?: Record<string, string>;
  /** Puts the element into the state; it has rendered before and renders after. */
  arrange?: (inside: Inside, element: VestibuleVerification) => void | Promise<void>;
}

const inside = (element: VestibuleVerification) => element as unknown as Inside;

const flow =
  (change: Partial<FlowState>): NonNullable<State['arrange']> =>
  (it) => {
    it.flow = { ...it.flow, verificationId: 'v1', ...change };
  };

const ended = (status: VerificationStatus, ...reasons: string[]): State => ({
  name: `result-${status}${reasons.length > 1 ? '-two-reasons' : ''}`,
  arrange: flow({ step: 'result', verdict: { status, reasons, checks: [] } }),
});

const document = (
  name: string,
  change: Partial<DocumentController>,
  more: Partial<FlowState> = {},
): State => ({
  name: `document-${name}`,
  arrange: async (it, element) => {
    await it.parts.load('document');
    await flow({ step: 'document', ...more })(it, element);
    Object.assign(it.parts.known.document, change);
  },
});

const liveness = (
  name: string,
  change: Partial<LivenessController>,
  more: Partial<FlowState> = {},
): State => ({
  name: `liveness-${name}`,
  arrange: async (it, element) => {
    await it.parts.load('face');
    Object.assign(it.parts.known.face, { of: 'v1', engine: 'gestures' }, change);
    await flow({ step: 'liveness', ...more })(it, element);
  },
});

/** A reading, as it stands before the person; nothing is asked of a server. */
const read = (name: string, preview: Partial<PreviewAnswer>): State => ({
  name: `read-${name}`,
  arrange: async (it, element) => {
    await it.parts.load('read');
    const part = it.parts.known.read;
    Object.assign(part, { of: 'v1', preview: { ...READ, ...preview } });
    await flow({ step: 'read' })(it, element);
  },
});
const READ: PreviewAnswer = {
  status: 'read',
  readAt: '2026-11-26T08:00:00Z',
  fields: {
    name: 'SPECIMEN, Anna Maria',
    dateOfBirth: '1991-03-14',
    documentNumber: 'X4471',
    expiry: '2031-05-01',
  },
  missing: [],
  advice: [],
};

/** A drawn picture, the same in every run. */
export const PICTURE = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 860 540"><rect width="860" height="540" fill="#cfdcd8"/>' +
    '<rect x="50" y="120" width="220" height="280" fill="#fff"/><path d="M320 150h420M320 230h360M320 310h420M50 470h760" stroke="#345" stroke-width="16"/></svg>',
)}`;

const challenge = { id: 'c1', gesture: 'turn_left', prompt: '', frames: 3 } as const;

export const STATES: readonly State[] = [
  { name: 'intro' },
  {
    name: 'intro-hand-off',
    attributes: { 'handoff-url': 'https://app.example/#/verify', cancellable: '' },
  },
  { name: 'intro-right-to-left', attributes: { locale: 'ar' } },
  { name: 'intro-one-document', attributes: { 'document-types': 'identity_card' } },
  document('choose', {}),
  document('choose-back', {}, { sides: ['front', 'back'], uploaded: ['front'] }),
  document('dragging', { dragging: true }),
  document('refused', { error: new VerificationError('file_type') }),
  document('preview', { phase: 'preview', url: PICTURE, hints: [] }),
  document('preview-hints', { phase: 'preview', url: PICTURE, hints: ['blurry', 'glare'] }),
  document('sending', { phase: 'sending', url: PICTURE, percent: 40 }),
  document('not-sent', {
    phase: 'preview',
    url: PICTURE,
    error: new VerificationError('network_failed'),
  }),
  read('all', {}),
  read('doubtful', {
    fields: { name: 'SPECIMEN, Anna Maria', expiry: '2021-05-01' },
    missing: [{ field: 'dateOfBirth', why: 'not_readable' }],
    advice: ['document_expired', 'take_again'],
  }),
  liveness('ready', {}),
  liveness('ready-filmed', { engine: 'rekognition' }),
  liveness('slower', { slower: true }),
  liveness('again', {}, { livenessReasons: ['turn_left_not_seen'], livenessAttempts: 1 }),
  liveness('camera-denied', { error: new VerificationError('camera_denied') }),
  liveness('opening', { phase: 'running', moment: 'opening' }),
  liveness('pose', { phase: 'running', moment: 'pose', challenge, position: 2, total: 4 }),
  liveness('hold', {
    phase: 'running',
    moment: 'hold',
    challenge,
    position: 2,
    total: 4,
    fill: 0.6,
  }),
  liveness('done', { phase: 'running', moment: 'done', challenge, position: 2, total: 4, fill: 1 }),
  liveness('cannot', { phase: 'cannot' }),
  liveness('attempts-spent', {}, { livenessAttempts: 3, livenessReasons: ['smile_not_seen'] }),
  { name: 'processing', arrange: flow({ step: 'processing' }) },
  {
    name: 'processing-timeout',
    arrange: async (it, element) => {
      await flow({ step: 'processing' })(it, element);
      it.judge.error = new VerificationError('result_timeout');
    },
  },
  {
    name: 'hand-off',
    attributes: { 'handoff-url': 'https://app.example/#/verify?id=v1' },
    arrange: flow({ step: 'handoff' }),
  },
  ended('approved'),
  ended('needs_review'),
  ended('resubmit_requested', 'document_unreadable'),
  ended('rejected', 'document_expired'),
  ended('rejected', 'document_expired', 'face_mismatch'),
  ended('expired'),
  ended('error'),
];

/** The element in a state, rendered and at rest. */
export async function shown(
  state: State,
  theme: 'light' | 'dark',
  place: Element = globalThis.document.body,
): Promise<VestibuleVerification> {
  const element = globalThis.document.createElement('vestibule-verification');
  for (const [name, value] of Object.entries(state.attributes ?? {}))
    element.setAttribute(name, value);
  element.setAttribute('theme', theme);
  element.apiBase = 'https://api.example';
  place.append(element);
  await element.updateComplete;
  await languageOf(element, state.attributes?.locale);
  await state.arrange?.(inside(element), element);
  element.requestUpdate();
  await element.updateComplete;
  return element;
}

/** Languages load when asked for; English is there at once. */
async function languageOf(element: VestibuleVerification, locale = 'en'): Promise<void> {
  for (let n = 0; n < 100; n++) {
    if (element.shadowRoot!.querySelector(`.card[lang=${locale}]`)) return;
    await new Promise((done) => setTimeout(done, 20));
  }
}
