/** Languages for the UMD file: each is a file in `locales/` beside the script, loaded when wanted. */
import type { Messages } from './en.js';

const script = typeof document === 'undefined' ? null : document.currentScript;
const base = script instanceof HTMLScriptElement ? script.src : '';

async function load(tag: string): Promise<Messages> {
  const file = (await import(/* @vite-ignore */ new URL(`locales/${tag}.js`, base).href)) as {
    messages: Messages;
  };
  return file.messages;
}

export const LOADERS: Record<string, () => Promise<Messages>> = Object.fromEntries(
  ['ar', 'de', 'es', 'fr', 'it', 'pt', 'th', 'tr'].map((tag) => [tag, () => load(tag)]),
);
