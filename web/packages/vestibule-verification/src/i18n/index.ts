/**
 * Languages: English is built in, the others load when asked for. A host may override any string.
 */
import { en, type Key, type Messages } from './en.js';

export type { Key, Messages };

/** Every language the element speaks, by its BCP 47 primary tag. One line per language. */
export const LOADERS: Record<string, () => Promise<Messages>> = {
  en: async () => en,
  ar: async () => (await import('./ar.js')).ar,
  de: async () => (await import('./de.js')).de,
  es: async () => (await import('./es.js')).es,
  fr: async () => (await import('./fr.js')).fr,
  it: async () => (await import('./it.js')).it,
  pt: async () => (await import('./pt.js')).pt,
  th: async () => (await import('./th.js')).th,
  tr: async () => (await import('./tr.js')).tr,
};

export const LANGUAGES = Object.keys(LOADERS);
const RIGHT_TO_LEFT = new Set(['ar', 'fa', 'he', 'ur']);

/** The first wanted tag we speak: `de-CH` -> `de`; English when none fits. */
export function pickLanguage(wanted: readonly (string | null | undefined)[]): string {
  for (const tag of wanted) {
    const primary = tag?.toLowerCase().split(/[-_]/)[0];
    if (primary && primary in LOADERS) return primary;
  }
  return 'en';
}

export function directionOf(language: string): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.has(language) ? 'rtl' : 'ltr';
}

export type Translate = (key: Key, values?: Record<string, string | number>) => string;

/** A lookup that falls back to English, so that a missing key is never an empty button. */
export function translator(messages: Partial<Messages>, language: string): Translate {
  const numbers = new Intl.NumberFormat(language);
  return (key, values = {}) =>
    (messages[key] ?? en[key] ?? key).replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = values[name];
      return typeof value === 'number' ? numbers.format(value) : (value ?? '');
    });
}
