/** The site's own words, and `t` for them and for what it shares with the console. */
import { say, type ShellKey, tr, type Values } from 'vestibule-shell';
import { messages, type SiteKey, type SiteMessages } from './en.js';

const SITE: Record<string, () => Promise<SiteMessages>> = {
  ar: async () => (await import('./ar.js')).messages,
  de: async () => (await import('./de.js')).messages,
  es: async () => (await import('./es.js')).messages,
  fr: async () => (await import('./fr.js')).messages,
  it: async () => (await import('./it.js')).messages,
  ja: async () => (await import('./ja.js')).messages,
  pl: async () => (await import('./pl.js')).messages,
  uk: async () => (await import('./uk.js')).messages,
};

say(messages, SITE);

export const t = (key: SiteKey | ShellKey, values?: Values): string => tr(key, values);
export type { SiteKey };
