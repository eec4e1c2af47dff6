import { generate } from 'lean-qr';
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { ref } from 'lit/directives/ref.js';
import { codeField, messages, submit, valuesOf } from 'vestibule-shell';
import { AccountPage } from './account-page.js';

/** A second factor by an authenticator app (TOTP, RFC 6238), and the way to a new password. */
export class SecurityPage extends AccountPage {
  @state() private secret = '';

  protected override render(): TemplateResult {
    return html`<div class="card narrow">
        <h1 tabindex="-1">Security</h1>
        <h2>Second factor</h2>
        <p class="muted">With an authenticator app, nobody can sign in with your password alone.</p>
        ${messages(this.fault, this.notice)}
        ${
          this.secret
            ? this.enrolment()
            : html`<button type="button" ?disabled=${this.busy} @click=${this.begin}>
                Set up an authenticator app
              </button>`
        }
      </div>
      <div class="card narrow">
        <h2>Password</h2>
        <p class="muted">We send you a code and you choose a new password.</p>
        <a class="button" href="#/password">Change the password</a>
      </div>`;
  }

  private enrolment(): TemplateResult {
    return html`<form @submit=${this.confirm}>
      <p>Scan this code with your app, or type the key.</p>
      <canvas
        class="qr"
        role="img"
        aria-label="QR code with the key below"
        ${ref((canvas) => this.draw(canvas as HTMLCanvasElement | undefined))}
      ></canvas>
      <p class="key"><code>${this.secret.match(/.{1,4}/g)?.join(' ')}</code></p>
      ${codeField('Code', 'The six digits your app shows now.')} ${submit('Switch on', this.busy)}
      <button type="button" class="quiet" @click=${() => (this.secret = '')}>Cancel</button>
    </form>`;
  }

  private readonly begin = (): void => {
    const { api, session } = this.app;
    void this.attempt(async () => {
      await session.token();
      const body = { accessToken: session.accessToken };
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
      if (done) this.notice = 'From now on we ask for a code when you sign in.';
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
