/**
 * Single keys for who decides many cases a day. They rest while something is being typed, and can be
 * switched off (WCAG 2.1.4): speech input must not decide a case.
 */

export type Keys = Record<string, { does: string; run: () => void }>;

const TYPING = 'input:not([type=checkbox]):not([type=radio]), select, textarea, [contenteditable]';
const SWITCH = 'vestibule:keys';

export const keysAreOn = (storage: Storage = localStorage): boolean =>
  storage.getItem(SWITCH) !== 'off';

export const switchKeys = (on: boolean, storage: Storage = localStorage): void =>
  storage.setItem(SWITCH, on ? 'on' : 'off');

/** Listens until the returned function is called. */
export function listen(keys: () => Keys, target: Document = document): () => void {
  const pressed = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const at = event.target;
    if (at instanceof Element && at.closest(`${TYPING}, dialog`)) return;
    const found = keys()[event.key];
    if (!found || !keysAreOn()) return;
    event.preventDefault();
    found.run();
  };
  target.addEventListener('keydown', pressed);
  return () => target.removeEventListener('keydown', pressed);
}
