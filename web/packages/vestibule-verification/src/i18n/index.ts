/**
 * Languages: English is built in, the others load when asked for. A host may override any string. The
 * applicant's site and the reviewers' console translate with this, too.
 */
import { type Base, type BaseKey, en } from './en.js';
import type { GuideKey, GuideMessages } from './guide/en.js';
import { GUIDES, LOADERS } from './loaders.js';

export type Key = BaseKey | GuideKey;
export type Messages = Base & GuideMessages;
type Some = Partial<Messages>;

const known: Record<string, Some> = { en };

/** Adds a language, or replaces one, before the element is used. What it leaves out is English. */
export function registerLanguage(tag: string, messages: Some): void {
  known[tag] = messages;
}

/** The words of one language; English when its file cannot be loaded. */
export async function loadMessages(tag: string): Promise<Some> {
  if (known[tag]) return known[tag];
  try {
    known[tag] = await LOADERS[tag]!();
  } catch {
    return en;
  }
  return known[tag];
}

/** The same with what the document and the movements say. */
export async function loadAll(tag: string): Promise<Some> {
  const [base, guide] = await Promise.all([loadMessages(tag), guideOf(tag)]);
  return { ...guide, ...base };
}

async function guideOf(tag: string): Promise<Some> {
  try {
    return await (GUIDES[tag] ?? GUIDES.en!)();
  } catch {
    // Without it there are keys instead of sentences; the part that needs it fails to load as well.
    return {};
  }
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

export type Values = Record<string, string | number>;
export type Translate<K extends string = Key> = (key: K, values?: Values) => string;

/** A lookup that falls back to English, so that a missing key is never an empty button. */
export function translator<K extends string = Key>(
  messages: Partial<Record<K, string>>,
  language: string,
  english: Partial<Record<K, string>> = en as Partial<Record<K, string>>,
): Translate<K> {
  // Made for the first number: on a slow phone these two take as long as the rest of a page.
  let numbers: Intl.NumberFormat | undefined;
  let plurals: Intl.PluralRules | undefined;
  const rules = () => (plurals ??= new Intl.PluralRules(language));
  return (key, values = {}) =>
    formOf(messages[key] ?? english[key] ?? key, values, rules).replace(
      /\{(\w+)\}/g,
      (_, name: string) => {
        const value = values[name];
        if (typeof value !== 'number') return value ?? '';
        return (numbers ??= new Intl.NumberFormat(language)).format(value);
      },
    );
}

/** `one:{n} case|other:{n} cases`: the form that the language uses for the number `n`. */
function formOf(text: string, { n }: Values, rules: () => Intl.PluralRules): string {
  if (typeof n !== 'number' || !/^(zero|one|two|few|many|other):/.test(text)) return text;
  const forms = Object.fromEntries(
    text.split('|').map((form) => {
      const [name, ...rest] = form.split(':');
      return [name, rest.join(':')];
    }),
  );
  return forms[rules().select(n)] ?? forms.other ?? text;
}
