import { html, type TemplateResult } from 'lit';
import { t } from './words/index.js';
import { type Keys, keysAreOn, switchKeys } from './keys.js';

/** The list of keys; opened by `?` and by its button. */
export const keyHelp = (keys: Keys): TemplateResult =>
  html`<details class="keys">
    <summary>${t('keys.title')}</summary>
    <label>
      <input
        type="checkbox"
        .checked=${keysAreOn()}
        @change=${(event: Event) => switchKeys((event.target as HTMLInputElement).checked)}
      />
      ${t('keys.single')}
    </label>
    <dl>
      ${Object.entries(keys)
        .filter(([, { does }]) => does)
        .map(
          ([key, { does }]) =>
            html`<dt><kbd>${key}</kbd></dt>
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
