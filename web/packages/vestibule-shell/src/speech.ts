/**
 * What the two applications say, in the person's language: one translator for both, filled before the
 * first page is drawn. English is the fallback and always there.
 *
 * `?lang=zz` is nobody's language: it puts every text of the catalogue into brackets, so that a text
 * which is not in the catalogue can be seen.
 */
import { directionOf, type Translate, translator, type Values } from 'vestibule-verification/i18n';
import { asked, CHOSEN, REVIEW, wanted } from './wanted.js';
import { messages as shell, type ShellKey } from './words/en.js';
import { SHELL } from './words/loaders.js';

export { REVIEW };
export type { Values };

type Some = Record<string, string>;
type Words = Record<string, () => Promise<Some>>;

const english: Some = { ...shell };
const catalogue: Words[] = [SHELL];
let spoken = 'en';
let translate: Translate<string> = translator<string>({}, 'en', english);

/** The words of one application: English at once, the other languages when they are wanted. */
export function say(words: Some, others: Words): void {
  Object.assign(english, words);
  catalogue.push(others);
}

/** English, and every language in which nothing is left unsaid. */
export const languages = (): string[] => [
  'en',
  ...Object.keys(SHELL).filter((tag) => catalogue.every((words) => tag in words)),
];

/** As its speakers call it. A table: `Intl` loads each of them, a tenth of a second on a slow phone. */
const NAMES: Record<string, string> = {
  ar: 'العربية',
  de: 'Deutsch',
  en: 'English',
  es: 'español',
  fr: 'français',
  it: 'italiano',
  ja: '日本語',
  pl: 'polski',
  uk: 'українська',
};
export const nameOf = (tag: string): string => NAMES[tag] ?? tag;

/** A text of what both share; an application has its own `t` with its own keys as well. */
export const t = (key: ShellKey, values?: Values): string => translate(key, values);
export const tr = (key: string, values?: Values): string => translate(key, values);
/** Whether there is a text for a key that was put together from a code. */
export const known = (key: string): boolean => key in english;
export const language = (): string => spoken;
/** With the region the browser says, for dates: `en` alone would be written as in America. */
export const locale = (): string =>
  typeof navigator === 'undefined'
    ? spoken
    : (navigator.languages?.find((tag) => tag.split('-')[0] === spoken) ?? spoken);

/** Loads the language of the address, of the last choice, or of the browser, and marks the page. */
export async function speak(): Promise<void> {
  spoken = wanted(languages()) ?? 'en';
  const parts = await Promise.all(catalogue.map((words) => words[spoken]?.() ?? {}));
  const words: Some = asked() === REVIEW ? bracketed(english) : Object.assign({}, ...parts);
  translate = translator<string>(words, spoken, english);
  document.documentElement.lang = spoken;
  document.documentElement.dir = directionOf(spoken);
}

/** The forms of a number keep their names. */
function bracketed(words: Some): Some {
  const put = (text: string) => `\u27e6${text}\u27e7`;
  return Object.fromEntries(
    Object.entries(words).map(([key, text]) => [
      key,
      /^\w+:/.test(text) && text.includes('|')
        ? text.replace(/(^|\|)(\w+):([^|]*)/g, (_, bar, form, rest) => `${bar}${form}:${put(rest)}`)
        : put(text),
    ]),
  );
}

/** Keeps the choice and draws everything anew. */
export function chooseLanguage(tag: string): void {
  localStorage.setItem(CHOSEN, tag);
  const url = new URL(location.href);
  url.searchParams.delete('lang');
  history.replaceState(null, '', url);
  location.reload();
}
