/**
 * Languages: English is built in, the others load when asked for. A host may override any string.
 */
import { en, type Key, type Messages } from './en.js';
import { LOADERS } from './loaders.js';

export type { Key, Messages };

const known: Record<string, Messages> = { en };

/** Adds a language, or replaces one, before the element is used. */
export function registerLanguage(tag: string, messages: Messages): void {
  known[tag] = messages;
}

/** The words of one language; English when its file cannot be loaded. */
export async function loadMessages(tag: string): Promise<Messages> {
  if (known[tag]) return known[tag];
  try {
    known[tag] = await LOADERS[tag]!();
  } catch {
    return en;
  }
  return known[tag];
}

export const LANGUAGES = ['en', ...Object.keys(LOADERS)];
const RIGHT_TO_LEFT = new Set(['ar', 'fa', 'he', 'ur']);

/** The first wanted tag we speak: `de-CH` -> `de`; English when none fits. */
export function pickLanguage(wanted: readonly (string | null | undefined)[]): string {
  for (const tag of wanted) {
    const primary = tag?.toLowerCase().split(/[-_]/)[0];
    if (primary && (primary in known || primary in LOADERS)) return primary;
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
