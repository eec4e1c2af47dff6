import { html, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { codeField, field, go, messages, Page, submit, valuesOf } from 'vestibule-shell';
import type { App } from '../context.js';
import { t } from '../words/index.js';

/** A new password by a code that the account's owner gets. */
export class PasswordPage extends Page {
  @property({ attribute: false }) app!: App;
  @state() private username = '';

  protected override render(): TemplateResult {
    return this.username ? this.second() : this.first();
  }

  private first(): TemplateResult {
    const submitted = (event: Event) => {
      const { email } = valuesOf(event);
      void this.attempt(async () => {
        await this.app.api.post('/auth/password/forgot', { username: email });
        this.username = email!;
        await this.focusHeading();
      });
    };
    const known = this.app.session.claims?.email ?? '';
    return html`<form class="card narrow" @submit=${submitted}>
      <h1 tabindex="-1">${t('title.password')}</h1>
      <p class="muted">${t('password.lead')}</p>
      ${messages(this.fault)}
      ${field({
        name: 'email',
        label: t('sign.email'),
        type: 'email',
        autocomplete: 'username',
        value: known,
      })}
      ${submit(t('password.send'), this.busy)}
    </form>`;
  }

  private second(): TemplateResult {
    const submitted = (event: Event) => {
      const { code } = valuesOf(event);
      const password = (event.currentTarget as HTMLFormElement).password.value as string;
      void this.attempt(async () => {
        const { api, session } = this.app;
        await api.post('/auth/password/reset', { username: this.username, code, password });
        go('/sign-in?after=password');
        await session.signOut();
      });
    };
    return html`<form class="card narrow" @submit=${submitted}>
      <h1 tabindex="-1">${t('password.choose')}</h1>
      ${messages(this.fault)} ${codeField(t('sign.code'), t('password.code.hint'))}
      ${field({
        name: 'password',
        label: t('password.new'),
        type: 'password',
        autocomplete: 'new-password',
        hint: t('up.password.hint'),
        minlength: 12,
        maxlength: 256,
      })}
      ${submit(t('password.change'), this.busy)}
    </form>`;
  }
}

customElements.define('page-password', PasswordPage);
