import { html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { type KycSession, messages, words } from 'vestibule-shell';
import { component } from '../component.js';
import { t } from '../words/index.js';
import { AccountPage } from './account-page.js';

/** Whose page is this one. */
const OURS = 'in_house';

type Ask = Pick<KycSession, 'sessionUrl' | 'provider'> &
  Partial<Pick<KycSession, 'verificationId'>>;

/** The element does the work; this page gives it the session and follows what happens. */
export class VerifyPage extends AccountPage {
  /** The verification a link from another device names. */
  @property() wanted = '';
  /** Fixed while the page is open: a changed id must not restart the element. */
  private opened: string | undefined;
  @state() private asked: Ask | 'asking' | undefined;
  /** The one-time link for the phone, once it is asked for; it opens without a password. */
  @state() private phone = '';

  override connectedCallback(): void {
    super.connectedCallback();
    void component();
  }

  protected override render(): TemplateResult {
    const { account } = this.app;
    // Once the element is there it stays: it shows its own result.
    if (this.opened !== undefined) return this.element(this.opened);
    if (!account.me) return this.card(html`<p role="status">${t('page.loading')}</p>`);
    if (!account.profile?.complete)
      return this.card(
        html`<p>${t('verify.first')}</p>
          <a class="button primary" href="#/profile">${t('stop.about.action')}</a>`,
      );
    if (account.me.kycStatus === 'verified')
      return this.card(
        html`<p>${t('verify.done')}</p>
          <a class="button" href="#/status">${t('verify.status')}</a>`,
      );
    const known = this.resumable();
    if (known) return this.element((this.opened = known));
    if (this.asked === undefined) void this.ask();
    if (this.asked === undefined || this.asked === 'asking')
      return this.card(html`<p role="status">${t('page.loading')}</p>`);
    if (this.asked.sessionUrl && this.asked.provider !== OURS) return this.elsewhere(this.asked);
    // Begun already: the element asks what its level wants.
    return this.element((this.opened = this.fresh(this.asked)));
  }

  /** Our own element, unless the company lets a provider verify. */
  private async ask(): Promise<void> {
    this.asked = 'asking';
    // Too many starts, or the API knows no providers: our own element still works.
    this.asked = await this.app.account.begin().catch(() => ({ sessionUrl: null, provider: '' }));
  }

  private elsewhere({ sessionUrl, provider }: Ask): TemplateResult {
    return this.card(
      html`<p>${t('verify.elsewhere', { provider: words(provider) })}</p>
        <a class="button primary" href=${sessionUrl!} rel="noreferrer"
          >${t('verify.elsewhere.go', { provider: words(provider) })}</a
        >`,
    );
  }

  private element(opened: string): TemplateResult {
    const { account, session, config } = this.app;
    return html`<h1 tabindex="-1" class="visually-hidden">${t('title.verify')}</h1>
      <vestibule-verification
        resume
        api-base=${config.api}
        verification-id=${opened}
        handoff-url=${this.phone || this.link()}
        handoff-id=${account.verificationId}
        again=${this.reasons()}
        .token=${() => session.token()}
        @vestibule-step-change=${this.stepped}
        @vestibule-success=${this.finished}
      >
        ${this.sending()}
        <a slot="result-end" class="button" href="#/status">${t('verify.status')}</a>
      </vestibule-verification>`;
  }

  /** Beside the QR code: whose phone scans none. */
  private sending(): TemplateResult {
    const by = (way: 'sms' | 'email') =>
      html`<button class="button" ?disabled=${this.busy} @click=${() => void this.send(way)}>
        ${t(`verify.send.${way}`)}
      </button>`;
    return html`<div slot="handoff" class="sending">
      ${messages(this.fault, this.notice)} ${by('sms')}
      ${this.app.account.me?.emailVerified ? by('email') : nothing}
    </div>`;
  }

  private send(way: 'sms' | 'email'): Promise<boolean> {
    return this.attempt(async () => {
      await this.app.account.handOff(way);
      this.notice = t('verify.sent');
    });
  }

  /** The attempt that was begun now; after one that is to be sent again the element begins anew. */
  private fresh({ provider, verificationId = '' }: Ask): string {
    const before = this.app.account.verification?.status;
    const goesOn = !before || ['created', 'in_progress'].includes(before);
    return provider === OURS && goesOn ? verificationId : '';
  }

  private card(content: TemplateResult): TemplateResult {
    return html`<div class="card narrow">
      <h1 tabindex="-1">${t('title.verify')}</h1>
      ${content}
    </div>`;
  }

  /** A verification that is over is not continued; the element would only show its end. */
  private resumable(): string {
    const { verification, verificationId } = this.app.account;
    if (this.wanted) return this.wanted;
    const begun = verification && verification.sides.length > 0;
    const over = ['expired', 'abandoned', 'resubmit_requested'].includes(
      verification?.status ?? '',
    );
    return begun && !over ? verificationId : '';
  }

  /** Why this attempt is asked for. */
  private reasons(): string {
    const { verification } = this.app.account;
    return verification?.status === 'resubmit_requested' ? verification.reasons.join(' ') : '';
  }

  /** For the phone, where no one-time link could be had: the same page, and signing in there. */
  private link(): string {
    const url = new URL(location.href);
    const { verificationId } = this.app.account;
    url.hash = verificationId ? `/verify?id=${verificationId}` : '/verify';
    return url.href;
  }

  private readonly stepped = (
    event: CustomEvent<{ step: string; verificationId: string }>,
  ): void => {
    const { step, verificationId } = event.detail;
    this.app.account.began(verificationId);
    if (step === 'handoff') void this.handOff();
  };

  /** What follows is on other pages, which ask for it themselves where this could not. */
  private readonly finished = (): void => void this.app.account.refresh().catch(() => {});

  /** Each time the phone is asked for: a link is over after half an hour. */
  private async handOff(): Promise<void> {
    this.phone = await this.app.account.handOff().catch(() => '');
  }
}

customElements.define('page-verify', VerifyPage);
