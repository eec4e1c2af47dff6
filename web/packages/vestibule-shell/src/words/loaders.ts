/** Every language besides English. One line per language. */
import type { ShellMessages } from './en.js';

export const SHELL: Record<string, () => Promise<ShellMessages>> = {
  ar: async () => (await import('./ar.js')).messages,
  de: async () => (await import('./de.js')).messages,
  es: async () => (await import('./es.js')).messages,
  fr: async () => (await import('./fr.js')).messages,
  it: async () => (await import('./it.js')).messages,
  ja: async () => (await import('./ja.js')).messages,
  pl: async () => (await import('./pl.js')).messages,
  uk: async () => (await import('./uk.js')).messages,
};
