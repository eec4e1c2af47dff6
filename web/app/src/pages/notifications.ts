import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { ago, dateTime, messages } from 'vestibule-shell';
import type { Notice } from '../notices.js';
import { t } from '../words/index.js';
import { AccountPage } from './account-page.js';

/** What happened, newest first, and whether the browser may tell it. */
export class NotificationsPage extends AccountPage {
  @state() private permission: NotificationPermission | 'unsupported' =
    typeof Notification === 'undefined' ? 'unsupported' : Notification.permission;
  /** Unread when the page was opened: marked for as long as it is. */
  private fresh: readonly string[] | undefined;

  protected override updated(): void {
    this.app.account.notices.markRead();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // The number in the header goes once the list was seen.
    this.app.account.dispatchEvent(new Event('change'));
  }

  protected override render(): TemplateResult {
    const { list } = this.app.account.notices;
    this.fresh = [
      ...(this.fresh ?? []),
      ...list.filter((notice) => !notice.read).map((notice) => notice.at),
    ];
    return html`<div class="card wide">
      <h1 tabindex="-1">${t('title.notifications')}</h1>
      <p class="muted">${t('notice.lead')}</p>
      ${messages(this.fault, this.notice)} ${this.choice()}
      ${
        list.length
          ? html`<ul class="notices">
              ${list.map((notice) => this.entry(notice))}
            </ul>`
          : html`<p>${t('notice.none')}</p>`
      }
    </div>`;
  }

  private entry(notice: Notice): TemplateResult {
    return html`<li>
      <h2>
        ${t(`notice.${notice.code}`)}
        ${this.fresh?.includes(notice.at) ? html`<span class="tag warn">${t('notice.new')}</span>` : nothing}
      </h2>
      <p>${t(`notice.${notice.code}.text`)}</p>
      <time class="muted" datetime=${notice.at} title=${dateTime(notice.at)}
        >${ago(notice.at)}</time
      >
    </li>`;
  }

  private choice(): TemplateResult | typeof nothing {
    if (this.permission === 'granted') return html`<p class="note good">${t('notice.granted')}</p>`;
    if (this.permission === 'denied') return html`<p class="note warn">${t('notice.denied')}</p>`;
    if (this.permission === 'unsupported') return nothing;
    return html`<p>
      <button type="button" @click=${() => void this.ask()}>${t('notice.ask')}</button>
    </p>`;
  }

  private async ask(): Promise<void> {
    this.permission = await Notification.requestPermission();
  }
}

customElements.define('page-notifications', NotificationsPage);
