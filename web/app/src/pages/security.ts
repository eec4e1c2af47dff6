import { generate } from 'lean-qr';
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { ref } from 'lit/directives/ref.js';
import { codeField, messages, submit, valuesOf } from 'vestibule-shell';
import { t } from '../words/index.js';
import { AccountPage } from './account-page.js';
import { knownSecrets } from './known-secrets.js';

/** A second factor by an authenticator app (TOTP, RFC 6238), and the way to a new password. */
export class SecurityPage extends AccountPage {
  @state() private secret = '';

  protected override render(): TemplateResult {
    return html`<div class="card narrow">
        <h1 tabindex="-1">${t('title.security')}</h1>
        <p class="muted">${t('security.lead')}</p>
        ${messages(this.fault, this.notice)} ${this.secret ? this.enrolment() : this.start()}
      </div>
      <div class="card narrow">
        <h2>${t('sign.password')}</h2>
        <a class="button" href="#/password">${t('security.password')}</a>
      </div>
      <div class="card narrow">
        <h2>${t('sign.email')}</h2>
        <p><bdi>${this.app.account.me?.email}</bdi></p>
        ${
          this.app.account.me?.emailVerified
            ? html`<p class="muted">${t('email.done')}</p>`
            : html`<a class="button" href="#/email">${t('email.confirm')}</a>`
        }
      </div>`;
  }

  private start(): TemplateResult {
    return html`<form @submit=${this.begin}>
      ${knownSecrets()} ${submit(t('security.begin'), this.busy)}
    </form>`;
  }

  private enrolment(): TemplateResult {
    return html`<form @submit=${this.confirm}>
      <p>${t('security.scan')}</p>
      <canvas
        class="qr"
        role="img"
        aria-label=${t('security.qr')}
        ${ref((canvas) => this.draw(canvas as HTMLCanvasElement | undefined))}
      ></canvas>
      <p class="key">
        ${t('security.key')} <code>${this.secret.match(/.{1,4}/g)?.join(' ')}</code>
      </p>
      ${codeField(t('sign.code'), t('sign.code.hint'))} ${submit(t('security.on'), this.busy)}
      <button type="button" class="quiet" @click=${() => (this.secret = '')}>
        ${t('action.back')}
      </button>
    </form>`;
  }

  private readonly begin = (event: Event): void => {
    const { password, code } = valuesOf(event);
    const { api, session } = this.app;
    void this.attempt(async () => {
      await session.token();
      const body = { accessToken: session.accessToken, password, ...(code ? { code } : {}) };
      this.secret = (await api.post<{ secret: string }>('/auth/mfa/enrol', body)).secret;
    });
  };

  private readonly confirm = (event: Event): void => {
    const { code } = valuesOf(event);
    const { api, session } = this.app;
    void this.attempt(async () => {
      await api.post('/auth/mfa/confirm', { accessToken: session.accessToken, code });
      this.secret = '';
    }).then((done) => {
      if (done) this.notice = t('security.done');
    });
  };

  private draw(canvas: HTMLCanvasElement | undefined): typeof nothing | undefined {
    if (!canvas) return;
    const label = encodeURIComponent(`Vestibule:${this.app.account.me?.email ?? ''}`);
    const uri = `otpauth://totp/${label}?secret=${this.secret}&issuer=Vestibule`;
    generate(uri).toCanvas(canvas, { on: [16, 26, 34, 255], off: [255, 255, 255, 255] });
    return;
  }
}

customElements.define('page-security', SecurityPage);
