/** Facts that somebody makes up, tried against a version: every rule's answer. Nothing is kept. */
import { html, nothing, type TemplateResult } from 'lit';
import { type LevelAnswer, type LevelFormField, words } from 'vestibule-shell';
import { reasonText } from '../reasons.js';
import { t } from '../words/index.js';
import { counted, sheet } from './sheet.js';

export interface TrialView {
  form: readonly LevelFormField[];
  answer: LevelAnswer | undefined;
  busy: boolean;
  send: (body: Trial) => void;
}

export interface Trial {
  evidence: Record<string, unknown>;
  facts: Record<string, unknown>;
}

/** What was filled in; an empty field is not known, and left out. */
export function told(form: readonly LevelFormField[], values: FormData): Trial {
  const trial: Trial = { evidence: {}, facts: {} };
  for (const { part, name, kind } of form) {
    const text = String(values.get(`${part}.${name}`) ?? '').trim();
    if (text) trial[part][name] = meant(kind, text);
  }
  return trial;
}

function meant(kind: LevelFormField['kind'], text: string): unknown {
  if (kind === 'flag') return text === 'true';
  if (kind === 'number') return Number(text);
  return kind === 'list' ? text.split(/[,\s]+/).filter(Boolean) : text;
}

/** Somebody in order, so that one change shows what it does. */
const IN_ORDER: Record<string, string> = {
  'evidence.mrz_valid': 'true',
  'evidence.zone_agrees': 'true',
  'evidence.document_expired': 'false',
  'evidence.age': '30',
  'evidence.liveness_passed': 'true',
  'evidence.face_mean': '97',
  'evidence.face_minimum': '95',
  'evidence.screening': 'clear',
  'evidence.duplicate': 'false',
  'evidence.same_document': 'true',
  'facts.document_type': 'passport',
  'facts.document_country': 'DEU',
  'facts.age': '30',
  'facts.document_days_left': '1000',
  'facts.sides': 'front',
};

export function trial(view: TrialView): TemplateResult {
  const sent = (event: Event) => {
    event.preventDefault();
    view.send(told(view.form, new FormData(event.target as HTMLFormElement)));
  };
  return html`<p>${t('levels.try.text')}</p>
    <form class="trial" @submit=${sent}>
      ${(['evidence', 'facts'] as const).map(
        (part) =>
          html`<fieldset>
            <legend>${t(`levels.try.${part}`)}</legend>
            <div class="trial-fields">
              ${view.form.filter((field) => field.part === part).map(input)}
            </div>
          </fieldset>`,
      )}
      <button class="primary" ?disabled=${view.busy}>${t('levels.try.send')}</button>
    </form>
    <div role="status">${view.answer ? answered(view.answer) : nothing}</div>`;
}

function input({ part, name, kind, about }: LevelFormField): TemplateResult {
  const id = `${part}.${name}`;
  const value = IN_ORDER[id] ?? '';
  return html`<div class="field">
    <label for=${id}>${words(name)}</label>
    ${
      kind === 'flag'
        ? html`<select id=${id} name=${id}>
            ${['', 'true', 'false'].map(
              (one) =>
                html`<option value=${one} ?selected=${one === value}>
                  ${t(one === '' ? 'levels.unknown' : one === 'true' ? 'levels.yes' : 'levels.no')}
                </option>`,
            )}
          </select>`
        : html`<input
            id=${id}
            name=${id}
            type=${kind === 'number' ? 'number' : 'text'}
            step="any"
            autocomplete="off"
            .defaultValue=${value}
            aria-describedby=${about ? `${id}-about` : nothing}
          />`
    }
    ${about ? html`<small id="${id}-about" lang="en">${about}</small>` : nothing}
  </div>`;
}

function answered(answer: LevelAnswer): TemplateResult {
  const rows = answer.findings.map((one) => [
    words(String(one.rule)),
    words(String(one.outcome)),
    one.reason ? reasonText(String(one.reason)) : '–',
    String(one.detail ?? ''),
  ]);
  const two = answer.fourEyes ? t('levels.answer.two') : '';
  return html`<h3>${t('levels.answer')}</h3>
    <p class="answer">
      <strong>${words(answer.outcome)}</strong>
      ${t('levels.answer.risk', { n: answer.risk })} ${two}
    </p>
    ${answer.explanations.map((one) => html`<p lang="en">${one}</p>`)}
    ${sheet(
      t('levels.answer.rules'),
      [t('levels.rule'), t('levels.says'), t('queue.reason'), t('levels.detail')],
      rows,
      counted({}),
    )}`;
}
