import { html, type TemplateResult } from 'lit';
import { dateTime, type ReviewItem } from 'vestibule-shell';
import { reasonText } from '../reasons.js';
import { t } from '../words/index.js';
import { clock, TONES, waited } from './filter.js';

export interface TableView {
  cases: readonly ReviewItem[];
  now: number;
  /** What waits has a clock and hands; what is decided has a date. */
  waits: boolean;
  me: string;
  chosen: ReadonlySet<string>;
  toggle: (caseId: string) => void;
  focused: (caseId: string) => void;
}

export function table(view: TableView): TemplateResult {
  const heads = view.waits
    ? (['queue.case', 'queue.why', 'queue.hands', 'queue.waiting', 'queue.due'] as const)
    : (['queue.case', 'queue.why', 'queue.opened'] as const);
  return html`<div class="sheet" role="region" aria-label=${t('queue.cases')} tabindex="0">
    <table>
      <thead>
        <tr>
          ${view.waits ? html`<th scope="col"><span class="visually-hidden">${t('bulk.column')}</span></th>` : ''}
          ${heads.map((head) => html`<th scope="col">${t(head)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${view.cases.map((item) => row(item, view))}
      </tbody>
    </table>
  </div>`;
}

function row(item: ReviewItem, view: TableView): TemplateResult {
  const id = item.caseId.slice(0, 8);
  return html`<tr>
    ${
      view.waits
        ? html`<td class="choose">
            <input
              type="checkbox"
              aria-label=${t('bulk.choose', { id })}
              .checked=${view.chosen.has(item.caseId)}
              @change=${() => view.toggle(item.caseId)}
            />
          </td>`
        : ''
    }
    <td>
      <a
        data-case=${item.caseId}
        href="#/cases/${item.caseId}"
        @focus=${() => view.focused(item.caseId)}
        ><code>${id}</code></a
      >
    </td>
    <td>
      <span class="tags">
        ${item.reasons.map((code) => html`<span class="tag">${reasonText(code)}</span>`)}
      </span>
    </td>
    ${view.waits ? whileItWaits(item, view) : html`<td>${time(item.openedAt, dateTime(item.openedAt))}</td>`}
  </tr>`;
}

const whileItWaits = (item: ReviewItem, { now, me }: TableView): TemplateResult =>
  html`<td>${item.holder && html`<span class="tag">${hands(item, me)}</span>`}</td>
    <td>${time(item.openedAt, waited(item.openedAt, now))}</td>
    <td>
      <span class="tag ${TONES[item.due]}">${time(item.dueAt, clock(item.dueAt, now))}</span>
    </td>`;

const time = (iso: string, text: string): TemplateResult =>
  html`<time datetime=${iso} title=${dateTime(iso)}>${text}</time>`;

/** Whose hands a case is in. */
export const hands = ({ holder }: ReviewItem, me: string): string =>
  holder === me ? t('holder.me') : holder.slice(0, 8);
