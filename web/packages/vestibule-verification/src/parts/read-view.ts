import type { TemplateResult } from 'lit';
import type { Host, Kit } from '../host.js';
import type { ReadController } from './read.js';
import { html } from './template.js';

const FIELDS = [
  ['name', 'read.name'],
  ['dateOfBirth', 'read.born'],
  ['documentNumber', 'read.number'],
  ['expiry', 'read.expires'],
] as const;
/** What the server advises -> what is said of it. */
const WARNINGS = [
  ['front_shows_the_back', 'read.front_shows_the_back'],
  ['back_shows_the_front', 'read.back_shows_the_front'],
  ['document_expired', 'reason.document_expired'],
] as const;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** "Is this right?": name, date of birth, number and end, as they were read. */
export function readView(host: Host, kit: Kit, read: ReadController): TemplateResult {
  const { t } = host;
  const { preview } = read;
  if (!preview)
    return html`<section part="read">
      ${kit.stepper(host, 'document')} ${kit.waiting(t('document.looking'))}
    </section>`;
  const doubtful = preview.missing.length > 0 || preview.advice.length > 0;
  const look = (main: boolean) => (main ? 'primary' : 'secondary');
  return html`<section part="read">
    ${kit.stepper(host, 'document')} ${kit.heading(t('read.title'))}
    <p part="lead">${t('read.lead')}</p>
    <dl class="fields" part="fields">
      ${FIELDS.map(
        ([name, label]) =>
          html`<dt>${t(label)}</dt>
            <dd>${said(host, preview.fields[name])}</dd>`,
      )}
    </dl>
    ${WARNINGS.filter(([advice]) => preview.advice.includes(advice)).map(
      ([, text]) =>
        html`<div class="note warn" part="hints">${kit.icon('warning', 20)}${t(text)}</div>`,
    )}
    <div class="actions" part="actions">
      <button class=${look(!doubtful)} part="button right-button" @click=${() => read.right()}>
        ${t('read.yes')}
      </button>
      <button class=${look(doubtful)} part="button wrong-button" @click=${() => read.wrong()}>
        ${t('read.no')}
      </button>
      ${kit.cancelButton(host)}
    </div>
  </section>`;
}

/** A date in the reader's own words; what could not be read says so. */
function said(host: Host, value: string | undefined): unknown {
  if (!value) return html`<span class="none">${host.t('read.nothing')}</span>`;
  if (!DATE.test(value)) return html`<bdi>${value}</bdi>`;
  // Days and months as this reader's own region orders them, in the language of the card.
  const spoken = host.shadowRoot?.querySelector<HTMLElement>('.card')?.lang ?? 'en';
  const language = navigator.languages.find((tag) => tag.split('-')[0] === spoken) ?? spoken;
  return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(value),
  );
}
