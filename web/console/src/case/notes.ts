import { html, type TemplateResult } from 'lit';
import { dateTime, type ReviewNote } from 'vestibule-shell';
import { reasonText } from '../reasons.js';
import { t } from '../words/index.js';

/** What the reviewers before wrote, each under its own name: nobody's word replaces another's. */
export function notesList(notes: readonly ReviewNote[]): TemplateResult {
  return html`<section class="card" aria-labelledby="notes">
    <h2 id="notes">${t('case.notes')}</h2>
    ${
      notes.length
        ? html`<ol class="notes">
            ${notes.map(entry)}
          </ol>`
        : html`<p class="muted">${t('case.notes.none')}</p>`
    }
  </section>`;
}

const entry = ({ reviewer, at, word, reasons, text }: ReviewNote): TemplateResult =>
  html`<li>
    <p class="muted">
      ${t('note.by', {
        word: t(`status.${word}`),
        reviewer: reviewer.slice(0, 8),
        when: dateTime(at),
      })}
    </p>
    ${reasons.map((code) => html`<span class="tag warn">${reasonText(code)}</span>`)}
    <p>${text}</p>
  </li>`;
