import { html, nothing, type TemplateResult } from 'lit';
import { dateTime, type ReviewAttachment, type ReviewCase, type ReviewNote } from 'vestibule-shell';
import { reasonText } from '../reasons.js';
import { fileButtons, KINDS, MOST_BYTES } from './files.js';
import { t } from '../words/index.js';

/** Writing a note while the case is open; a fault is said beside it. */
export interface NoteForm {
  busy: boolean;
  fault: string;
  send: (text: string, mentions: string[], file?: File) => Promise<boolean>;
  refuse: (why: string) => void;
}

/** What the reviewers before wrote, each under its own name: nobody's word replaces another's. */
export function notesList(
  { notes, attachments }: Pick<ReviewCase, 'notes' | 'attachments'>,
  form: NoteForm | undefined,
  open: (digest: string) => void,
): TemplateResult {
  const named = new Set(notes.flatMap(({ attached }) => attached));
  const alone = attachments.filter(({ digest }) => !named.has(digest));
  return html`<section class="card" aria-labelledby="notes">
    <h2 id="notes">${t('case.notes')}</h2>
    ${
      notes.length
        ? html`<ol class="notes">
            ${notes.map((note) => entry(note, attachments, open))}
          </ol>`
        : html`<p class="muted">${t('case.notes.none')}</p>`
    }
    ${alone.length ? html`<p class="muted">${t('files.alone')}</p>` : nothing}
    ${fileButtons(alone, open)} ${form ? write(form) : nothing}
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

function write({ busy, fault, send, refuse }: NoteForm): TemplateResult {
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const box = form.querySelector('textarea')!;
    const [file] = form.querySelector<HTMLInputElement>('#new-file')!.files ?? [];
    if (busy) return;
    if (file && file.size > MOST_BYTES) return refuse(t('problem.attachment_too_large'));
    if (file && !box.value.trim()) return refuse(t('files.why'));
    if (box.value.trim() && (await send(box.value.trim(), mentions(box.value), file))) {
      form.reset();
      form.querySelector('#new-file')!.dispatchEvent(new Event('change'));
    }
  };
  return html`<form @submit=${submit}>
    <div class="field">
      <label for="new-note">${t('notes.write')}</label>
      <textarea id="new-note" rows="2" maxlength="2000" aria-describedby="new-note-hint"></textarea>
      <small id="new-note-hint">${t('notes.hint')}</small>
    </div>
    <div class="field">
      <label for="new-file">${t('files.attach')}</label>
      <input
        id="new-file"
        type="file"
        accept=${KINDS.join()}
        aria-describedby="new-file-hint"
        @change=${named}
      />
      <span class="chosen" aria-hidden="true">${t('files.choose')}</span>
      <small id="new-file-hint">${t('files.hint')}</small>
    </div>
    <div role="alert" class=${fault ? 'note bad' : 'empty'}>${fault}</div>
    <button ?disabled=${busy}>${t('notes.send')}</button>
  </form>`;
}

/** What the browser says of the file, it says in a language of its own: ours stands over it. */
const named = (event: Event): void => {
  const input = event.currentTarget as HTMLInputElement;
  input.nextElementSibling!.textContent = input.files?.[0]?.name ?? t('files.choose');
};

const entry = (
  { reviewer, at, word, reasons, text, attached }: ReviewNote,
  files: readonly ReviewAttachment[],
  open: (digest: string) => void,
): TemplateResult =>
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
    ${fileButtons(
      files.filter(({ digest }) => attached.includes(digest)),
      open,
    )}
  </li>`;
