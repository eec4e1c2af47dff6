/** Single keys for who decides many cases a day; off while something is being typed. */

export type Keys = Record<string, { does: string; run: () => void }>;

const TYPING = 'input:not([type=checkbox]):not([type=radio]), select, textarea, [contenteditable]';

/** Listens until the returned function is called. */
export function listen(keys: () => Keys, target: Document = document): () => void {
  const pressed = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const at = event.target;
    if (at instanceof Element && at.closest(`${TYPING}, dialog`)) return;
    const found = keys()[event.key];
    if (!found) return;
    event.preventDefault();
    found.run();
  };
  target.addEventListener('keydown', pressed);
  return () => target.removeEventListener('keydown', pressed);
}
