import { html, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { codeField, messages, submit, valuesOf } from 'vestibule-shell';
import { t } from '../words/index.js';
import { AccountPage } from './account-page.js';
import { knownSecrets } from './known-secrets.js';

/** The address is the person's own: a code that came to it says so. Mails go to no other. */
export class EmailPage extends AccountPage {
  @state() private sent = false;

  protected override render(): TemplateResult {
    const { me } = this.app.account;
    return html`<div class="card narrow">
      <h1 tabindex="-1">${t('sign.email')}</h1>
      ${messages(this.fault, this.notice)}
      <p><bdi>${me?.email}</bdi></p>
      ${
        me?.emailVerified
          ? html`<p class="muted">${t('email.done')}</p>
              <a class="button" href="#/status">${t('verify.status')}</a>`
          : html`<p class="muted">${t('email.lead')}</p>
              ${this.sent ? this.second() : this.first()}`
      }
    </div>`;
  }

  private first(): TemplateResult {
    return html`<form @submit=${this.send}>
      ${knownSecrets()} ${submit(t('password.send'), this.busy)}
    </form>`;
  }

  private second(): TemplateResult {
    return html`<form @submit=${this.confirm}>
      ${codeField(t('sign.code'), t('password.code.hint'))} ${submit(t('code.confirm'), this.busy)}
      <button type="button" class="quiet" @click=${() => (this.sent = false)}>
        ${t('action.back')}
      </button>
    </form>`;
  }

  private readonly send = (event: Event): void => {
    const { password, code } = valuesOf(event);
    const { api, session } = this.app;
    void this.attempt(async () => {
      await session.token();
      const body = { accessToken: session.accessToken, password, ...(code ? { code } : {}) };
      await api.post('/auth/email', body);
      this.sent = true;
      await this.focusHeading();
    });
  };

  private readonly confirm = (event: Event): void => {
    const { code } = valuesOf(event);
    const { api, session, account } = this.app;
    void this.attempt(async () => {
      await session.token();
      await api.post('/auth/email/confirm', { accessToken: session.accessToken, code });
      await account.refresh();
      await this.focusHeading();
    });
  };
}

customElements.define('page-email', EmailPage);
