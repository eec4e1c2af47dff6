import { html, nothing, type TemplateResult } from 'lit';
import type { VerificationStatus } from '../contract.js';
import type { VerdictController } from '../controllers/verdict.js';
import type { Host } from '../host.js';
import type { BaseKey as Key } from '../i18n/en.js';
import { type IconName, icon } from './icons.js';
import { errorNote, heading, reasonTexts, stepper } from './parts.js';

interface Look {
  icon: IconName;
  tone: 'good' | 'warn' | 'bad' | '';
  title: Key;
  lead?: Key;
}

const REVIEW: Look = {
  icon: 'clock',
  tone: 'warn',
  title: 'result.review.title',
  lead: 'result.review.lead',
};
const EXPIRED: Look = {
  icon: 'clock',
  tone: '',
  title: 'result.expired.title',
  lead: 'result.expired.lead',
};

const LOOKS: Partial<Record<VerificationStatus, Look>> = {
  approved: {
    icon: 'check',
    tone: 'good',
    title: 'result.approved.title',
    lead: 'result.approved.lead',
  },
  // A level for less than verified: it says what was asked, and no more.
  confirmed: { icon: 'check', tone: 'good', title: 'result.approved.lead' },
  needs_review: REVIEW,
  resubmit_requested: { icon: 'camera', tone: 'warn', title: 'result.resubmit.title' },
  rejected: { icon: 'cross', tone: 'bad', title: 'result.rejected.title' },
  expired: EXPIRED,
  abandoned: EXPIRED,
  error: { icon: 'warning', tone: 'bad', title: 'result.error.title', lead: 'result.error.lead' },
};
const AGAIN: ReadonlySet<VerificationStatus> = new Set([
  'resubmit_requested',
  'expired',
  'abandoned',
]);

export function processingView(host: Host, verdict: VerdictController): TemplateResult {
  const { t } = host;
  return html`<section part="processing">
    ${stepper(host, 'result')}
    <div class="centre">
      <div class="badge" part="badge">
        ${
          verdict.error
            ? icon('warning', 40)
            : html`<span class="spinner">${icon('spinner', 40)}</span>`
        }
      </div>
      ${heading(t('processing.title'))}
      <p part="lead">${t('processing.lead')}</p>
    </div>
    ${errorNote(host, verdict.error)}
    ${
      verdict.error
        ? html`<div class="actions">
            <button
              class="primary"
              part="button primary-button"
              @click=${() => void verdict.again()}
            >
              ${t('action.retry')}
            </button>
          </div>`
        : nothing
    }
  </section>`;
}

export function resultView(host: Host): TemplateResult {
  const { t, flow } = host;
  const status = flow.verdict?.status ?? 'needs_review';
  const look = LOOKS[status] ?? REVIEW;
  const reasons =
    status === 'needs_review' || status === 'approved'
      ? []
      : reasonTexts(host, flow.verdict?.reasons ?? []);
  return html`<section part="result" data-status=${status}>
    ${stepper(host, 'result')}
    <div class="centre">
      <div class="badge ${look.tone}" part="badge">${icon(look.icon, 44)}</div>
      ${heading(t(look.title))} ${look.lead ? html`<p part="lead">${t(look.lead)}</p>` : nothing}
      ${reasons.map((text) => html`<p part="reason">${text}</p>`)}
    </div>
    <slot name="result"></slot>
    ${
      AGAIN.has(status) && host.asksDocument
        ? html`<div class="actions">
            <button
              class="primary"
              part="button primary-button"
              @click=${() => host.dispatch({ type: 'document-again' })}
            >
              ${t('result.restart')}
            </button>
          </div>`
        : nothing
    }
    <slot name="result-end"></slot>
  </section>`;
}
