/** A table that may be wider than the screen: a region of its own, reached by the keyboard. */
import { html, nothing, type TemplateResult } from 'lit';

export function sheet(
  label: string,
  heads: readonly string[],
  rows: readonly (readonly unknown[])[],
  none: string,
): TemplateResult {
  if (!rows.length) return html`<p class="muted">${none}</p>`;
  return html`<div class="sheet" role="region" aria-label=${label} tabindex="0">
    <table>
      <thead>
        <tr>
          ${heads.map((head) => html`<th scope="col">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map((cell, n) => (n ? html`<td>${cell ?? nothing}</td>` : html`<th scope="row">${cell}</th>`))}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** `{a: 2, b: 1}` as "a 2, b 1". */
export const counted = (counts: Record<string, number>): string =>
  Object.entries(counts)
    .filter(([, n]) => n)
    .map(([name, n]) => `${name} ${n}`)
    .join(', ') || '–';

/** Any value of a level, as it stands in its document. */
export const shown = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value);
