import { html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import {
  chooseLanguage,
  go,
  here,
  language,
  languages,
  match,
  nameOf,
  Page,
  type Place,
  type SignIn,
} from 'vestibule-shell';
import { componentSoon } from './component.js';
import type { App } from './context.js';
import './pages/index.js';
import { type SiteKey, t } from './words/index.js';
import type { ShellKey } from 'vestibule-shell';

interface Route {
  path: string;
  title: SiteKey | ShellKey;
  /** `in`: needs an account; `out`: only without one. */
  who: 'in' | 'out' | 'any';
  /** Reached from another page, not from the bar. */
  from?: 'security';
  page: (app: App, place: Place) => TemplateResult;
}

const ROUTES: readonly Route[] = [
  {
    path: '/',
    title: 'title.welcome',
    who: 'out',
    page: () => html`<page-welcome></page-welcome>`,
  },
  {
    path: '/sign-up',
    title: 'title.sign_up',
    who: 'out',
    page: (app) => html`<page-sign-up .app=${app}></page-sign-up>`,
  },
  {
    path: '/sign-in',
    title: 'sign.in',
    who: 'out',
    page: (app, place) =>
      html`<vestibule-sign-in
          .session=${app.session}
          .notes=${noteOf(app, place)}
        ></vestibule-sign-in>
        <p class="aside">
          <a href="#/password">${t('nav.forgot')}</a> ·
          <a href="#/sign-up">${t('title.sign_up')}</a>
        </p>`,
  },
  {
    path: '/password',
    title: 'title.password',
    who: 'any',
    page: (app) => html`<page-password .app=${app}></page-password>`,
  },
  {
    path: '/status',
    title: 'title.status',
    who: 'in',
    page: (app) => html`<page-status .app=${app}></page-status>`,
  },
  {
    path: '/profile',
    title: 'title.profile',
    who: 'in',
    page: (app) => html`<page-profile .app=${app}></page-profile>`,
  },
  {
    path: '/verify',
    title: 'title.verify',
    who: 'in',
    page: (app, place) =>
      html`<page-verify .app=${app} .wanted=${place.query.get('id') ?? ''}></page-verify>`,
  },
  {
    path: '/notifications',
    title: 'title.notifications',
    who: 'in',
    page: (app) => html`<page-notifications .app=${app}></page-notifications>`,
  },
  {
    path: '/security',
    title: 'title.security',
    who: 'in',
    page: (app) => html`<page-security .app=${app}></page-security>`,
  },
  {
    path: '/email',
    title: 'sign.email',
    who: 'in',
    from: 'security',
    page: (app) => html`<page-email .app=${app}></page-email>`,
  },
  {
    path: '/my-data',
    title: 'title.data',
    who: 'in',
    page: (app) => html`<page-my-data .app=${app}></page-my-data>`,
  },
];

const NOTES: Record<string, SiteKey> = {
  deleted: 'note.deleted',
  password: 'note.password',
  'signed-up': 'note.signed_up',
};

/** Why somebody is asked to sign in. */
function noteOf(app: App, place: Place): string {
  if (app.session.ended) return t('session.ended');
  const note = NOTES[place.query.get('after') ?? ''];
  return note ? t(note) : '';
}

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
    if (!this.app.session.signedIn) return;
    this.app.account.watch();
    componentSoon();
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.app) return nothing;
    const route = this.route(this.app);
    document.title = `${t(route.title)} · Vestibule`;
    return html`<a class="skip" href="#main" @click=${this.skip}>${t('nav.skip')}</a>
      ${this.bar(this.app, route)}
      <main id="main" tabindex="-1">${route.page(this.app, this.place)}</main>`;
  }

  /** One row. On a narrow screen the pages are behind a button. */
  private bar(app: App, route: Route): TemplateResult {
    const { unread } = app.account.notices;
    const { signedIn } = app.session;
    const links = ROUTES.filter((r) =>
      signedIn ? r.who === 'in' && !r.from : ['/sign-in', '/sign-up'].includes(r.path),
    );
    const out = () => void app.session.signOut();
    const pages = html`<nav aria-label=${t('nav.pages')}>
      ${links.map((r) => this.link(r, r === route, r.path === '/notifications' ? unread : 0))}
    </nav>`;
    return html`<header class="bar">
      <a class="brand" href="#/">Vestibule</a>
      <div class="pages">${pages}</div>
      ${this.languages()}
      ${
        signedIn
          ? html`<button type="button" class="quiet out" @click=${out}>${t('nav.out')}</button>`
          : nothing
      }
      <details class="menu">
        <summary>
          ${t('nav.menu')}${unread ? html` <span class="count">${unread}</span>` : nothing}
        </summary>
        <div class="sheet">
          ${pages}
          ${signedIn ? html`<button type="button" class="quiet" @click=${out}>${t('nav.out')}</button>` : nothing}
        </div>
      </details>
    </header>`;
  }

  private link(route: Route, current: boolean, unread: number): TemplateResult {
    return html`<a href="#${route.path}" aria-current=${current ? 'page' : nothing}
      >${t(route.title)}${
        unread
          ? html` <span class="count" role="img" aria-label=${t('nav.new', { n: unread })}
              >${unread}</span
            >`
          : nothing
      }</a
    >`;
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
    this.querySelector('.menu')?.removeAttribute('open');
    if (this.place.path !== before) void this.focusPage();
  };

  private readonly signedInOrOut = (): void => {
    const { app } = this;
    if (app?.session.signedIn) {
      app.account.watch();
      componentSoon();
      const wanted = ROUTES.find((r) => match(r.path, this.place.path))?.who === 'in';
      if (!wanted) go('/status');
    } else if (!app?.session.ended && !here().query.has('after')) go('/sign-in');
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
