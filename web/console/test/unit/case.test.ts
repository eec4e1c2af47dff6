import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ReviewCase } from 'vestibule-shell';
import { describe, expect, it } from 'vitest';
import { EMPTY, obstacle } from '../../src/case/decision.js';
import { apartFrom, differs, said } from '../../src/case/fields.js';
import { sentenceOf, titleOf } from '../../src/case/history.js';
import { mentions } from '../../src/case/notes.js';
import { poseOf } from '../../src/case/pictures.js';
import { best, cut } from '../../src/case/portrait.js';
import { told } from '../../src/case/signs.js';
import { FOUR_EYES, REASONS, reasonText } from '../../src/reasons.js';

const ROOT = resolve(import.meta.dirname, '..', '..', '..', '..');

describe('a decision', () => {
  it('waits for what is missing, and says it', () => {
    expect(obstacle(EMPTY)).toBe('Choose a decision.');
    expect(obstacle({ ...EMPTY, verdict: 'reject' })).toBe('Give at least one reason.');
    expect(obstacle({ ...EMPTY, verdict: 'again' })).toBe('Give at least one reason.');
    const other = { ...EMPTY, verdict: 'reject' as const, reasons: new Set(['reviewer_decision']) };
    expect(obstacle(other)).toContain('note');
    expect(obstacle({ ...other, note: 'the seal is missing' })).toBe('');
  });

  it('to approve needs no reason', () =>
    expect(obstacle({ ...EMPTY, verdict: 'approve' })).toBe(''));
});

describe('the reasons', () => {
  const notices = readFileSync(resolve(ROOT, 'chalicelib/domain/verifications/notices.py'), 'utf8');
  const review = readFileSync(resolve(ROOT, 'chalicelib/domain/reviews/review.py'), 'utf8');
  const internal = /INTERNAL_ONLY = frozenset\(\s*\{([^}]+)\}/.exec(notices)![1]!;

  it('are known to the API', () => {
    for (const { code } of REASONS) expect(notices, code).toContain(`"${code}":`);
  });

  it('never promise to tell the applicant what must stay internal', () => {
    for (const { code, told } of REASONS)
      if (internal.includes(`"${code}"`)) expect(told, code).toBe('internal');
  });

  it('that take two reviewers are the same as the API’s', () => {
    const listed = /FOUR_EYES = frozenset\(\s*\{([^}]+)\}/.exec(review)![1]!;
    const codes = [...listed.matchAll(/"(\w+)"/g)].map(([, code]) => code);
    expect([...FOUR_EYES].sort()).toEqual(codes.sort());
  });

  it('have words even when they are new', () => {
    expect(reasonText('watchlist_match')).toBe('The person is on a watchlist');
    expect(reasonText('brand_new_reason')).toBe('Brand new reason');
  });
});

describe('the evidence', () => {
  it('gives every frame the pose it was taken for', () => {
    const poses = ['neutral', 'turn_left', 'smile'];
    expect([0, 2, 3, 8].map((n) => poseOf(n, 9, poses))).toEqual([
      'Neutral',
      'Neutral',
      'Turn left',
      'Smile',
    ]);
    expect(poseOf(0, 3, [])).toBe('');
  });

  it('marks the field that differs, whatever stands before it', () => {
    expect(differs('name', ['name'])).toBe(true);
    expect(differs('name', ['profile:name'])).toBe(true);
    expect(differs('name', ['surname'])).toBe(false);
  });
});

