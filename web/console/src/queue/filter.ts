/** What a reviewer wants to see of the queue, how it is asked for, and how a row tells its age. */
import type { ReviewItem, ReviewStatus } from 'vestibule-shell';
import { t } from '../words/index.js';

export const STATUSES: readonly ReviewStatus[] = [
  'open',
  'second_review',
  'asked_again',
  'approved',
  'rejected',
  'timed_out',
];

export type Due = ReviewItem['due'];
export const DUES: readonly Due[] = ['overdue', 'soon', 'in_time'];
export const TONES: Record<Due, string> = { in_time: '', soon: 'warn', overdue: 'bad' };
export const HOLDERS = ['me', 'nobody'] as const;
export const MENTIONED = ['me'] as const;

/** Empty wishes are not asked for. */
export interface Wishes {
  reason: string;
  language: string;
  level: string;
  due: Due | '';
  holder: (typeof HOLDERS)[number] | '';
  /** Notes that mention the reviewer, not seen since. */
  mentioned: (typeof MENTIONED)[number] | '';
}

export interface Filter extends Wishes {
  status: ReviewStatus;
  text: string;
}

export const NO_WISHES: Wishes = {
  reason: '',
  language: '',
  level: '',
  due: '',
  holder: '',
  mentioned: '',
};

/** Only what is open waits; what is decided has a date. */
export const waits = (status: ReviewStatus): boolean =>
  status === 'open' || status === 'second_review';

/** The wishes that were made, as the API takes them. */
export function wishes(wanted: Wishes): Record<string, string> {
  const { reason, language, level, due, holder, mentioned } = wanted;
  const all = Object.entries({ reason, language, level, due, holder, mentioned });
  return Object.fromEntries(all.filter(([, wish]) => wish));
}

/** The most frequent first. */
export const ranked = (counts: Record<string, number>): [string, number][] =>
  Object.entries(counts).sort(([a, n], [b, m]) => m - n || a.localeCompare(b));

/** How long a case has been in the queue, exact enough to compare two: `25 min`, `40 h`, `5 days`. */
export const waited = (openedAt: string, now: number): string =>
  lasting(now - Date.parse(openedAt));

/** `3 h left`, `2 days late`. */
export function clock(dueAt: string, now: number): string {
  const left = Date.parse(dueAt) - now;
  return t(left >= 0 ? 'clock.left' : 'clock.late', { time: lasting(Math.abs(left)) });
}

function lasting(milliseconds: number): string {
  const minutes = Math.max(0, Math.floor(milliseconds / 60_000));
  if (minutes < 60) return t('unit.minutes', { n: minutes });
  const hours = Math.floor(minutes / 60);
  return hours < 72 ? t('unit.hours', { n: hours }) : t('unit.days', { n: Math.floor(hours / 24) });
}
