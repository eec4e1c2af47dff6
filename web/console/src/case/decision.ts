import { html, nothing, type TemplateResult } from 'lit';
import { type Reason, REASONS } from '../reasons.js';

export type Verdict = 'approve' | 'reject' | 'again';

export interface Draft {
  verdict: Verdict | undefined;
  reasons: ReadonlySet<string>;
  note: string;
}

export const EMPTY: Draft = { verdict: undefined, reasons: new Set(), note: '' };

export interface DecisionView {
  draft: Draft;
  busy: boolean;
  /** The reviewer's own case. */
  mine: boolean;
  /** This reviewer already approved it; only a rejection is still theirs. */
  waitsForAnother: boolean;
  change: (change: Partial<Draft>) => void;
  send: () => void;
}

const VERDICTS: { verdict: Verdict; name: string; key: string; button: string }[] = [
  { verdict: 'approve', name: 'Approve', key: 'a', button: 'Approve this person' },
  { verdict: 'reject', name: 'Reject', key: 'x', button: 'Reject this person' },
  { verdict: 'again', name: 'Ask for more', key: 'm', button: 'Ask for better pictures' },
];

/** What still keeps the decision from being sent, as a sentence; empty when nothing does. */
export function obstacle({ verdict, reasons, note }: Draft): string {
  if (!verdict) return 'Choose a decision.';
  if (verdict === 'approve') return '';
  if (!reasons.size) return 'Give at least one reason.';
  if (reasons.has('reviewer_decision') && !note.trim()) return 'Say the other reason in the note.';
  return '';
}

export function decisionForm(view: DecisionView): TemplateResult {
  const { draft } = view;
  if (view.mine) return html`<p class="note warn">Nobody decides their own case.</p>`;
  const chosen = VERDICTS.find(({ verdict }) => verdict === draft.verdict);
  const missing = obstacle(draft);
  const send = (event: Event) => {
    event.preventDefault();
    if (!missing && !view.busy) view.send();
  };
  return html`<form @submit=${send}>
    <fieldset class="choice">
      <legend class="visually-hidden">Decision</legend>
      ${VERDICTS.map((one) => verdictChoice(one, view))}
    </fieldset>
    ${chosen && chosen.verdict !== 'approve' ? reasonChoice(view) : nothing}
    ${
      chosen
        ? html`<div class="field">
            <label for="note">Note for the record</label>
            <textarea
              id="note"
              rows="3"
              maxlength="2000"
              aria-describedby="note-hint"
              .value=${draft.note}
              @input=${(e: Event) => view.change({ note: (e.target as HTMLTextAreaElement).value })}
            ></textarea>
            <small id="note-hint">The applicant never reads it.</small>
          </div>`
        : nothing
    }
    <p role="status" class="muted missing">${chosen ? missing : ''}</p>
    ${
      chosen
        ? html`<button
            class=${chosen.verdict === 'reject' ? 'danger' : 'primary'}
            aria-disabled=${missing || view.busy ? 'true' : 'false'}
          >
            ${view.busy ? 'One moment…' : chosen.button}
          </button>`
        : nothing
    }
  </form>`;
}

function verdictChoice(
  { verdict, name, key }: (typeof VERDICTS)[number],
  view: DecisionView,
): TemplateResult {
  const barred = view.waitsForAnother && verdict === 'approve';
  return html`<label>
    <input
      type="radio"
      name="verdict"
      id="verdict-${verdict}"
      ?disabled=${barred}
      .checked=${view.draft.verdict === verdict}
      @change=${() => view.change({ verdict })}
    />
    <span>${name}</span><kbd aria-hidden="true">${key}</kbd>
  </label>`;
}

function reasonChoice(view: DecisionView): TemplateResult {
  const fitting = REASONS.filter((reason) => view.draft.verdict === 'reject' || reason.again);
  const told = fitting.filter((reason) => reason.told === 'as it is');
  const internal = fitting.filter((reason) => reason.told === 'internal');
  return html`${reasonGroup('Reasons the applicant reads', told, view)}
  ${reasonGroup('Reasons kept internal', internal, view)}`;
}

function reasonGroup(
  legend: string,
  reasons: readonly Reason[],
  { draft, change }: DecisionView,
): TemplateResult {
  const toggle = (code: string) => {
    const chosen = new Set(draft.reasons);
    if (!chosen.delete(code)) chosen.add(code);
    change({ reasons: chosen });
  };
  return html`<fieldset class="choice">
    <legend>${legend}</legend>
    ${reasons.map(
      ({ code, text }) =>
        html`<label>
          <input
            type="checkbox"
            .checked=${draft.reasons.has(code)}
            @change=${() => toggle(code)}
          />
          <span>${text}</span>
        </label>`,
    )}
  </fieldset>`;
}
