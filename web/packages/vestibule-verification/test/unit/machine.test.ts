import { describe, expect, it } from 'vitest';
import {
  type Action,
  DOCUMENT_TYPES,
  FINAL,
  type FlowState,
  missingSide,
  reduce,
  sidesOf,
  START,
  typesOf,
} from '../../src/machine.js';

const after = (...actions: Action[]): FlowState => actions.reduce(reduce, START);
const begin: Action = { type: 'begin', documentType: 'identity_card', sides: ['front', 'back'] };
const sent = (side: 'front' | 'back'): Action => ({
  type: 'side-uploaded',
  side,
  verificationId: 'v1',
});
const answer = (status: string, reasons: string[] = []): Action => ({
  type: 'answered',
  answer: { verificationId: 'v1', status: status as never, reasons },
});

const BOTH = ['front', 'back'] as const;
/** The states that end a flow, written out: one that is missing would keep somebody waiting. */
const OVER = [
  'abandoned',
  'approved',
  'confirmed',
  'error',
  'expired',
  'needs_review',
  'rejected',
  'resubmit_requested',
];

describe('the flow', () => {
  it('lets somebody choose another document, and begins that one from its front', () => {
    const wrong = after(begin, sent('front'), { type: 'back' });
    expect(wrong).toMatchObject({ step: 'intro', documentType: 'identity_card' });
    const other = reduce(wrong, { type: 'begin', documentType: 'passport', sides: ['front'] });
    expect(other).toMatchObject({ step: 'document', uploaded: [] });
  });

  it('asks nothing twice when the same document is chosen again', () => {
    expect(after(begin, sent('front'), { type: 'back' }, begin)).toMatchObject({
      step: 'document',
      uploaded: ['front'],
    });
  });

  it('goes back from the movements to the side that was sent last', () => {
    const back = after(
      begin,
      sent('front'),
      sent('back'),
      { type: 'read-right' },
      { type: 'back' },
    );
    expect(back).toMatchObject({ step: 'document', uploaded: ['front'] });
  });

  it('asks which document it is where only a link is known, and then for what is missing', () => {
    const linked = reduce(START, {
      type: 'resumed',
      saved: { verificationId: 'v1', uploaded: ['front'] },
    });
    expect(reduce(linked, begin)).toMatchObject({ step: 'document', verificationId: 'v1' });
    expect(missingSide(reduce(linked, begin))).toBe('back');
    const page: Action = { type: 'begin', documentType: 'passport', sides: ['front'] };
    expect(reduce(linked, page).step).toBe('liveness');
  });

  it('asks for both sides of a card and for one page of a passport', () => {
    expect(sidesOf('passport')).toEqual(['front']);
    expect(sidesOf('driving_licence')).toEqual(['front', 'back']);
  });

  it('stays with the document until every side is in', () => {
    expect(after(begin, sent('front'))).toMatchObject({ step: 'document', verificationId: 'v1' });
    expect(missingSide(after(begin, sent('front')))).toBe('back');
    expect(after(begin, sent('front'), sent('back')).step).toBe('read');
  });

  it('shows what was read before the movements, and begins at the front when it is wrong', () => {
    const read = after(begin, sent('front'), sent('back'));
    expect(reduce(read, { type: 'read-right' })).toMatchObject({
      step: 'liveness',
      uploaded: BOTH,
    });
    const again = reduce(read, { type: 'read-wrong' });
    expect(again).toMatchObject({ step: 'document', uploaded: [], verificationId: 'v1' });
    expect(missingSide(again)).toBe('front');
  });

  it('counts a side once however often it was sent', () => {
    expect(after(begin, sent('front'), sent('front')).uploaded).toEqual(['front']);
  });

  it('waits while the server works and shows every final state', () => {
    const sentAll = after(begin, sent('front'), sent('back'), { type: 'liveness-sent' });
    for (const status of ['created', 'in_progress', 'processing', 'a word of next year'])
      expect(reduce(sentAll, answer(status)).step).toBe('processing');
    for (const status of OVER) expect(reduce(sentAll, answer(status)).step).toBe('result');
  });

  it('counts attempts at the movements and remembers why the last one failed', () => {
    const failed = after(
      begin,
      sent('front'),
      sent('back'),
      { type: 'liveness-sent' },
      {
        type: 'liveness-again',
        reasons: ['no_face'],
      },
    );
    expect(failed).toMatchObject({
      step: 'liveness',
      livenessAttempts: 1,
      livenessReasons: ['no_face'],
    });
  });

  it('waits in the hand-off for the verification that the link names, and forgets it on the way back', () => {
    const away = reduce(START, { type: 'hand-off', verificationId: 'v9' });
    expect(away).toMatchObject({ step: 'handoff', verificationId: 'v9' });
    const answer = { verificationId: 'v9', status: 'approved' as const };
    expect(reduce(away, { type: 'answered', answer }).step).toBe('result');
    expect(reduce(away, { type: 'back' })).toMatchObject({ step: 'intro', verificationId: '' });
  });

  it('comes back from the hand-off to where it was left', () => {
    expect(after(begin, { type: 'hand-off' }, { type: 'back' }).step).toBe('document');
  });

  it('forgets the old verification when new pictures are asked for', () => {
    const again = after(begin, sent('front'), answer('resubmit_requested'), {
      type: 'document-again',
    });
    expect(again).toMatchObject({ step: 'intro', verificationId: '', uploaded: [] });
    expect(again.documentType).toBe('identity_card');
  });

  it.each([
    [{ verificationId: 'v1', typeKnown: true, uploaded: ['front'] }, 'liveness'],
    [{ verificationId: 'v1', typeKnown: true, sides: BOTH, uploaded: ['front'] }, 'document'],
    [{ verificationId: 'v1', uploaded: ['front'] }, 'intro'],
    [{ verificationId: 'v1', uploaded: ['front'], livenessAttempts: 1 }, 'processing'],
    [{}, 'intro'],
  ] as const)('resumes %j at %s', (saved, step) => {
    expect(reduce(START, { type: 'resumed', saved: saved as Partial<FlowState> }).step).toBe(step);
  });

  it('goes to the face at once where the document is read already, and back to the beginning', () => {
    const faceAlone: Action = { type: 'begin', documentType: 'passport', sides: [] };
    const saved = { verificationId: 'v1', uploaded: BOTH };
    const begun = after({ type: 'resumed', saved }, faceAlone);
    expect(begun).toMatchObject({ step: 'liveness', verificationId: 'v1', uploaded: BOTH });
    expect(reduce(begun, { type: 'back' })).toMatchObject({ step: 'intro', uploaded: BOTH });
    expect(after(faceAlone, { type: 'back' }, faceAlone).step).toBe('liveness');
  });
});

