/** The console's own words, and `t` for them and for what it shares with the site. */
import { known, say, type ShellKey, tr, type Values, words } from 'vestibule-shell';
import { type ConsoleKey, type ConsoleMessages, messages } from './en.js';

const CONSOLE: Record<string, () => Promise<ConsoleMessages>> = {
  ar: async () => (await import('./ar.js')).messages,
  de: async () => (await import('./de.js')).messages,
};

say(messages, CONSOLE);

export const t = (key: ConsoleKey | ShellKey, values?: Values): string => tr(key, values);
/** A code in the reviewer's language; one that came later than this console, in its own words. */
export const named = (group: 'field' | 'pose' | 'state' | 'assurance', code: string): string =>
  known(`${group}.${code}`) ? tr(`${group}.${code}`) : words(code);

export type { ConsoleKey };
