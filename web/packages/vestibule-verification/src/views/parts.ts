/** Small pieces several screens share. */
import { html, nothing, type TemplateResult } from 'lit';
import type { VerificationError } from '../errors.js';
import { errorText, type Host } from '../host.js';
import { type BaseKey, en } from '../i18n/en.js';
import { icon } from './icons.js';

export const heading = (text: string): TemplateResult =>
  html`<h2 part="title" tabindex="-1">${text}</h2>`;

export const errorNote = (host: Host, error: VerificationError | undefined) =>
  error && !error.told
    ? html`<div class="note bad" part="error" data-code=${error.code}>
        ${icon('warning', 20)}<span>${errorText(host, error)}</span>
      </div>`
    : nothing;

/** Nobody takes a test for the real thing. */
export const watermark = (host: Host) =>
  html`<p class="note warn" part="watermark" role="note">${host.t('mode.test')}</p>`;

export const cancelButton = (host: Host) =>
  host.cancellable
    ? html`<button class="quiet" part="button cancel-button" @click=${() => host.cancel()}>
        ${host.t('action.cancel')}
      </button>`
    : nothing;

/** Something is under way and cannot be hurried. */
export const waiting = (text: string): TemplateResult =>
  html`<div class="centre" part="waiting">
    <span class="badge"><span class="spinner">${icon('spinner', 40)}</span></span>
    <p part="lead">${text}</p>
  </div>`;

const NAMES = ['document', 'liveness', 'result'] as const;

/** The three stations; read as a list, the current one marked. */
export function stepper(host: Host, current: (typeof NAMES)[number]): TemplateResult {
  const names = NAMES.filter((name) => name !== 'document' || host.asksDocument);
  const at = names.indexOf(current);
  return html`<ol class="stepper" part="stepper" aria-label=${host.t('stepper.label')}>
    ${names.map(
      (name, i) =>
        html`<li part="step" ?data-done=${i < at} aria-current=${i === at ? 'step' : nothing}>
          ${host.t(`stepper.${name}`)}
        </li>`,
    )}
  </ol>`;
}

/** Known codes in the person's language; an unknown one becomes the neutral sentence. */
export function reasonTexts(host: Host, codes: readonly string[]): string[] {
  const keys = codes.map((code) => {
    const key = `reason.${code.split(':')[0]}` as BaseKey;
    return key in en ? key : 'reason.not_confirmed';
  });
  return [...new Set(keys)].map((key) => host.t(key));
}

/** A double click is one click: its second half would meet what the first has put there. */
export function once(event: Event): void {
  if ((event as MouseEvent).detail < 2) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}
