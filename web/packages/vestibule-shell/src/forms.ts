/** Pieces of forms and messages both applications use. */
import { html, nothing, type TemplateResult } from 'lit';
import { t } from './speech.js';

export interface FieldOptions {
  name: string;
  label: string;
  type?: string;
  value?: string;
  hint?: string;
  autocomplete?: string;
  inputmode?: string;
  pattern?: string;
  minlength?: number;
  maxlength?: number;
  required?: boolean;
  disabled?: boolean;
  title?: string;
}

/** A labelled input; its hint is tied to it. */
export function field(o: FieldOptions): TemplateResult {
  return html`<div class="field">
    <label for=${o.name}
      >${o.required === false ? t('form.optional', { label: o.label }) : o.label}</label
    >
    <input
      id=${o.name}
      name=${o.name}
      type=${o.type ?? 'text'}
      .value=${o.value ?? ''}
      autocomplete=${o.autocomplete ?? 'off'}
      inputmode=${o.inputmode ?? nothing}
      pattern=${o.pattern ?? nothing}
      title=${o.title ?? nothing}
      minlength=${o.minlength ?? nothing}
      maxlength=${o.maxlength ?? nothing}
      ?required=${o.required !== false}
      ?disabled=${o.disabled ?? false}
      aria-describedby=${o.hint ? `${o.name}-hint` : nothing}
    />
    ${o.hint ? html`<small id="${o.name}-hint">${o.hint}</small>` : nothing}
  </div>`;
}

/** Six digits, which phones offer to fill in from the SMS. */
export const codeField = (label: string, hint: string): TemplateResult =>
  field({
    name: 'code',
    label,
    hint,
    autocomplete: 'one-time-code',
    inputmode: 'numeric',
    pattern: '[0-9]{6}',
    maxlength: 6,
    title: t('form.six'),
  });

/** The values of a form that is being submitted. */
export function valuesOf(event: Event): Record<string, string> {
  event.preventDefault();
  const form = event.currentTarget as HTMLFormElement;
  return Object.fromEntries([...new FormData(form)].map(([k, v]) => [k, String(v).trim()]));
}

/** Faults are read out at once, good news politely; both places exist before their text comes. */
export const messages = (fault: string, notice = ''): TemplateResult =>
  html`<div role="alert" class=${fault ? 'note bad' : 'empty'}>${fault}</div>
    <div role="status" class=${notice ? 'note good' : 'empty'}>${notice}</div>`;

export const submit = (label: string, busy: boolean): TemplateResult =>
  html`<button class="primary" ?disabled=${busy}>${busy ? t('action.wait') : label}</button>`;
