import { html, nothing, type TemplateResult } from 'lit';
import { dateTime, type ReviewNote } from 'vestibule-shell';
import { reasonText } from '../reasons.js';
import { t } from '../words/index.js';

/** Writing a note while the case is open; a fault is said beside it. */
export interface NoteForm {
  busy: boolean;
  fault: string;
  send: (text: string, mentions: string[]) => Promise<boolean>;
}

/** What the reviewers before wrote, each under its own name: nobody's word replaces another's. */
export function notesList(
  notes: readonly ReviewNote[],
  form: NoteForm | undefined,
): TemplateResult {
  return html`<section class="card" aria-labelledby="notes">
    <h2 id="notes">${t('case.notes')}</h2>
    ${
      notes.length
        ? html`<ol class="notes">
            ${notes.map(entry)}
          </ol>`
        : html`<p class="muted">${t('case.notes.none')}</p>`
    }
    ${form ? write(form) : nothing}
  </section>`;
}

/** Addresses behind an `@`: who is named finds the case among theirs. */
export const mentions = (text: string): string[] => [
  ...new Set(
    [...text.matchAll(/(?:^|\s)@([^\s@]+@[^\s@]+\.[^\s@,;:!?)]*[^\s@.,;:!?)])/g)].map(
      (one) => one[1]!,
    ),
  ),
];

function write({ busy, fault, send }: NoteForm): TemplateResult {
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const box = (event.currentTarget as HTMLFormElement).querySelector('textarea')!;
    if (box.value.trim() && !busy && (await send(box.value.trim(), mentions(box.value))))
      box.value = '';
  };
  return html`<form @submit=${submit}>
    <div class="field">
      <label for="new-note">${t('notes.write')}</label>
      <textarea id="new-note" rows="2" maxlength="2000" aria-describedby="new-note-hint"></textarea>
      <small id="new-note-hint">${t('notes.hint')}</small>
    </div>
    <div role="alert" class=${fault ? 'note bad' : 'empty'}>${fault}</div>
    <button ?disabled=${busy}>${t('notes.send')}</button>
  </form>`;
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
