/** The console's own words, and `t` for them and for what it shares with the site. */
import { say, type ShellKey, tr, type Values } from 'vestibule-shell';
import { type ConsoleKey, type ConsoleMessages, messages } from './en.js';

const CONSOLE: Record<string, () => Promise<ConsoleMessages>> = {
  ar: async () => (await import('./ar.js')).messages,
  de: async () => (await import('./de.js')).messages,
};

say(messages, CONSOLE);

export const t = (key: ConsoleKey | ShellKey, values?: Values): string => tr(key, values);
export type { ConsoleKey };
