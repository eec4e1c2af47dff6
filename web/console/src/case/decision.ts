import { html, nothing, type TemplateResult } from 'lit';
import { type Reason, REASONS, reasonText } from '../reasons.js';
import { t } from '../words/index.js';

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
  /** What went wrong with this decision: said where the reviewer works. */
  fault: string;
  /** The reviewer's own case. */
  mine: boolean;
  /** This reviewer already approved it; only a rejection is still theirs. */
  waitsForAnother: boolean;
  change: (change: Partial<Draft>) => void;
  send: () => void;
}

const VERDICTS: { verdict: Verdict; key: string }[] = [
  { verdict: 'approve', key: 'a' },
  { verdict: 'reject', key: 'x' },
  { verdict: 'again', key: 'm' },
];

/** What still keeps the decision from being sent, as a sentence; empty when nothing does. */
export function obstacle({ verdict, reasons, note }: Draft): string {
  if (!verdict) return t('decision.choose');
  if (verdict === 'approve') return '';
  if (!reasons.size) return t('decision.reason');
  if (reasons.has('reviewer_decision') && !note.trim()) return t('decision.other');
  return '';
}

/** The reasons that fit a verdict, in the order of their numbers. */
export const reasonsFor = (verdict: Verdict | undefined): readonly Reason[] =>
  verdict === 'approve' || !verdict
    ? []
    : REASONS.filter((reason) => verdict === 'reject' || reason.again);

export function decisionForm(view: DecisionView): TemplateResult {
  const { draft } = view;
  if (view.mine) return html`<p class="note warn">${t('problem.own_case')}</p>`;
  const chosen = VERDICTS.find(({ verdict }) => verdict === draft.verdict);
  const missing = obstacle(draft);
  const send = (event: Event) => {
    event.preventDefault();
    if (!missing && !view.busy) view.send();
  };
  return html`<form @submit=${send}>
    <fieldset class="choice">
      <legend class="visually-hidden">${t('decision.title')}</legend>
      ${VERDICTS.map((one) => verdictChoice(one, view))}
    </fieldset>
    ${chosen && chosen.verdict !== 'approve' ? reasonChoice(view) : nothing}
    ${
      chosen
        ? html`<div class="field">
            <label for="note">${t('decision.note')}</label>
            <textarea
              id="note"
              rows="3"
              maxlength="2000"
              aria-describedby="note-hint"
              .value=${draft.note}
              @input=${(e: Event) => view.change({ note: (e.target as HTMLTextAreaElement).value })}
            ></textarea>
            <small id="note-hint">${t('decision.note.hint')}</small>
          </div>`
        : nothing
    }
    <div role="alert" class=${view.fault ? 'note bad' : 'empty'}>${view.fault}</div>
    <p role="status" class="muted missing">${chosen ? missing : ''}</p>
    ${
      chosen
        ? html`<button
            class=${chosen.verdict === 'reject' ? 'danger' : 'primary'}
            aria-disabled=${missing || view.busy ? 'true' : 'false'}
          >
            ${view.busy ? t('action.wait') : t(`decision.${chosen.verdict}.send`)}
          </button>`
        : nothing
    }
  </form>`;
}

function verdictChoice(
  { verdict, key }: (typeof VERDICTS)[number],
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
    <span>${t(`decision.${verdict}`)}</span><kbd aria-hidden="true">${key}</kbd>
  </label>`;
}

function reasonChoice(view: DecisionView): TemplateResult {
  const { draft, change } = view;
  const toggle = (code: string) => change({ reasons: toggled(draft.reasons, code) });
  return html`<fieldset class="choice">
    <legend>${t('decision.reasons')}</legend>
    ${reasonsFor(draft.verdict).map(
      ({ code, told }, i) =>
        html`<label>
          <input
            type="checkbox"
            .checked=${draft.reasons.has(code)}
            @change=${() => toggle(code)}
          />
          <span
            >${reasonText(code)}
            ${told === 'internal' ? html`<small>${t('decision.internal')}</small>` : nothing}</span
          >
          ${i < 9 ? html`<kbd aria-hidden="true">${i + 1}</kbd>` : nothing}
        </label>`,
    )}
  </fieldset>`;
}

export function toggled(reasons: ReadonlySet<string>, code: string): ReadonlySet<string> {
  const chosen = new Set(reasons);
  if (!chosen.delete(code)) chosen.add(code);
  return chosen;
}
