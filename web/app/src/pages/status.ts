import { html, nothing, type TemplateResult } from 'lit';
import { type Mark, journey, type Stop } from '../journey.js';
import { t } from '../words/index.js';
import { AccountPage } from './account-page.js';
import { reasonsOf } from '../reasons.js';

const SIGNS: Record<Mark, string> = { done: '✓', now: '', waiting: '…', failed: '✕', later: '' };
const TONES: Record<Mark, string> = {
  done: 'good',
  now: 'warn',
  waiting: 'warn',
  failed: 'bad',
  later: '',
};

/** The way from the account to the decision, kept up to date while the page is open. */
export class StatusPage extends AccountPage {
  protected override render(): TemplateResult {
    const { account } = this.app;
    const { me } = account;
    if (!me)
      return html`<div class="card wide">
        <h1 tabindex="-1">${t('title.status')}</h1>
        <p role="status">${account.stale ? t('status.unreachable') : t('page.loading')}</p>
      </div>`;
    const stops = journey(me, account.profile, account.verification);
    return html`<div class="card wide">
      <h1 tabindex="-1">${this.headline(stops)}</h1>
      <p class="muted">${t('status.who', { email: me.email })}</p>
      <ol class="journey">
        ${stops.map((stop) => this.stop(stop))}
      </ol>
      ${this.reason()}
      <p class="fresh muted" role="status">
        ${account.stale ? t('status.stale') : account.settled ? '' : t('status.fresh')}
      </p>
    </div>`;
  }

  private headline(stops: Stop[]): string {
    if (stops.every((stop) => stop.mark === 'done')) return t('status.verified');
    if (stops.some((stop) => stop.mark === 'failed')) return t('status.rejected');
    const n = stops.filter((stop) => stop.mark === 'done').length;
    const turn = stops.some((stop) => stop.mark === 'now');
    return turn ? t('status.turn', { n, total: stops.length }) : t('status.waiting');
  }

  private stop(stop: Stop): TemplateResult {
    const current = stop.mark === 'now' || stop.mark === 'waiting';
    return html`<li class="stop ${stop.mark}" aria-current=${current ? 'step' : nothing}>
      <span class="sign" aria-hidden="true">${SIGNS[stop.mark]}</span>
      <div>
        <h2>${stop.name} <span class="tag ${TONES[stop.mark]}">${t(`mark.${stop.mark}`)}</span></h2>
        <p class="muted">${stop.text}</p>
        ${
          stop.path
            ? html`<a class="button ${stop.mark === 'now' ? 'primary' : ''}" href="#${stop.path}"
                >${stop.action}</a
              >`
            : nothing
        }
      </div>
    </li>`;
  }

  /** Only what the server calls safe to say; internal reasons never get here. */
  private reason(): TemplateResult | typeof nothing {
    const { verification } = this.app.account;
    if (!verification || !['rejected', 'resubmit_requested'].includes(verification.status))
      return nothing;
    return html`<p class="note ${verification.status === 'rejected' ? 'bad' : 'warn'}">
      ${reasonsOf(verification).join(' ')}
    </p>`;
  }
}

customElements.define('page-status', StatusPage);
