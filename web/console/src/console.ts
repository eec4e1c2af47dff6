import { html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { chooseLanguage, here, language, languages, match, nameOf, Page } from 'vestibule-shell';
import { ADMINS, type Desk, GROUP } from './desk.js';
import { t } from './words/index.js';
import type { QueuePage } from './pages/queue.js';
import './pages/queue.js';
import './pages/case.js';
import './pages/levels.js';

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
    document.title = `${t('console.title')} · Vestibule`;
    return html`<a class="skip" href="#main" @click=${this.skip}>${t('nav.skip')}</a>
      <header class="bar">
        <a class="brand" href="#/">Vestibule <span class="muted">${t('console.title')}</span></a>
        ${this.languages()} ${desk.session.signedIn ? this.who(desk) : nothing}
      </header>
      <main id="main" tabindex="-1">${this.page(desk)}</main>`;
  }

  private who(desk: Desk): TemplateResult {
    return html`${
        desk.session.has(ADMINS) ? html`<a href="#/levels">${t('console.admins')}</a>` : nothing
      }
      <span class="muted who">${desk.session.claims?.email}</span>
      <button type="button" class="quiet" @click=${() => void desk.session.signOut()}>
        ${t('nav.out')}
      </button>`;
  }

  private languages(): TemplateResult {
    const chosen = (event: Event) => chooseLanguage((event.target as HTMLSelectElement).value);
    return html`<select class="language" aria-label=${t('nav.language')} @change=${chosen}>
      ${languages().map(
        (tag) =>
          html`<option value=${tag} lang=${tag} ?selected=${tag === language()}>
            ${nameOf(tag)}
          </option>`,
      )}
    </select>`;
  }

  private page(desk: Desk): TemplateResult {
    if (!desk.session.signedIn)
      return html`<vestibule-sign-in
        .session=${desk.session}
        heading=${t('console.sign_in')}
        .came=${desk.came}
        .notes=${desk.session.ended ? t('session.ended') : ''}
      ></vestibule-sign-in>`;
    if (this.place.path.startsWith('/levels')) return this.levels(desk);
    if (!desk.session.has(GROUP))
      return html`<div class="card narrow">
        <h1 tabindex="-1">${t('console.only')}</h1>
        <p>${t('console.only.text')}</p>
      </div>`;
    const found = match('/cases/:id', this.place.path);
    return found
      ? html`<page-case .desk=${desk} .caseId=${found.id!}></page-case>`
      : html`<page-queue .desk=${desk}></page-queue>`;
  }

  private levels(desk: Desk): TemplateResult {
    if (!desk.session.has(ADMINS))
      return html`<div class="card narrow">
        <h1 tabindex="-1">${t('console.only.admins')}</h1>
        <p>${t('console.only.admins.text')}</p>
      </div>`;
    const { path } = this.place;
    const found = match('/levels/:name/:version', path) ?? match('/levels/:name', path) ?? {};
    return html`<page-levels
      .desk=${desk}
      .name=${found.name ?? ''}
      .version=${found.version ?? ''}
    ></page-levels>`;
  }

  private readonly moved = (): void => {
    const before = this.place.path;
    this.place = here();
    if (this.place.path !== before) void this.focusPage();
  };

  private readonly signedInOrOut = (): void => {
    // The place is kept: whoever signs in again goes on where they were.
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
    // Coming back from a case, the queue puts the focus on the row one left.
    if (this.querySelector<QueuePage>('page-queue')?.remembers) return;
    window.scrollTo(0, 0);
    this.querySelector<HTMLElement>('main h1')?.focus();
  }
}

customElements.define('vestibule-console', VestibuleConsole);
