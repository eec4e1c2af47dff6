import { html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { go, here, match, Page } from 'vestibule-shell';
import { type Desk, GROUP } from './desk.js';
import './pages/queue.js';
import './pages/case.js';

/** The frame: who is signed in, the queue or a case, and the keys that work everywhere. */
export class VestibuleConsole extends Page {
  @property({ attribute: false }) desk: Desk | undefined;
  @state() private place = here();

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('hashchange', this.moved);
  }

  override disconnectedCallback(): void {
    window.removeEventListener('hashchange', this.moved);
    super.disconnectedCallback();
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('desk')) this.desk?.session.addEventListener('change', this.signedInOrOut);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { desk } = this;
    if (!desk) return nothing;
    document.title = 'Reviews · Vestibule';
    return html`<a class="skip" href="#main" @click=${this.skip}>Skip to the content</a>
      <header class="bar">
        <a class="brand" href="#/">Vestibule <span class="muted">Reviews</span></a>
        ${desk.session.signedIn ? this.who(desk) : nothing}
      </header>
      <main id="main" tabindex="-1">${this.page(desk)}</main>`;
  }

  private who(desk: Desk): TemplateResult {
    return html`<span class="muted">${desk.session.claims?.email}</span>
      <button type="button" class="quiet" @click=${() => void desk.session.signOut()}>
        Sign out
      </button>`;
  }

  private page(desk: Desk): TemplateResult {
    if (!desk.session.signedIn)
      return html`<vestibule-sign-in
        .session=${desk.session}
        heading="Sign in to review"
      ></vestibule-sign-in>`;
    if (!desk.session.has(GROUP))
      return html`<div class="card narrow">
        <h1 tabindex="-1">For reviewers only</h1>
        <p>
          Your account is not in the group of reviewers. Ask an administrator, then sign in again.
        </p>
      </div>`;
    const found = match('/cases/:id', this.place.path);
    return found
      ? html`<page-case .desk=${desk} .caseId=${found.id!}></page-case>`
      : html`<page-queue .desk=${desk}></page-queue>`;
  }

  private readonly moved = (): void => {
    const before = this.place.path;
    this.place = here();
    if (this.place.path !== before) void this.focusPage();
  };

  private readonly signedInOrOut = (): void => {
    if (!this.desk?.session.signedIn) go('/');
    this.requestUpdate();
    void this.focusPage();
  };

  private readonly skip = (event: Event): void => {
    event.preventDefault();
    this.querySelector<HTMLElement>('main')!.focus();
  };

  private async focusPage(): Promise<void> {
    await this.updateComplete;
    await this.querySelector<Page>('main > *')?.updateComplete;
    window.scrollTo(0, 0);
    this.querySelector<HTMLElement>('main h1')?.focus();
  }
}

customElements.define('vestibule-console', VestibuleConsole);
