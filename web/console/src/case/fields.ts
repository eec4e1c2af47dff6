import { html, nothing, type TemplateResult } from 'lit';
import { type Field, type ReviewCase, words } from 'vestibule-shell';

/** Below this, a reviewer looks at the picture rather than at the text. */
const SURE = 80;

const SOURCES: Record<string, string> = {
  mrz: 'machine-readable zone',
  print: 'print',
  printed: 'print',
  both: 'print and zone agree',
};

/** What was read from the document, how surely, and where it disagrees. */
export function fieldsTable({ fields, missing, differences }: ReviewCase): TemplateResult {
  const rows = Object.entries(fields);
  return html`<section class="card" aria-labelledby="fields">
    <h2 id="fields">Read from the document</h2>
    ${
      missing.length
        ? html`<p class="note warn">Not found: ${missing.map(words).join(', ')}.</p>`
        : nothing
    }
    ${
      rows.length
        ? html`<div class="sheet flat" role="group" aria-label="Fields" tabindex="0">
            <table>
              <thead>
                <tr>
                  <th scope="col">Field</th>
                  <th scope="col">Value</th>
                  <th scope="col">Confidence</th>
                  <th scope="col">Source</th>
                </tr>
              </thead>
              <tbody>
                ${rows.map(([name, field]) => row(name, field, differs(name, differences)))}
              </tbody>
            </table>
          </div>`
        : html`<p class="muted">Nothing was read.</p>`
    }
  </section>`;
}

/** `profile:name` or `name`: the part behind the colon is the field. */
export const differs = (name: string, differences: readonly string[]): boolean =>
  differences.some((difference) => difference.split(/[:.]/).includes(name));

function row(name: string, field: Field, different: boolean): TemplateResult {
  const sure = field.confidence >= SURE;
  return html`<tr class=${different ? 'differs' : ''}>
    <th scope="row">${words(name)}</th>
    <td>${field.value} ${different ? html`<span class="tag bad">Differs</span>` : nothing}</td>
    <td>
      <span class="tag ${sure ? '' : 'warn'}">${Math.round(field.confidence)} %</span>
      <meter
        min="0"
        max="100"
        low=${SURE}
        high=${SURE}
        optimum="100"
        .value=${field.confidence}
        aria-hidden="true"
      ></meter>
    </td>
    <td class="muted">${SOURCES[field.source] ?? words(field.source ?? '')}</td>
  </tr>`;
}