describe('the history', () => {
  it('says who gave a case, and what was attached by the beginning of its digest', () => {
    const at = '2026-11-27T09:00:00Z';
    const to = '8f0c1111-0000-4000-8000-000000000000';
    expect(sentenceOf({ at, kind: 'assigned', facts: { by: 'rule', to } })).toBe(
      'Reviewer 8f0c1111, by a rule',
    );
    expect(sentenceOf({ at, kind: 'assigned', facts: { reviewer: to, to } })).toBe(
      'Reviewer 8f0c1111',
    );
    const facts = { reviewer: to, digest: 'ab'.repeat(32), kind: 'application/pdf', bytes: 48_120 };
    expect(sentenceOf({ at, kind: 'attached', facts })).toBe(
      'Reviewer 8f0c1111: PDF, 48 kB, SHA-256 abababababababab…',
    );
  });

  const entry = (kind: string, facts: Record<string, unknown>) => ({ at: '', kind, facts });

  it('reads as sentences', () => {
    expect(titleOf(entry('moved', { to: 'needs_review' }))).toBe('Now needs review');
    expect(sentenceOf(entry('moved', { reasons: ['watchlist_match'] }))).toBe(
      'The person is on a watchlist',
    );
    const facts = { approved: false, reasons: ['fraud_suspected'], reviewer: '0123456789' };
    expect(sentenceOf(entry('reviewed', facts))).toBe('Rejected · 01234567: Fraud is suspected');
    expect(sentenceOf(entry('reviewed', { ...facts, approved: null }))).toMatch(/^Asked again/);
    expect(titleOf(entry('something_new', {}))).toBe('Something new');
  });
});

describe('a sign of editing', () => {
  const known = readFileSync(resolve(ROOT, 'chalicelib/domain/documents/forgery.py'), 'utf8');
  const codes = [...known.matchAll(/yield "(\w+)"/g)].map(([, code]) => code!);

  it('is said in words, with the side it was seen on', () => {
    expect(told('pasted:front')).toBe('A part pasted from another picture (The document)');
    expect(told('pasted')).toBe('A part pasted from another picture');
    expect(told('something_new:back')).toBe('Something new (Back of the document)');
  });

  it('has words of its own for every code there is', () => {
    expect(codes).toContain('screen_photographed');
    for (const code of [...codes, 'known_of_another', 'uneven_words'])
      expect(told(code).toLowerCase()).not.toBe(code.replaceAll('_', ' '));
  });
});

describe('print beside zone', () => {
  const field = { value: 'KN1', confidence: 99, source: 'both' };
  it('is said once for each that speaks', () => {
    expect(said(field)).toEqual({ print: 'KN1', code: 'KN1' });
    expect(said({ ...field, source: 'printed' })).toEqual({ print: 'KN1', code: '' });
    expect(said({ ...field, source: 'mrz' })).toEqual({ print: '', code: 'KN1' });
    expect(said({ ...field, source: 'mrz', printed: 'KN7', zone: 'KN1' })).toEqual({
      print: 'KN7',
      code: 'KN1',
    });
    expect(said({ ...field, source: 'barcode', printed: 'A', barcode: 'B' }).code).toBe('B');
  });
  it('marks where two texts differ, and nothing where only the case does', () => {
    expect(apartFrom('KN1234567', 'KN1234561')).toEqual([8, 9]);
    expect(apartFrom('Anna Maria', 'ANNA MARIA')).toEqual([0, 0]);
    expect(apartFrom('Anna Mario', 'Anna Maria X')).toEqual([9, 10]);
    expect(apartFrom('aa', 'aaa')).toEqual([2, 2]);
    expect(apartFrom('', 'x')).toEqual([0, 0]);
  });
});

describe('the face', () => {
  const found = (similarity: number[]) =>
    ({ frameLinks: ['a', 'b', 'c', 'd'], liveness: { similarity } }) as unknown as ReviewCase;

  it('stands beside the frames most like it, the best first', () => {
    expect(best(found([91, 97, 99, 80]))).toEqual([2, 1, 0]);
    expect(best(found([]))).toEqual([]);
    expect(best(found([91, 97, 80, 70, 99]))).toEqual([1, 0, 2]);
  });

  it('is cut out with some room, within its picture', () => {
    const middle = cut([0.4, 0.4, 0.2, 0.2]);
    expect(middle.left).toBeCloseTo(0.33);
    expect(middle.width).toBeCloseTo(0.34);
    const corner = cut([0.0, 0.8, 0.2, 0.2]);
    expect(corner.left).toBe(0);
    expect(corner.top + corner.height).toBeCloseTo(1);
  });
});

describe('a note', () =>
  it('mentions whoever is named by @ and address, each once', () => {
    expect(
      mentions('@rita@staff.example and @ron@staff.example. Again @rita@staff.example!'),
    ).toEqual(['rita@staff.example', 'ron@staff.example']);
    expect(mentions('write to anna@applicants.example, or @anna')).toEqual([]);
  }));
