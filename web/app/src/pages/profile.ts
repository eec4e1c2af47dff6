import { html, type TemplateResult } from 'lit';
import {
  type Profile,
  field,
  go,
  language,
  longDate,
  messages,
  submit,
  valuesOf,
} from 'vestibule-shell';
import { countries } from '../countries.js';
import { countryName } from '../countries.js';
import { t } from '../words/index.js';
import { AccountPage } from './account-page.js';

/** Name, date of birth and nationality as on the document. Verified details stay as they are. */
export class ProfilePage extends AccountPage {
  protected override render(): TemplateResult {
    const { account } = this.app;
    if (!account.me)
      return html`<div class="card narrow">
        <h1 tabindex="-1">${t('title.profile')}</h1>
        <p role="status">${t('page.loading')}</p>
      </div>`;
    const { profile } = account;
    const frozen = account.me.kycStatus === 'verified';
    return html`<form class="card narrow" @submit=${this.save}>
      <h1 tabindex="-1">${t('title.profile')}</h1>
      <p class="muted">${frozen ? t('profile.frozen') : t('profile.lead')}</p>
      ${messages(this.fault, this.notice)}
      ${frozen && profile ? this.fixed(profile) : this.fields(profile)}
      ${field({
        name: 'address',
        label: t('profile.address'),
        autocomplete: 'street-address',
        value: profile?.address ?? '',
        maxlength: 500,
        required: false,
      })}
      ${submit(t('profile.save'), this.busy)}
    </form>`;
  }

  private fields(profile: Profile | undefined): TemplateResult {
    return html`${field({
        name: 'fullName',
        label: t('profile.name'),
        autocomplete: 'name',
        value: profile?.fullName ?? '',
        maxlength: 200,
      })}
      ${field({
        name: 'dateOfBirth',
        label: t('profile.born'),
        type: 'date',
        autocomplete: 'bday',
        value: profile?.dateOfBirth ?? '',
      })}
      <div class="field">
        <label for="nationality">${t('profile.nationality')}</label>
        <select id="nationality" name="nationality" required>
          <option value="">${t('profile.choose')}</option>
          ${countries(language(), this.app.config.outbox !== '').map(
            ({ code, name }) =>
              html`<option value=${code} ?selected=${profile?.nationality === code}>
                ${name}
              </option>`,
          )}
        </select>
      </div>`;
  }

  /** What is verified is text: nothing that looks as if it could be changed. */
  private fixed({ fullName, dateOfBirth, nationality }: Profile): TemplateResult {
    return html`<dl class="facts">
      <dt>${t('profile.name')}</dt>
      <dd>${fullName}</dd>
      <dt>${t('profile.born')}</dt>
      <dd>${longDate(dateOfBirth)}</dd>
      <dt>${t('profile.nationality')}</dt>
      <dd>${countryName(nationality, language())}</dd>
    </dl>`;
  }

  private readonly save = (event: Event): void => {
    const { api, account } = this.app;
    const { profile } = account;
    const first = !profile?.complete;
    const sent = { fullName: '', dateOfBirth: '', nationality: '', address: '' };
    const kept =
      profile && Object.fromEntries(Object.keys(sent).map((k) => [k, profile[k as 'address']]));
    const body = { ...sent, ...kept, ...valuesOf(event) };
    void this.attempt(async () => {
      await api.put('/me/profile', body);
      await account.refresh();
    }).then((saved) => {
      if (!saved) return;
      this.notice = t('profile.saved');
      if (first) go('/status');
    });
  };
}

customElements.define('page-profile', ProfilePage);
