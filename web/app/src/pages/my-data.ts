import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { type ErasureReceipt, field, go, longDate, messages, valuesOf } from 'vestibule-shell';
import { t } from '../words/index.js';
import { AccountPage } from './account-page.js';

/** The rights of GDPR articles 15, 17 and 20: see it, take it, have it deleted. */
export class MyDataPage extends AccountPage {
  @state() private receipt: ErasureReceipt | undefined;

  protected override render(): TemplateResult {
    return this.receipt ? this.farewell(this.receipt) : this.choices();
  }

  /** The receipt is shown before the session ends: nobody can ask for it afterwards. */
  private farewell({ receiptId, kept, backupsEndBy }: ErasureReceipt): TemplateResult {
    const leave = () => {
      go('/sign-in?after=deleted');
      this.app.session.forget();
    };
    return html`<div class="card wide">
      <h1 tabindex="-1">${t('data.gone')}</h1>
      <p>${t('data.receipt', { id: receiptId, date: longDate(backupsEndBy) })}</p>
      ${
        kept.length
          ? html`<h2>${t('data.kept')}</h2>
              <ul>
                ${kept.map(
                  ({ what, until, law }) =>
                    html`<li>${t('data.kept.entry', { what, until: longDate(until), law })}</li>`,
                )}
              </ul>`
          : nothing
      }
      <button type="button" class="primary" @click=${leave}>${t('nav.out')}</button>
    </div>`;
  }

  private choices(): TemplateResult {
    return html`<div class="card wide">
        <h1 tabindex="-1">${t('title.data')}</h1>
        <p class="muted">${t('data.lead')}</p>
        ${messages(this.fault, this.notice)}
        <h2>${t('data.copy')}</h2>
        <p>${t('data.copy.text')}</p>
        <button type="button" ?disabled=${this.busy} @click=${this.download}>
          ${t('data.download')}
        </button>
      </div>
      <div class="card wide">
        <h2>${t('data.delete')}</h2>
        <p>${t('data.delete.text')}</p>
        <button type="button" class="danger" @click=${() => this.dialog.showModal()}>
          ${t('data.delete.open')}
        </button>
        <dialog aria-labelledby="delete-title">
          <form method="dialog" @submit=${this.erase}>
            <h2 id="delete-title">${t('data.delete.title')}</h2>
            <p>${t('data.delete.sure')}</p>
            ${field({ name: 'confirmation', label: t('sign.email'), type: 'email' })}
            <div class="row">
              <button type="submit" class="danger" ?disabled=${this.busy}>
                ${t('data.delete.all')}
              </button>
              <button type="button" @click=${() => this.dialog.close()}>
                ${t('data.delete.keep')}
              </button>
            </div>
          </form>
        </dialog>
      </div>`;
  }

  private get dialog(): HTMLDialogElement {
    return this.querySelector('dialog')!;
  }

  private readonly download = (): void => {
    void this.attempt(async () => {
      const data = await this.app.api.get<unknown>('/me/export');
      const text = JSON.stringify(data, null, 2);
      save('my-data.json', new Blob([text], { type: 'application/json' }));
    }).then((done) => {
      if (done) this.notice = t('data.downloaded');
    });
  };

  private readonly erase = (event: Event): void => {
    const { confirmation } = valuesOf(event);
    const { api, account } = this.app;
    this.dialog.close();
    if (confirmation?.toLowerCase() !== account.me?.email.toLowerCase()) {
      this.fault = t('data.delete.other');
      return;
    }
    void this.attempt(async () => {
      // A look that meets the erased account would end the session, and nobody would see the receipt.
      await account.rest();
      this.receipt = await api.call<ErasureReceipt>('DELETE', '/me').catch((fault: unknown) => {
        account.watch();
        throw fault;
      });
      account.notices.clear();
    }).then(() => (this.receipt ? this.focusHeading() : undefined));
  };
}

function save(name: string, content: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

customElements.define('page-my-data', MyDataPage);
