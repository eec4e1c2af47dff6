import { html, nothing, type TemplateResult } from 'lit';
import type { Field, ReviewCase } from 'vestibule-shell';
import { named, t } from '../words/index.js';

/** Below this, a reviewer looks at the picture rather than at the text. */
const SURE = 80;

/** Which word of the applicant stands beside which field of the document. */
const DECLARED: Record<string, 'fullName' | 'dateOfBirth' | 'nationality'> = {
  name: 'fullName',
  dateOfBirth: 'dateOfBirth',
  nationality: 'nationality',
};
/** Where a field stands on the picture: pointed at, or shown large. */
export interface Where {
  point: (field: string) => void;
  show: (field: string) => void;
}

const NONE: Field = { value: '', confidence: 0, source: '' };

/** What was declared and what was read, side by side; how surely, and where they disagree. */
export function fieldsTable(found: ReviewCase, where: Where): TemplateResult {
  const { missing } = found;
  const fields = { ...declaredOnly(found), ...found.fields };
  const rows = Object.entries(fields);
  const heads = [
    'case.field',
    'case.declared',
    'case.print',
    'case.zone',
    'case.confidence',
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
                ${rows.map(([name, field]) => row(name, field, found, where))}
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

function row(name: string, field: Field, found: ReviewCase, where: Where): TemplateResult {
  const { declared, outlines } = found;
  const different = differs(name, found.differences);
  const stands = outlines.some((outline) => outline.field === name);
  const sure = field.confidence >= SURE;
  const own = DECLARED[name];
  const { print, code } = said(field);
  const apart = print !== '' && code !== '' && print !== code;
  return html`<tr
    class=${different ? 'differs' : ''}
    @pointerenter=${() => where.point(name)}
    @pointerleave=${() => where.point('')}
  >
    <th scope="row">
      ${
        stands
          ? html`<button
              type="button"
              class="link"
              title=${t('case.where')}
              @focus=${() => where.point(name)}
              @blur=${() => where.point('')}
              @click=${() => where.show(name)}
            >
              ${named('field', name)}
            </button>`
          : named('field', name)
      }
      ${different ? html`<span class="tag bad">${t('case.differs')}</span>` : nothing}
    </th>
    <td>${(own && declared?.[own]) || nothing}</td>
    <td>${print ? marked(print, apart ? code : print) : nothing}</td>
    <td>${code ? marked(code, apart ? print : code) : nothing}</td>
    <td>
      ${field.value ? html`<span class="tag ${sure ? '' : 'warn'}">${Math.round(field.confidence)} %</span>` : nothing}
    </td>
  </tr>`;
}

/** What print and zone (or barcode) say, each by itself; where only one speaks, the other is empty. */
export function said({ value, source, printed, zone, barcode }: Field): {
  print: string;
  code: string;
} {
  if (printed !== undefined) return { print: printed, code: zone ?? barcode ?? '' };
  return {
    print: source === 'printed' || source === 'both' || source === 'print' ? value : '',
    code: source === 'printed' || source === 'print' ? '' : value,
  };
}

/** The text with the letters marked that the other one does not have in their place. */
function marked(text: string, other: string): TemplateResult {
  const [start, end] = apartFrom(text, other);
  if (start === end) return html`${text}`;
  return html`${text.slice(0, start)}<mark>${text.slice(start, end)}</mark>${text.slice(end)}`;
}

/** Where two texts begin and cease to differ, counted in the first. */
export function apartFrom(text: string, other: string): [number, number] {
  const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
  if (same(text, other)) return [0, 0];
  let start = 0;
  while (start < text.length && same(text[start]!, other[start] ?? '')) start++;
  let behind = 0;
  const most = Math.min(text.length, other.length) - start;
  while (behind < most && same(text.at(-1 - behind)!, other.at(-1 - behind)!)) behind++;
  return [start, text.length - behind];
}
