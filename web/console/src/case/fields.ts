import { html, nothing, type TemplateResult } from 'lit';
import { type Field, known, type ReviewCase, tr, words } from 'vestibule-shell';
import { named, t } from '../words/index.js';

/** Below this, a reviewer looks at the picture rather than at the text. */
const SURE = 80;

/** Which word of the applicant stands beside which field of the document. */
const DECLARED: Record<string, 'fullName' | 'dateOfBirth' | 'nationality'> = {
  name: 'fullName',
  dateOfBirth: 'dateOfBirth',
  nationality: 'nationality',
};
const NONE: Field = { value: '', confidence: 0, source: '' };

/** What was declared and what was read, side by side; how surely, and where they disagree. */
export function fieldsTable(found: ReviewCase): TemplateResult {
  const { missing, differences } = found;
  const fields = { ...declaredOnly(found), ...found.fields };
  const rows = Object.entries(fields);
  const heads = [
    'case.field',
    'case.declared',
    'case.read',
    'case.confidence',
    'case.source',
  ] as const;
  return html`<section class="card" aria-labelledby="fields">
    <h2 id="fields">${t('case.fields')}</h2>
    ${
      missing.length
        ? html`<p class="note warn">
            ${t('case.missing', { fields: missing.map((name) => named('field', name)).join(', ') })}
          </p>`
        : nothing
    }
    ${
      rows.length
        ? html`<div class="sheet flat" role="group" aria-label=${t('case.fields')} tabindex="0">
            <table>
              <thead>
                <tr>
                  ${heads.map((head) => html`<th scope="col">${t(head)}</th>`)}
                </tr>
              </thead>
              <tbody>
                ${rows.map(([name, field]) => row(name, field, found, differs(name, differences)))}
              </tbody>
            </table>
          </div>`
        : html`<p class="muted">${t('case.fields.none')}</p>`
    }
  </section>`;
}

/** What was declared is shown although nothing of it was read. */
function declaredOnly({ declared, fields }: ReviewCase): Record<string, Field> {
  if (!declared) return {};
  const names = Object.keys(DECLARED).filter((name) => !(name in fields));
  return Object.fromEntries(names.map((name) => [name, NONE]));
}

/** `profile:name` or `name`: the part behind the colon is the field. */
export const differs = (name: string, differences: readonly string[]): boolean =>
  differences.some((difference) => difference.split(/[:.]/).includes(name));

function row(
  name: string,
  field: Field,
  { declared }: ReviewCase,
  different: boolean,
): TemplateResult {
  const sure = field.confidence >= SURE;
  const own = DECLARED[name];
  return html`<tr class=${different ? 'differs' : ''}>
    <th scope="row">${named('field', name)}</th>
    <td>${(own && declared?.[own]) || nothing}</td>
    <td>
      ${field.value}
      ${different ? html`<span class="tag bad">${t('case.differs')}</span>` : nothing}
    </td>
    <td>
      ${field.value ? html`<span class="tag ${sure ? '' : 'warn'}">${Math.round(field.confidence)} %</span>` : nothing}
    </td>
    <td class="muted">${sourceOf(field.source ?? '')}</td>
  </tr>`;
}

const SAME: Record<string, string> = { printed: 'print' };

function sourceOf(source: string): string {
  const key = `source.${SAME[source] ?? source}`;
  return known(key) ? tr(key) : words(source);
}