describe('which documents there are to choose from', () => {
  const ALL = ['passport', 'identity_card', 'driving_licence', 'residence_permit'];

  it.each([
    ['', ALL],
    ['library_card', ALL],
    ['driving_licence,passport', ['passport', 'driving_licence']],
    ['  residence_permit ,  library_card', ['residence_permit']],
    ['identity_card passport', ['passport', 'identity_card']],
  ] as const)('"%s"', (names, types) => {
    expect(typesOf(names)).toEqual(types);
    expect(DOCUMENT_TYPES).toEqual(ALL);
  });
});

describe('what is kept and what is forgotten', () => {
  it('is nothing at the beginning', () => {
    expect(START).toEqual({
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
    });
    expect([...FINAL].sort()).toEqual(OVER);
  });

  it('an answer that says no more than its state has no checks and no reasons', () => {
    const bare: Action = { type: 'answered', answer: { verificationId: 'v1', status: 'expired' } };
    expect(reduce(START, bare).verdict).toEqual({ status: 'expired', checks: [], reasons: [] });
    const checks = [{ check: 'liveness', outcome: 'failed' }] as never;
    const full: Action = {
      type: 'answered',
      answer: { verificationId: 'v1', status: 'rejected', checks, reasons: ['under_age'] },
    };
    expect(reduce(START, full).verdict).toEqual({
      status: 'rejected',
      checks,
      reasons: ['under_age'],
    });
  });

  it('a verdict goes when the movements begin anew, and stays when new pictures are asked for', () => {
    const told = after(begin, sent('front'), answer('rejected', ['no_face']));
    const again = reduce(told, { type: 'liveness-again', reasons: [] });
    expect(again.verdict).toBeUndefined();
    expect(reduce(told, { type: 'document-again' }).verdict).toEqual(told.verdict);
  });

  it('why the movements failed is forgotten on the way back to the pictures', () => {
    const failed = after(begin, sent('front'), sent('back'), {
      type: 'liveness-again',
      reasons: ['no_face'],
    });
    expect(reduce(failed, { type: 'back' })).toMatchObject({
      step: 'document',
      uploaded: ['front'],
      livenessReasons: [],
    });
  });

  it('from anywhere else one step back is the beginning, with what was sent', () => {
    for (const step of ['document', 'read', 'processing', 'result'] as const)
      expect(reduce({ ...START, step, uploaded: ['front'] }, { type: 'back' })).toMatchObject({
        step: 'intro',
        uploaded: ['front'],
      });
  });

  it('a hand-off of long ago is no way back, and takes no verification along', () => {
    const once = { ...START, step: 'document' as const, cameFrom: 'liveness' as const };
    expect(reduce({ ...once, verificationId: 'v1' }, { type: 'back' })).toMatchObject({
      step: 'intro',
      verificationId: 'v1',
    });
  });

  it('from the movements a passport is taken again: its one page was the last', () => {
    const page: Action = { type: 'begin', documentType: 'passport', sides: ['front'] };
    const back = after(page, sent('front'), { type: 'read-right' }, { type: 'back' });
    expect(back).toMatchObject({ step: 'document', uploaded: [] });
  });

  it('a hand-off keeps the verification that was begun here, and where it was left', () => {
    const away = after(begin, sent('front'), { type: 'hand-off', verificationId: 'v9' });
    expect(away).toMatchObject({ verificationId: 'v1', cameFrom: 'document' });
    expect(reduce(away, { type: 'back' })).toMatchObject({
      step: 'document',
      verificationId: 'v1',
    });
    const nothingSent = after({ type: 'hand-off' });
    expect(nothingSent.verificationId).toBe('');
    const faceAlone = { ...START, sides: [], verificationId: 'v2', step: 'handoff' as const };
    expect(reduce(faceAlone, { type: 'back' }).verificationId).toBe('v2');
  });

  it('a document that is chosen for the first time takes what a link brought', () => {
    const begun = after(begin);
    expect(begun).toMatchObject({ typeKnown: true, documentType: 'identity_card' });
    expect(reduce({ ...begun, uploaded: ['front'] }, begin).uploaded).toEqual(['front']);
    const page: Action = { type: 'begin', documentType: 'passport', sides: ['front'] };
    expect(reduce({ ...begun, uploaded: ['front'] }, page).uploaded).toEqual([]);
    expect(reduce({ ...START, uploaded: ['front'] }, page).uploaded).toEqual(['front']);
  });

  it.each([
    [{ verificationId: 'v1', typeKnown: true, uploaded: ['front'], step: 'read' }, 'read'],
    [{ verificationId: 'v1', typeKnown: true, uploaded: ['front'], step: 'result' }, 'liveness'],
    [{ verificationId: 'v1', typeKnown: true, uploaded: [], step: 'read' }, 'document'],
    [{ verificationId: 'v1', typeKnown: true, livenessAttempts: 0, uploaded: [] }, 'document'],
    [{ verificationId: '', step: 'handoff' }, 'handoff'],
    [{ step: undefined }, 'intro'],
  ] as const)('resumes %j at %s', (saved, step) => {
    const resumed = reduce(START, { type: 'resumed', saved: saved as Partial<FlowState> });
    expect(resumed.step).toBe(step);
  });
});
