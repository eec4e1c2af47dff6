/** Languages for the UMD file: each is a file in `locales/` beside the script, loaded when wanted. */
import { beside } from '../beside.umd.js';
import type { Base } from './en.js';
import type { GuideMessages } from './guide/en.js';

const TAGS = ['ar', 'de', 'el', 'es', 'fr', 'hi', 'it', 'ja', 'pl', 'pt', 'th', 'tr', 'uk', 'zh'];

const files = <M>(tags: readonly string[], name: (tag: string) => string) =>
  Object.fromEntries(
    tags.map((tag) => [
      tag,
      async () => (await beside<{ messages: M }>(`locales/${name(tag)}.js`)).messages,
    ]),
  );

export const LOADERS = files<Base>(TAGS, (tag) => tag);
export const GUIDES = files<GuideMessages>(['en', ...TAGS], (tag) => `guide-${tag}`);
