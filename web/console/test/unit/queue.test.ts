import type { ReviewItem } from 'vestibule-shell';
import { describe, expect, it } from 'vitest';
import { ageOf, type Filter, filtered, reasonsOf, waited } from '../../src/queue.js';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const ago = (hours: number) => new Date(NOW - hours * 3_600_000).toISOString();
const item = (caseId: string, hours: number, ...reasons: string[]): ReviewItem => ({
  caseId,
  userId: `user-of-${caseId}`,
  status: 'open',
  reasons,
  openedAt: ago(hours),
  firstReviewer: '',
  level: 'default',
  language: 'en',
  holder: '',
  heldUntil: null,
  dueAt: ago(hours - 24),
  due: 'in_time',
});
const CASES = [
  item('aaa', 1, 'face_mismatch'),
  item('bbb', 30, 'watchlist_match', 'face_mismatch'),
  item('ccc', 5, 'document_unreadable'),
];
const ALL: Filter = { status: 'open', reason: '', age: '', text: '' };
const shown = (change: Partial<Filter>) =>
  filtered(CASES, { ...ALL, ...change }, NOW).map(({ caseId }) => caseId);

describe('the queue', () => {
  it('has the oldest first', () => expect(shown({})).toEqual(['bbb', 'ccc', 'aaa']));
  it('filters by reason', () => expect(shown({ reason: 'face_mismatch' })).toEqual(['bbb', 'aaa']));
  it('filters by age', () => expect(shown({ age: 'late' })).toEqual(['ccc']));
  it('finds a case or a user', () => {
    expect(shown({ text: ' CCC ' })).toEqual(['ccc']);
    expect(shown({ text: 'user-of-a' })).toEqual(['aaa']);
  });
  it('counts reasons, the most frequent first', () =>
    expect(reasonsOf(CASES)[0]).toEqual(['face_mismatch', 2]));
});

it('calls a case late after four hours and overdue after a day', () => {
  expect([3.99, 4, 23.9, 24].map((hours) => ageOf(ago(hours), NOW))).toEqual([
    'today',
    'late',
    'late',
    'overdue',
  ]);
});

it('says how long a case waits, exactly enough', () => {
  expect([0.5, 40, 71.9, 120].map((hours) => waited(ago(hours), NOW))).toEqual([
    '30 min',
    '40 h',
    '71 h',
    '5 days',
  ]);
});
