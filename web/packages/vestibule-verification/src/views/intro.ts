import { html, nothing, type TemplateResult } from 'lit';
import type { Host } from '../host.js';
import { sidesOf } from '../machine.js';
import { icon } from './icons.js';
import { cancelButton, heading, reasonTexts } from './parts.js';

/** What will happen, and which document it will be. */
export function introView(host: Host): TemplateResult {
  const { t } = host;
  const begin = (event: Event) => {
    event.preventDefault();
    const documentType =
      host.types.find(
        (type) => host.shadowRoot?.querySelector<HTMLInputElement>(`#type-${type}`)?.checked,
      ) ?? host.types[0]!;
    const sides = host.asksDocument ? sidesOf(documentType) : [];
    host.dispatch({ type: 'begin', documentType, sides });
  };
  return html`<form part="intro" @submit=${begin}>
    ${heading(t('intro.title'))}
    ${host.asksDocument ? html`<p part="lead">${t('intro.lead')}</p>` : nothing} ${why(host)}
    <slot name="intro"></slot>
    ${host.asksDocument ? choices(host) : nothing}
    <div class="actions" part="actions">
      <button class="primary" part="button primary-button">${t('intro.begin')}</button>
      ${
        host.handoffUrl && !host.touch
          ? html`<button
              type="button"
              class="secondary"
              part="button handoff-button"
              @click=${() => host.handOff()}
            >
              ${icon('phone', 20)}${t('handoff.open')}
            </button>`
          : nothing
      }
      ${cancelButton(host)}
    </div>
    <p class="fine" part="privacy">${t('intro.privacy')}</p>
    <slot name="intro-end"></slot>
  </form>`;
}

/** Which document it will be. */
function choices(host: Host): TemplateResult {
  const { t } = host;
  return html`<fieldset class="choices" part="document-types">
    <legend>${t('intro.choose')}</legend>
    ${host.types.map(
      (type, i) =>
        html`<label class="choice" part="document-type">
          <input
            type="radio"
            name="type"
            id="type-${type}"
            value=${type}
            ?checked=${host.flow.typeKnown ? type === host.flow.documentType : i === 0}
          />
          ${icon(type, 28)}<span>${t(`type.${type}`)}</span>
        </label>`,
    )}
  </fieldset>`;
}

/** Why it begins once more, or that it goes on. */
function why(host: Host): TemplateResult | typeof nothing {
  const { t, flow } = host;
  const reasons = reasonTexts(host, flow.verdict?.reasons ?? host.againReasons);
  if (reasons.length)
    return html`<div class="note warn" part="again">
      ${icon('warning', 20)}
      <div>
        <strong>${t('intro.again')}</strong>
        ${reasons.map((text) => html`<div>${text}</div>`)}
      </div>
    </div>`;
  return flow.uploaded.length && host.asksDocument
    ? html`<div class="note good" part="received">${icon('check', 20)}${t('intro.received')}</div>`
    : nothing;
}
