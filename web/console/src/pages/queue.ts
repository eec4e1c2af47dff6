import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { dateTime, go, messages, Page, type ReviewItem, type ReviewPage } from 'vestibule-shell';
import type { Desk } from '../desk.js';
import { keyHelp, toggleHelp } from '../key-help.js';
import { type Keys, listen } from '../keys.js';
import {
  AGES,
  type Age,
  ageOf,
  type Filter,
  filtered,
  reasonsOf,
  STATUSES,
  waited,
} from '../queue.js';
import { reasonText } from '../reasons.js';
import { t } from '../words/index.js';

const LIMIT = 100;
/** As many pages as are looked through when something is searched for. */
const MOST_PAGES = 40;
/** A whole case number, which can be opened without a list. */
const WHOLE = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const REFRESH_MS = 20_000;
/** Kept while the console is open, so that coming back from a case finds the queue as it was. */
const kept: { filter: Filter; chosen: string } = {
  filter: { status: 'open', reason: '', age: '', text: '' },
  chosen: '',
};

/** The cases of one status, oldest first, page by page. */
export class QueuePage extends Page {
  @property({ attribute: false }) desk!: Desk;
  @state() private cases: readonly ReviewItem[] | undefined;
  @state() private filter = kept.filter;
  /** Where the next page begins; empty when there is none. */
  @state() private cursor = '';
  private timer: ReturnType<typeof setInterval> | undefined;
  private deaf = () => {};

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = setInterval(() => void this.load(), REFRESH_MS);
    this.deaf = listen(() => this.keys);
  }

  override disconnectedCallback(): void {
    clearInterval(this.timer);
    this.deaf();
    super.disconnectedCallback();
  }

  protected override firstUpdated(): void {
    void this.load();
  }

  /** One comes back from a case: its row takes the focus, not the heading. */
  get remembers(): boolean {
    return kept.chosen !== '';
  }

  protected override updated(changed: PropertyValues): void {
    kept.filter = this.filter;
    const idle = ['BODY', 'MAIN'].includes(document.activeElement?.tagName ?? '');
    if (!changed.has('cases') || !kept.chosen || !idle) return;
    const row = this.querySelector<HTMLElement>(`[data-case="${kept.chosen}"]`);
    if (!row) kept.chosen = '';
    (row ?? this.querySelector<HTMLElement>('h1'))?.focus();
  }

  /** As many pages as are shown already: a refresh takes nothing away. */
  private async load(): Promise<void> {
    if (document.hidden) return;
    const pages = Math.max(1, Math.ceil((this.cases?.length ?? 0) / LIMIT));
    await this.fetch([], '', (loaded) => loaded >= pages);
  }

  private more(): Promise<void> {
    return this.fetch(this.cases ?? [], this.cursor, () => true);
  }

  /** Filters and searches look through everything that waits, not only through what is shown. */
  private all(): Promise<void> {
    return this.fetch(this.cases ?? [], this.cursor, (loaded) => loaded >= MOST_PAGES);
  }

  private async fetch(
    before: readonly ReviewItem[],
    from: string,
    enough: (loaded: number) => boolean,
  ): Promise<void> {
    const { status } = this.filter;
    await this.attempt(async () => {
      let cases = before;
      let cursor = from;
      for (let loaded = 1; ; loaded++) {
        const query = new URLSearchParams({
          status,
          limit: String(LIMIT),
          ...(cursor && { cursor }),
        });
        const page = await this.desk.api.get<ReviewPage>(`/reviews?${query}`);
        cases = [...cases, ...page.cases];
        cursor = page.nextCursor ?? '';
        if (!cursor || enough(loaded)) break;
      }
      if (status !== this.filter.status) return;
      this.cases = cases;
      this.cursor = cursor;
    });
  }

  protected override render(): TemplateResult {
    const now = Date.now();
    const shown = this.cases && filtered(this.cases, this.filter, now);
    return html`<h1 tabindex="-1">${t('console.title')}</h1>
      ${messages(this.fault)} ${this.tabs()} ${this.filters(now)}
      <p role="status" class="muted">
        ${shown ? count(shown.length, this.cases!.length, this.cursor !== '') : this.busy ? t('page.loading') : ''}
      </p>
      ${shown?.length ? this.table(shown, now) : nothing}
      ${
        this.cursor
          ? html`<p>
              <button type="button" ?disabled=${this.busy} @click=${() => void this.more()}>
                ${t('queue.more')}
              </button>
            </p>`
          : nothing
      }
      ${keyHelp(this.keys)}`;
  }

  private tabs(): TemplateResult {
    return html`<div class="tabs" role="group" aria-label=${t('queue.which')}>
      ${STATUSES.map(
        (status) =>
          html`<button
            type="button"
            aria-pressed=${this.filter.status === status ? 'true' : 'false'}
            @click=${() => this.choose({ status, reason: '', age: '' })}
          >
            ${t(`status.${status}`)}
          </button>`,
      )}
    </div>`;
  }

  private filters(now: number): TemplateResult {
    const { reason, age, text } = this.filter;
    const all = this.cases ?? [];
    const ages = Object.keys(AGES) as Age[];
    return html`<form class="filters" @submit=${this.search}>
      <div class="field">
        <label for="reason">${t('queue.reason')}</label>
        <select
          id="reason"
          @change=${(e: Event) => this.choose({ reason: (e.target as HTMLSelectElement).value })}
        >
          <option value="" ?selected=${!reason}>${t('queue.reason.all')}</option>
          ${reasonsOf(all).map(
            ([code, n]) =>
              html`<option value=${code} ?selected=${reason === code}>
                ${reasonText(code)} (${n})
              </option>`,
          )}
        </select>
      </div>
      <div class="field">
        <label for="age">${t('queue.age')}</label>
        <select
          id="age"
          @change=${(e: Event) => this.choose({ age: (e.target as HTMLSelectElement).value as Age })}
        >
          <option value="" ?selected=${!age}>${t('queue.age.any')}</option>
          ${ages.map(
            (key) =>
              html`<option value=${key} ?selected=${age === key}>
                ${t(`age.${key}`)}
                (${all.filter((item) => ageOf(item.openedAt, now) === key).length})
              </option>`,
          )}
        </select>
      </div>
      <div class="field">
        <label for="search">${t('queue.search')}</label>
        <input
          id="search"
          type="search"
          autocomplete="off"
          .value=${text}
          @input=${(e: Event) => this.choose({ text: (e.target as HTMLInputElement).value })}
        />
      </div>
    </form>`;
  }

  private table(shown: ReviewItem[], now: number): TemplateResult {
    return html`<div class="sheet" role="region" aria-label=${t('queue.cases')} tabindex="0">
      <table>
        <thead>
          <tr>
            <th scope="col">${t('queue.case')}</th>
            <th scope="col">${t('queue.why')}</th>
            <th scope="col">${t(this.waits ? 'queue.waiting' : 'queue.opened')}</th>
          </tr>
        </thead>
        <tbody>
          ${shown.map((item) => this.row(item, now))}
        </tbody>
      </table>
    </div>`;
  }

  private row(item: ReviewItem, now: number): TemplateResult {
    const tone = AGES[ageOf(item.openedAt, now)];
    return html`<tr>
      <td>
        <a
          data-case=${item.caseId}
          href="#/cases/${item.caseId}"
          @focus=${() => (kept.chosen = item.caseId)}
          ><code>${item.caseId.slice(0, 8)}</code></a
        >
      </td>
      <td>
        <span class="tags">
          ${item.reasons.map((code) => html`<span class="tag">${reasonText(code)}</span>`)}
        </span>
      </td>
      <td>
        <time
          class="tag ${this.waits ? tone : ''}"
          datetime=${item.openedAt}
          title=${dateTime(item.openedAt)}
          >${this.waits ? waited(item.openedAt, now) : dateTime(item.openedAt)}</time
        >
      </td>
    </tr>`;
  }

  private choose(change: Partial<Filter>): void {
    const other = change.status && change.status !== this.filter.status;
    this.filter = { ...this.filter, ...change };
    if (other) {
      this.cases = undefined;
      this.cursor = '';
      void this.load();
    } else if (this.cursor && (this.filter.text || this.filter.reason || this.filter.age))
      void this.all();
  }

  /** Only what is open waits; what is decided has a date. */
  private get waits(): boolean {
    return this.filter.status === 'open' || this.filter.status === 'second_review';
  }

  /** A whole number opens its case, in whichever list it is. */
  private readonly search = (event: Event): void => {
    event.preventDefault();
    const text = this.filter.text.trim().toLowerCase();
    if (WHOLE.test(text)) go(`/cases/${text}`);
  };

  private get keys(): Keys {
    return {
      j: { does: t('keys.next'), run: () => this.step(1) },
      k: { does: t('keys.before'), run: () => this.step(-1) },
      o: { does: t('keys.open'), run: () => go(`/cases/${this.chosen() ?? ''}`) },
      '/': {
        does: t('keys.search'),
        run: () => this.querySelector<HTMLElement>('#search')?.focus(),
      },
      r: { does: t('keys.load'), run: () => void this.load() },
      '?': { does: t('keys.help'), run: () => toggleHelp(this) },
    };
  }

  private chosen(): string | undefined {
    const links = this.links();
    return (links.find((link) => link.dataset.case === kept.chosen) ?? links[0])?.dataset.case;
  }

  private links(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>('[data-case]')];
  }

  private step(by: number): void {
    const links = this.links();
    const at = links.indexOf(document.activeElement as HTMLElement);
    const next = at < 0 ? (by > 0 ? 0 : links.length - 1) : at + by;
    links[Math.max(0, Math.min(links.length - 1, next))]?.focus();
  }
}

const count = (shown: number, all: number, more: boolean): string => {
  if (!all) return t('queue.none');
  if (shown !== all) return t('queue.some', { n: shown, all });
  return t(more ? 'queue.more_wait' : 'queue.count', { n: shown });
};

customElements.define('page-queue', QueuePage);
