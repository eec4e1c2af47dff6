import { html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { codeField, field, go, language, messages, Page, submit, valuesOf } from 'vestibule-shell';
import type { App } from '../context.js';
import { codeOf, dialling, international, likelyRegion } from '../dialling.js';
import { t } from '../words/index.js';

/** Seconds before another SMS may be asked for. */
const NEXT_CODE = 30;

/** What a reload of the code's page must not forget; never the password. */
const KEPT = 'vestibule:sign-up';

interface Kept {
  onboardingId: string;
  email: string;
  phoneNumber: string;
}

/** E-mail, password and phone; then the code from the SMS; then straight in. */
export class SignUpPage extends Page {
  @property({ attribute: false }) app!: App;
  @state() private onboardingId = '';
  @state() private wait = 0;
  @state() private region = likelyRegion();
  private account = { email: '', password: '', phoneNumber: '' };
  private clock: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? 'null') as Kept | null;
    if (!kept) return;
    this.onboardingId = kept.onboardingId;
    this.account = { ...kept, password: '' };
  }

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
      <h1 tabindex="-1">${t('title.sign_up')}</h1>
      <p class="muted">${t('up.lead')}</p>
      ${messages(this.fault)}
      ${field({
        name: 'email',
        label: t('sign.email'),
        type: 'email',
        autocomplete: 'email',
        value: email,
        maxlength: 254,
      })}
      ${field({
        name: 'password',
        label: t('sign.password'),
        type: 'password',
        autocomplete: 'new-password',
        hint: t('up.password.hint'),
        minlength: 12,
        maxlength: 256,
      })}
      ${this.country()}
      ${field({
        name: 'phoneNumber',
        label: t('up.phone'),
        type: 'tel',
        autocomplete: 'tel-national',
        inputmode: 'tel',
        value: phoneNumber,
        hint: t('up.phone.hint', { code: codeOf(this.region) }),
        maxlength: 30,
      })}
      ${submit(t('action.continue'), this.busy)}
      <p class="aside">${t('up.known')} <a href="#/sign-in">${t('sign.in')}</a></p>
    </form>`;
  }

  private country(): TemplateResult {
    const chosen = (event: Event) => (this.region = (event.target as HTMLSelectElement).value);
    return html`<div class="field">
      <label for="country">${t('up.country')}</label>
      <select id="country" autocomplete="tel-country-code" @change=${chosen}>
        ${dialling(language()).map(
          ({ region, name, code }) =>
            html`<option value=${region} ?selected=${region === this.region}>
              ${name} (⁦+${code}⁩)
            </option>`,
        )}
      </select>
    </div>`;
  }

  private code(): TemplateResult {
    const { phoneNumber } = this.account;
    const { outbox } = this.app.config;
    return html`<form class="card narrow" @submit=${this.confirm}>
      <h1 tabindex="-1">${t('code.title')}</h1>
      <p class="muted">${t('code.lead', { phone: phoneNumber })}</p>
      ${messages(this.fault, this.notice)} ${codeField(t('sign.code'), t('code.hint'))}
      ${submit(t('code.confirm'), this.busy)}
      <button type="button" ?disabled=${this.busy || this.wait > 0} @click=${this.resend}>
        ${this.wait > 0 ? t('code.again_in', { n: this.wait }) : t('code.again')}
      </button>
      <button type="button" class="quiet" @click=${this.back}>${t('code.change')}</button>
      ${
        outbox
          ? html`<p class="note warn">
              ${t('code.outbox')}
              <a href=${outbox} target="_blank" rel="noreferrer">${t('code.outbox.link')}</a>.
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
      phoneNumber: phoneNumber!,
    };
    const sent = international(this.region, this.account.phoneNumber);
    void this.attempt(async () => {
      const path = '/auth/signup/start';
      const { onboardingId } = await this.app.api.post<{ onboardingId: string }>(path, {
        ...this.account,
        phoneNumber: sent,
        language: language(),
      });
      this.onboardingId = onboardingId;
      this.account.phoneNumber = sent;
      const kept: Kept = { onboardingId, email: this.account.email, phoneNumber: sent };
      sessionStorage.setItem(KEPT, JSON.stringify(kept));
      this.countDown();
      await this.focusHeading();
    });
  };

  private readonly confirm = (event: Event): void => {
    const { code } = valuesOf(event);
    void this.attempt(async () => {
      const { api, session } = this.app;
      await api.post('/auth/signup/confirm', { onboardingId: this.onboardingId, code });
      sessionStorage.removeItem(KEPT);
      // After a reload the password is not known here any more.
      if (!this.account.password) return go('/sign-in?after=signed-up');
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
      if (sent) this.notice = t('code.sent');
    });
  };

  private readonly back = (): void => {
    this.onboardingId = '';
    sessionStorage.removeItem(KEPT);
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
