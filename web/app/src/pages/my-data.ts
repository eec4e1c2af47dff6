import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { type ErasureReceipt, field, go, messages, valuesOf } from 'vestibule-shell';
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
      <h1 tabindex="-1">Your data is deleted</h1>
      <p>
        Receipt <code>${receiptId}</code>. Backups that still hold copies end by
        ${longDate(backupsEndBy)}.
      </p>
      ${
        kept.length
          ? html`<h2>What the law makes us keep</h2>
              <ul>
                ${kept.map(
                  ({ what, until, law }) =>
                    html`<li>
                      ${what}, until ${longDate(until)} <span class="muted">(${law})</span>
                    </li>`,
                )}
              </ul>`
          : nothing
      }
      <button type="button" class="primary" @click=${leave}>Sign out</button>
    </div>`;
  }

  private choices(): TemplateResult {
    return html`<div class="card wide">
        <h1 tabindex="-1">My data</h1>
        <p class="muted">Everything we keep about you belongs to you.</p>
        ${messages(this.fault, this.notice)}
        <h2>Take a copy</h2>
        <p>A file (JSON) with your account, your details and the course of your verification.</p>
        <button type="button" ?disabled=${this.busy} @click=${this.download}>
          Download my data
        </button>
      </div>
      <div class="card wide">
        <h2>Delete my account</h2>
        <p>
          Your account, your details and your pictures are deleted at once. What the law makes us
          keep stays locked until its time is over.
        </p>
        <button type="button" class="danger" @click=${() => this.dialog.showModal()}>
          Delete my account…
        </button>
        <dialog aria-labelledby="delete-title">
          <form method="dialog" @submit=${this.erase}>
            <h2 id="delete-title">Delete your account?</h2>
            <p>This cannot be undone. Write your e-mail address to confirm.</p>
            ${field({ name: 'confirmation', label: 'E-mail address', type: 'email' })}
            <div class="row">
              <button type="submit" class="danger" ?disabled=${this.busy}>Delete everything</button>
              <button type="button" @click=${() => this.dialog.close()}>Keep my account</button>
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
      if (done) this.notice = 'The file is in your downloads.';
    });
  };

  private readonly erase = (event: Event): void => {
    const { confirmation } = valuesOf(event);
    const { api, account } = this.app;
    this.dialog.close();
    if (confirmation?.toLowerCase() !== account.me?.email.toLowerCase()) {
      this.fault = 'This is not the e-mail address of your account. Nothing was deleted.';
      return;
    }
    void this.attempt(async () => {
      this.receipt = await api.call<ErasureReceipt>('DELETE', '/me');
      account.notices.clear();
      account.rest();
    }).then(() => (this.receipt ? this.focusHeading() : undefined));
  };
}

const longDate = (day: string): string =>
  new Intl.DateTimeFormat(undefined, { dateStyle: 'long' }).format(new Date(day));

function save(name: string, content: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

customElements.define('page-my-data', MyDataPage);
