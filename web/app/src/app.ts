import { html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { go, here, match, Page, type Place, type SignIn } from 'vestibule-shell';
import type { App } from './context.js';
import './pages/index.js';

interface Route {
  path: string;
  title: string;
  /** `in`: needs an account; `out`: only without one. */
  who: 'in' | 'out' | 'any';
  page: (app: App, place: Place) => TemplateResult;
}

const ROUTES: readonly Route[] = [
  {
    path: '/',
    title: 'Welcome',
    who: 'out',
    page: () => html`<page-welcome></page-welcome>`,
  },
  {
    path: '/sign-up',
    title: 'Open an account',
    who: 'out',
    page: (app) => html`<page-sign-up .app=${app}></page-sign-up>`,
  },
  {
    path: '/sign-in',
    title: 'Sign in',
    who: 'out',
    page: (app, place) =>
      html`<vestibule-sign-in
          .session=${app.session}
          .notes=${NOTES[place.query.get('after') ?? ''] ?? ''}
        ></vestibule-sign-in>
        <p class="aside">
          <a href="#/password">Forgot your password?</a> · <a href="#/sign-up">Open an account</a>
        </p>`,
  },
  {
    path: '/password',
    title: 'New password',
    who: 'any',
    page: (app) => html`<page-password .app=${app}></page-password>`,
  },
  {
    path: '/status',
    title: 'Status',
    who: 'in',
    page: (app) => html`<page-status .app=${app}></page-status>`,
  },
  {
    path: '/profile',
    title: 'About you',
    who: 'in',
    page: (app) => html`<page-profile .app=${app}></page-profile>`,
  },
  {
    path: '/verify',
    title: 'Verification',
    who: 'in',
    page: (app, place) =>
      html`<page-verify .app=${app} .wanted=${place.query.get('id') ?? ''}></page-verify>`,
  },
  {
    path: '/notifications',
    title: 'Notifications',
    who: 'in',
    page: (app) => html`<page-notifications .app=${app}></page-notifications>`,
  },
  {
    path: '/security',
    title: 'Security',
    who: 'in',
    page: (app) => html`<page-security .app=${app}></page-security>`,
  },
  {
    path: '/my-data',
    title: 'My data',
    who: 'in',
    page: (app) => html`<page-my-data .app=${app}></page-my-data>`,
  },
];

const NOTES: Record<string, string> = {
  deleted: 'Your account and your data are deleted.',
  password: 'Your password is changed. Sign in with the new one.',
  'signed-up': 'Your phone is confirmed. Sign in to continue.',
};

/** The frame of the site: header, the page of the address, where the focus goes. */
export class VestibuleApp extends Page {
  @property({ attribute: false }) app: App | undefined;
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
    if (!changed.has('app') || !this.app) return;
    this.app.session.addEventListener('change', this.signedInOrOut);
    this.app.account.addEventListener('change', () => this.requestUpdate());
    if (this.app.session.signedIn) this.app.account.watch();
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.app) return nothing;
    const route = this.route(this.app);
    document.title = `${route.title} · Vestibule`;
    return html`<a class="skip" href="#main" @click=${this.skip}>Skip to the content</a>
      ${this.bar(this.app, route)}
      <main id="main" tabindex="-1">${route.page(this.app, this.place)}</main>`;
  }

  private bar(app: App, route: Route): TemplateResult {
    const { unread } = app.account.notices;
    const links = ROUTES.filter((r) => r.who === 'in');
    return html`<header class="bar">
      <a class="brand" href="#/">Vestibule</a>
      ${
        app.session.signedIn
          ? html`<nav aria-label="Pages">
                ${links.map(
                  (r) =>
                    html`<a href="#${r.path}" aria-current=${r === route ? 'page' : nothing}
                      >${r.title}${
                        r.path === '/notifications' && unread
                          ? html` <span class="count" aria-label="${unread} new">${unread}</span>`
                          : nothing
                      }</a
                    >`,
                )}
              </nav>
              <button type="button" class="quiet" @click=${() => void app.session.signOut()}>
                Sign out
              </button>`
          : html`<nav aria-label="Pages">
              ${ROUTES.filter((r) => ['/sign-in', '/sign-up'].includes(r.path)).map(
                (r) =>
                  html`<a href="#${r.path}" aria-current=${r === route ? 'page' : nothing}
                    >${r.title}</a
                  >`,
              )}
            </nav>`
      }
    </header>`;
  }

  /** The page of the address, or the nearest one this person may see. */
  private route(app: App): Route {
    const { signedIn } = app.session;
    const found = ROUTES.find((r) => match(r.path, this.place.path));
    const fitting = found && (found.who === 'any' || (found.who === 'in') === signedIn);
    if (fitting) return found;
    const instead = signedIn ? '/status' : found?.who === 'in' ? '/sign-in' : '/';
    return ROUTES.find((r) => r.path === instead)!;
  }

  private readonly moved = (): void => {
    const before = this.place.path;
    this.place = here();
    if (this.place.path !== before) void this.focusPage();
  };

  private readonly signedInOrOut = (): void => {
    const { app } = this;
    if (app?.session.signedIn) {
      app.account.watch();
      const wanted = ROUTES.find((r) => match(r.path, this.place.path))?.who === 'in';
      if (!wanted) go('/status');
    } else if (!here().query.has('after')) go('/sign-in');
    this.requestUpdate();
    void this.focusPage();
  };

  private readonly skip = (event: Event): void => {
    event.preventDefault();
    this.querySelector<HTMLElement>('main')!.focus();
  };

  private async focusPage(): Promise<void> {
    await this.updateComplete;
    const page = this.querySelector<SignIn>('main > *');
    await page?.updateComplete;
    window.scrollTo(0, 0);
    this.querySelector<HTMLElement>('main h1')?.focus();
  }
}

customElements.define('vestibule-app', VestibuleApp);
