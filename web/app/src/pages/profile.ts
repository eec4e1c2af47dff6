import { html, type TemplateResult } from 'lit';
import { field, go, messages, submit, valuesOf } from 'vestibule-shell';
import { countries } from '../countries.js';
import { AccountPage } from './account-page.js';

/** Name, date of birth and nationality as on the document. Verified details stay as they are. */
export class ProfilePage extends AccountPage {
  protected override render(): TemplateResult {
    const { account, config } = this.app;
    if (!account.me)
      return html`<div class="card narrow">
        <h1 tabindex="-1">About you</h1>
        <p role="status">Loading…</p>
      </div>`;
    const { profile } = account;
    const frozen = account.me.kycStatus === 'verified';
    return html`<form class="card narrow" @submit=${this.save}>
      <h1 tabindex="-1">About you</h1>
      <p class="muted">
        ${
          frozen
            ? 'Your name, date of birth and nationality are verified. You can change your address.'
            : 'Please write everything as it is printed on your document.'
        }
      </p>
      ${messages(this.fault, this.notice)}
      ${field({
        name: 'fullName',
        label: 'Full name',
        autocomplete: 'name',
        value: profile?.fullName ?? '',
        maxlength: 200,
        disabled: frozen,
      })}
      ${field({
        name: 'dateOfBirth',
        label: 'Date of birth',
        type: 'date',
        autocomplete: 'bday',
        value: profile?.dateOfBirth ?? '',
        disabled: frozen,
      })}
      <div class="field">
        <label for="nationality">Nationality</label>
        <select id="nationality" name="nationality" required ?disabled=${frozen}>
          <option value="">Please choose</option>
          ${countries(navigator.language, config.outbox !== '').map(
            ({ code, name }) =>
              html`<option value=${code} ?selected=${profile?.nationality === code}>
                ${name}
              </option>`,
          )}
        </select>
      </div>
      ${field({
        name: 'address',
        label: 'Address',
        autocomplete: 'street-address',
        value: profile?.address ?? '',
        maxlength: 500,
        required: false,
      })}
      ${submit('Save', this.busy)}
    </form>`;
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
      this.notice = 'Saved.';
      if (first) go('/status');
    });
  };
}

customElements.define('page-profile', ProfilePage);
