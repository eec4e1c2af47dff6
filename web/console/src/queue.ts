/** The queue as a reviewer wants it: oldest first, by reason, with an age that stands out. */
import type { ReviewItem, ReviewStatus } from 'vestibule-shell';
import { t } from './words/index.js';

export const STATUSES: readonly ReviewStatus[] = [
  'open',
  'second_review',
  'asked_again',
  'approved',
  'rejected',
  'timed_out',
];

export interface Filter {
  status: ReviewStatus;
  reason: string;
  age: Age | '';
  text: string;
}

export type Age = 'today' | 'late' | 'overdue';

const HOUR = 3_600_000;

/** Applicants are promised an answer within a working day. */
export function ageOf(openedAt: string, now: number): Age {
  const hours = (now - Date.parse(openedAt)) / HOUR;
  if (hours >= 24) return 'overdue';
  return hours >= 4 ? 'late' : 'today';
}

export const AGES: Record<Age, string> = { today: '', late: 'warn', overdue: 'bad' };

export function filtered(cases: readonly ReviewItem[], filter: Filter, now: number): ReviewItem[] {
  const text = filter.text.trim().toLowerCase();
  return cases
    .filter((item) => !filter.reason || item.reasons.includes(filter.reason))
    .filter((item) => !filter.age || ageOf(item.openedAt, now) === filter.age)
    .filter((item) => !text || `${item.caseId} ${item.userId}`.toLowerCase().includes(text))
    .sort((a, b) => a.openedAt.localeCompare(b.openedAt));
}

/** All reasons of these cases, the most frequent first. */
export function reasonsOf(cases: readonly ReviewItem[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const item of cases)
    for (const reason of item.reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}

/** How long a case has been in the queue, exact enough to compare two: `25 min`, `40 h`, `5 days`. */
export function waited(openedAt: string, now: number): string {
  const minutes = Math.max(0, Math.floor((now - Date.parse(openedAt)) / 60_000));
  if (minutes < 60) return t('unit.minutes', { n: minutes });
  const hours = Math.floor(minutes / 60);
  return hours < 72 ? t('unit.hours', { n: hours }) : t('unit.days', { n: Math.floor(hours / 24) });
}
