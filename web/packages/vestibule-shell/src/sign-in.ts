import { html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { Page } from './element.js';
import { codeField, field, messages, submit, valuesOf } from './forms.js';
import { messageOf } from './problem.js';
import type { Challenge, Session } from './session.js';
import { t } from './speech.js';

/** E-mail and password, then the authenticator's code when the account asks for it. */
export class SignIn extends Page {
  @property({ attribute: false }) session!: Session;
  @property() heading = '';
  @property() notes = '';
  /** What went wrong on the way back from the company. */
  @property({ attribute: false }) came: unknown;
  @state() private challenge: Challenge | undefined;

  protected override render(): TemplateResult {
    return this.challenge ? this.second() : this.first();
  }

  private first(): TemplateResult {
    const submitted = (event: Event) => {
      const { email, password } = valuesOf(event);
      void this.attempt(async () => {
        this.challenge = await this.session.signIn(email!, password!);
        if (this.challenge) await this.focusHeading();
      });
    };
    return html`<form class="card narrow" @submit=${submitted}>
      <h1 tabindex="-1">${this.heading || t('sign.in')}</h1>
      ${messages(this.fault || this.cameWith(), this.notes)} ${this.company()}
      ${field({ name: 'email', label: t('sign.email'), type: 'email', autocomplete: 'username' })}
      ${field({
        name: 'password',
        label: t('sign.password'),
        type: 'password',
        autocomplete: 'current-password',
      })}
      ${submit(t('sign.in'), this.busy)}
    </form>`;
  }

  private cameWith(): string {
    return this.came === undefined ? '' : messageOf(this.came);
  }

  /** For staff of a company with a directory; the form stays, for accounts of the pool. */
  private company(): TemplateResult | typeof nothing {
    const { company } = this.session;
    if (!company) return nothing;
    const go = () => void this.attempt(() => company.begin());
    return html`<button type="button" class="company" ?disabled=${this.busy} @click=${go}>
        ${t('sign.company', { name: company.staff.provider })}
      </button>
      <p class="or"><span>${t('sign.or')}</span></p>`;
  }

  private second(): TemplateResult {
    const submitted = (event: Event) => {
      const { code } = valuesOf(event);
      void this.attempt(() => this.session.answer(this.challenge!, code!));
    };
    return html`<form class="card narrow" @submit=${submitted}>
      <h1 tabindex="-1">${t('sign.code.title')}</h1>
      ${messages(this.fault)} ${codeField(t('sign.code'), t('sign.code.hint'))}
      ${submit(t('action.continue'), this.busy)}
      <button type="button" class="quiet" @click=${() => (this.challenge = undefined)}>
        ${t('action.back')}
      </button>
    </form>`;
  }
}

customElements.define('vestibule-sign-in', SignIn);
