import { html, nothing, type TemplateResult } from 'lit';
import { type Mark, journey, type Stop } from '../journey.js';
import { AccountPage } from './account-page.js';

const SIGNS: Record<Mark, string> = { done: '✓', now: '', waiting: '…', failed: '✕', later: '' };
const SAID: Record<Mark, string> = {
  done: 'Done',
  now: 'Your turn',
  waiting: 'Under way',
  failed: 'Not confirmed',
  later: 'Later',
};
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
        <h1 tabindex="-1">Status</h1>
        <p role="status">
          ${account.stale ? 'We cannot reach the server. Trying again…' : 'Loading…'}
        </p>
      </div>`;
    const stops = journey(me, account.profile, account.verification);
    return html`<div class="card wide">
      <h1 tabindex="-1">${this.headline(stops)}</h1>
      <p class="muted">Signed in as ${me.email}</p>
      <ol class="journey">
        ${stops.map((stop) => this.stop(stop))}
      </ol>
      ${this.reason()}
      <p class="fresh muted" role="status">
        ${
          account.stale
            ? 'We cannot reach the server at the moment; this may be out of date.'
            : account.settled
              ? ''
              : 'This page keeps itself up to date.'
        }
      </p>
    </div>`;
  }

  private headline(stops: Stop[]): string {
    if (stops.every((stop) => stop.mark === 'done')) return 'You’re verified';
    if (stops.some((stop) => stop.mark === 'failed')) return 'We could not confirm your identity';
    const turn = stops.some((stop) => stop.mark === 'now');
    return turn ? 'Almost there' : 'We’re checking your details';
  }

  private stop(stop: Stop): TemplateResult {
    const current = stop.mark === 'now' || stop.mark === 'waiting';
    return html`<li class="stop ${stop.mark}" aria-current=${current ? 'step' : nothing}>
      <span class="sign" aria-hidden="true">${SIGNS[stop.mark]}</span>
      <div>
        <h2>${stop.name} <span class="tag ${TONES[stop.mark]}">${SAID[stop.mark]}</span></h2>
        <p class="muted">${stop.text}</p>
        ${
          stop.path
            ? html`<a class="button primary" href="#${stop.path}">${stop.action}</a>`
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
      ${verification.message}
    </p>`;
  }
}

customElements.define('page-status', StatusPage);
