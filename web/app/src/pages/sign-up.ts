import { html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { codeField, field, go, messages, Page, submit, valuesOf } from 'vestibule-shell';
import type { App } from '../context.js';

/** Seconds before another SMS may be asked for. */
const NEXT_CODE = 30;

/** E-mail, password and phone; then the code from the SMS; then straight in. */
export class SignUpPage extends Page {
  @property({ attribute: false }) app!: App;
  @state() private onboardingId = '';
  @state() private wait = 0;
  private account = { email: '', password: '', phoneNumber: '' };
  private clock: ReturnType<typeof setInterval> | undefined;

  override disconnectedCallback(): void {
    clearInterval(this.clock);
    this.account = { email: '', password: '', phoneNumber: '' };
    super.disconnectedCallback();
  }

  protected override render(): TemplateResult {
    return this.onboardingId ? this.code() : this.form();
  }

  private form(): TemplateResult {
    const { email, phoneNumber } = this.account;
    return html`<form class="card narrow" @submit=${this.start}>
      <h1 tabindex="-1">Open an account</h1>
      <p class="muted">We send a code to your phone to confirm the number.</p>
      ${messages(this.fault)}
      ${field({
        name: 'email',
        label: 'E-mail address',
        type: 'email',
        autocomplete: 'email',
        value: email,
        maxlength: 254,
      })}
      ${field({
        name: 'password',
        label: 'Password',
        type: 'password',
        autocomplete: 'new-password',
        hint: 'At least 12 characters with upper case, lower case and a number.',
        minlength: 12,
        maxlength: 256,
      })}
      ${field({
        name: 'phoneNumber',
        label: 'Mobile phone',
        type: 'tel',
        autocomplete: 'tel',
        value: phoneNumber,
        hint: 'With the country code, for example +30 691 234 5678.',
        pattern: '[+][0-9 ()\\-]{7,24}',
        title: '+ and the country code first',
      })}
      ${submit('Continue', this.busy)}
      <p class="aside">Already a customer? <a href="#/sign-in">Sign in</a></p>
    </form>`;
  }

  private code(): TemplateResult {
    const { phoneNumber } = this.account;
    const { outbox } = this.app.config;
    return html`<form class="card narrow" @submit=${this.confirm}>
      <h1 tabindex="-1">Enter the code</h1>
      <p class="muted">We sent six digits by SMS to ${phoneNumber}.</p>
      ${messages(this.fault, this.notice)} ${codeField('Code', 'It stays valid for a few minutes.')}
      ${submit('Confirm', this.busy)}
      <button type="button" ?disabled=${this.busy || this.wait > 0} @click=${this.resend}>
        ${this.wait > 0 ? `Send another code in ${this.wait} s` : 'Send another code'}
      </button>
      <button type="button" class="quiet" @click=${this.back}>Change the phone number</button>
      ${
        outbox
          ? html`<p class="note warn">
              On this computer no SMS is sent:
              <a href=${outbox} target="_blank" rel="noreferrer">read it in the outbox</a>.
            </p>`
          : nothing
      }
    </form>`;
  }

  private readonly start = (event: Event): void => {
    const { email, password, phoneNumber } = valuesOf(event);
    this.account = {
      email: email!,
      // Spaces at the ends of a password belong to it.
      password: (event.currentTarget as HTMLFormElement).password.value || password,
      phoneNumber: phoneNumber!.replace(/[^+\d]/g, ''),
    };
    void this.attempt(async () => {
      const path = '/auth/signup/start';
      const { onboardingId } = await this.app.api.post<{ onboardingId: string }>(
        path,
        this.account,
      );
      this.onboardingId = onboardingId;
      this.countDown();
      await this.focusHeading();
    });
  };

  private readonly confirm = (event: Event): void => {
    const { code } = valuesOf(event);
    void this.attempt(async () => {
      const { api, session } = this.app;
      await api.post('/auth/signup/confirm', { onboardingId: this.onboardingId, code });
      // An address that had an account gets here too, but its password is another one.
      await session
        .signIn(this.account.email, this.account.password)
        .catch(() => go('/sign-in?after=signed-up'));
    });
  };

  private readonly resend = (): void => {
    void this.attempt(async () => {
      await this.app.api.post('/auth/signup/resend', { onboardingId: this.onboardingId });
      this.countDown();
    }).then((sent) => {
      if (sent) this.notice = 'Another code is on its way. Only the newest one counts.';
    });
  };

  private readonly back = (): void => {
    this.onboardingId = '';
    this.fault = this.notice = '';
    void this.focusHeading();
  };

  private countDown(): void {
    clearInterval(this.clock);
    this.wait = NEXT_CODE;
    this.clock = setInterval(() => {
      this.wait -= 1;
      if (this.wait <= 0) clearInterval(this.clock);
    }, 1000);
  }
}

customElements.define('page-sign-up', SignUpPage);
