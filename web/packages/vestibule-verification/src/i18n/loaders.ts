/** Every language besides English, by its BCP 47 primary tag. One line per language. */
import type { Base } from './en.js';
import type { GuideMessages } from './guide/en.js';

type Files<M> = Record<string, () => Promise<M>>;

export const LOADERS: Files<Base> = {
  ar: async () => (await import('./ar.js')).messages,
  de: async () => (await import('./de.js')).messages,
  el: async () => (await import('./el.js')).messages,
  es: async () => (await import('./es.js')).messages,
  fr: async () => (await import('./fr.js')).messages,
  hi: async () => (await import('./hi.js')).messages,
  it: async () => (await import('./it.js')).messages,
  ja: async () => (await import('./ja.js')).messages,
  pl: async () => (await import('./pl.js')).messages,
  pt: async () => (await import('./pt.js')).messages,
  th: async () => (await import('./th.js')).messages,
  tr: async () => (await import('./tr.js')).messages,
  uk: async () => (await import('./uk.js')).messages,
  zh: async () => (await import('./zh.js')).messages,
};

/** What the document and the movements say; English waits until it is needed, too. */
export const GUIDES: Files<GuideMessages> = {
  ar: async () => (await import('./guide/ar.js')).messages,
  de: async () => (await import('./guide/de.js')).messages,
  el: async () => (await import('./guide/el.js')).messages,
  en: async () => (await import('./guide/en.js')).messages,
  es: async () => (await import('./guide/es.js')).messages,
  fr: async () => (await import('./guide/fr.js')).messages,
  hi: async () => (await import('./guide/hi.js')).messages,
  it: async () => (await import('./guide/it.js')).messages,
  ja: async () => (await import('./guide/ja.js')).messages,
  pl: async () => (await import('./guide/pl.js')).messages,
  pt: async () => (await import('./guide/pt.js')).messages,
  th: async () => (await import('./guide/th.js')).messages,
  tr: async () => (await import('./guide/tr.js')).messages,
  uk: async () => (await import('./guide/uk.js')).messages,
  zh: async () => (await import('./guide/zh.js')).messages,
};
