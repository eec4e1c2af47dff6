import { html, type TemplateResult } from 'lit';
import type { Keys } from './keys.js';

const NAMES: Record<string, string> = { ' ': 'Space', '/': '/', '?': '?' };

/** The list of keys; opened by `?` and by its button. */
export const keyHelp = (keys: Keys): TemplateResult =>
  html`<details class="keys">
    <summary>Keys</summary>
    <dl>
      ${Object.entries(keys).map(
        ([key, { does }]) =>
          html`<dt><kbd>${NAMES[key] ?? key}</kbd></dt>
            <dd>${does}</dd>`,
      )}
    </dl>
  </details>`;

export function toggleHelp(root: HTMLElement): void {
  const help = root.querySelector<HTMLDetailsElement>('.keys');
  if (!help) return;
  help.open = !help.open;
  help.querySelector('summary')?.focus();
}
