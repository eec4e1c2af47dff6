import { html, type TemplateResult } from 'lit';
import { REASONS, reasonText } from '../reasons.js';
import { t } from '../words/index.js';

export interface BulkView {
  n: number;
  busy: boolean;
  give: (to: string) => void;
  refuse: (reason: string) => void;
}

/** What is done to several cases at once: given to somebody, back for everybody, refused. */
export function bulk(view: BulkView): TemplateResult {
  const value = (event: Event, of: string) =>
    (event.currentTarget as HTMLElement)
      .closest('form')!
      .querySelector<HTMLInputElement | HTMLSelectElement>(of)!.value;
  const give = (event: Event) => {
    event.preventDefault();
    const to = value(event, '#bulk-to').trim();
    if (to) view.give(to);
  };
  return html`<form class="bulk card" aria-label=${t('bulk.chosen', { n: view.n })} @submit=${give}>
    <strong role="status">${t('bulk.chosen', { n: view.n })}</strong>
    <div class="field">
      <label for="bulk-to">${t('bulk.to')}</label>
      <input id="bulk-to" type="email" autocomplete="off" />
    </div>
    <button ?disabled=${view.busy}>${t('bulk.give')}</button>
    <button type="button" ?disabled=${view.busy} @click=${() => view.give('')}>
      ${t('bulk.back')}
    </button>
    <div class="field">
      <label for="bulk-reason">${t('bulk.reason')}</label>
      <select id="bulk-reason">
        ${REASONS.filter(({ told }) => told === 'as it is').map(
          ({ code }) => html`<option value=${code}>${reasonText(code)}</option>`,
        )}
      </select>
    </div>
    <button
      type="button"
      class="danger"
      ?disabled=${view.busy}
      @click=${(event: Event) => view.refuse(value(event, '#bulk-reason'))}
    >
      ${t('bulk.refuse')}
    </button>
  </form>`;
}
