/** Every language besides English, by its BCP 47 primary tag. One line per language. */
import type { Messages } from './en.js';

export const LOADERS: Record<string, () => Promise<Messages>> = {
  ar: async () => (await import('./ar.js')).messages,
  de: async () => (await import('./de.js')).messages,
  es: async () => (await import('./es.js')).messages,
  fr: async () => (await import('./fr.js')).messages,
  it: async () => (await import('./it.js')).messages,
  pt: async () => (await import('./pt.js')).messages,
  th: async () => (await import('./th.js')).messages,
  tr: async () => (await import('./tr.js')).messages,
};
