/** Times and words as people read them. */
import { locale, t } from './speech.js';

export const dateTime = (iso: string): string =>
  new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'short' }).format(
    new Date(iso),
  );

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** "5 minutes ago"; `now` in milliseconds. */
export function ago(iso: string, now = Date.now()): string {
  const seconds = Math.max(0, (now - Date.parse(iso)) / 1000);
  const format = new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' });
  for (const [unit, length] of UNITS)
    if (seconds >= length) return format.format(-Math.floor(seconds / length), unit);
  return t('time.now');
}

/** `needs_review` -> `Needs review`. */
export const words = (code: string): string => {
  const text = code
    .replace(/[_-]/g, ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
};

export const longDate = (day: string): string =>
  new Intl.DateTimeFormat(locale(), { dateStyle: 'long' }).format(new Date(day));

/** Bytes as people say them. */
export const fileSize = (bytes: number): string => {
  const unit = bytes < 1_000_000 ? 'kilobyte' : 'megabyte';
  const format = new Intl.NumberFormat(locale(), {
    style: 'unit',
    unit,
    maximumFractionDigits: unit === 'megabyte' ? 1 : 0,
  });
  return format.format(Math.max(bytes, 1_000) / (unit === 'megabyte' ? 1_000_000 : 1_000));
};

export const percent = (share: number): string => `${Math.round(share * 100)} %`;
