import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import {
  go,
  known,
  messages,
  Page,
  type ReviewCounts,
  type ReviewItem,
  type ReviewNext,
  type ReviewOutcomes,
  type ReviewPage,
  tr,
} from 'vestibule-shell';
import type { Desk } from '../desk.js';
import { keyHelp, toggleHelp } from '../key-help.js';
import { type Keys, listen } from '../keys.js';
import { bulk } from '../queue/bulk.js';
import { type Filter, NO_WISHES, waits, wishes } from '../queue/filter.js';
import { filters, type FiltersView, tabs } from '../queue/filters.js';
import { table } from '../queue/table.js';
import { dropView, keepView, views } from '../queue/views.js';
import { t } from '../words/index.js';

const LIMIT = 100;
/** A whole case number, which can be opened without a list. */
const WHOLE = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const REFRESH_MS = 20_000;
const TYPING_MS = 250;
/** Kept while the console is open, so that coming back from a case finds the queue as it was. */
export const kept: { filter: Filter; chosen: string } = {
  filter: { status: 'open', text: '', ...NO_WISHES },
  chosen: '',
};

/** The cases of one status, oldest first, as the server finds, counts and pages them. */
export class QueuePage extends Page {
  @property({ attribute: false }) desk!: Desk;
  @state() private cases: readonly ReviewItem[] | undefined;
  @state() private counts: ReviewCounts | undefined;
  @state() private filter = kept.filter;
  @state() private view = '';
  @state() private chosen: ReadonlySet<string> = new Set();
  /** Where the next page begins; empty when there is none. */
  @state() private cursor = '';
  private timer: ReturnType<typeof setInterval> | undefined;
  private typing: ReturnType<typeof setTimeout> | undefined;
  private deaf = () => {};

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = setInterval(() => document.hidden || void this.load(), REFRESH_MS);
    this.deaf = listen(() => this.keys);
  }

  override disconnectedCallback(): void {
    clearInterval(this.timer);
    clearTimeout(this.typing);
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
    const pages = Math.max(1, Math.ceil((this.cases?.length ?? 0) / LIMIT));
    await this.ask([], '', pages);
  }

  private more(): Promise<void> {
    return this.ask(this.cases ?? [], this.cursor, 1);
  }

  /** What was asked for meanwhile is asked for next; an old answer is never shown. */
  private async ask(before: readonly ReviewItem[], from: string, pages: number): Promise<void> {
    const { filter } = this;
    const { notice } = this;
    await this.attempt(async () => {
      let [cases, cursor] = [before, from];
      for (let loaded = 0; loaded < pages && (cursor || !loaded); loaded++) {
        const page = await this.page(filter, cursor);
        cases = [...cases, ...page.cases];
        cursor = page.nextCursor ?? '';
        // Closed cases are looked through bit by bit: go on until there is something to show.
        if (!cases.length && cursor) pages++;
      }
      const counts = await this.desk.api.get<ReviewCounts>(
        `/reviews/counts?${new URLSearchParams({ status: filter.status, ...wishes(filter) })}`,
      );
      if (filter === this.filter) Object.assign(this, { cases, cursor, counts, notice });
    });
    if (filter !== this.filter && this.isConnected) await this.ask([], '', 1);
  }

  private page(filter: Filter, cursor: string): Promise<ReviewPage> {
    const { status } = filter;
    const asked = { status, ...wishes(filter), ...(cursor && { cursor }) };
    const q = filter.text.trim();
    return q
      ? this.desk.api.post<ReviewPage>('/reviews/search', { ...asked, q, limit: LIMIT })
      : this.desk.api.get<ReviewPage>(
          `/reviews?${new URLSearchParams({ ...asked, limit: String(LIMIT) })}`,
        );
  }

  protected override render(): TemplateResult {
    const { cases, filtersView } = this;
    return html`<div class="top">
        <h1 tabindex="-1">${t('console.title')}</h1>
        <button
          type="button"
          class="primary"
          ?disabled=${this.busy}
          @click=${() => void this.take()}
        >
          ${t('queue.take')}
        </button>
      </div>
      ${messages(this.fault, this.notice)} ${tabs(filtersView)} ${filters(filtersView)}
      <p role="status" class="muted">
        ${cases ? this.count(cases.length) : this.busy ? t('page.loading') : ''}
      </p>
      ${
        this.chosen.size
          ? bulk({
              n: this.chosen.size,
              busy: this.busy,
              give: (to) => void this.together('assign', { to }),
              refuse: (reason) => void this.together('close', { reasons: [reason] }),
            })
          : nothing
      }
      ${
        cases?.length
          ? table({
              cases,
              now: Date.now(),
              waits: waits(this.filter.status),
              me: this.me,
              chosen: this.chosen,
              toggle: (id) => this.toggle(id),
              focused: (id) => (kept.chosen = id),
            })
          : nothing
      }
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

  /** Everything that waits is counted; of the rest, what is shown. */
  private count(shown: number): string {
    const { found = 0, more = false } = this.counts ?? {};
    const counted = waits(this.filter.status) && !this.filter.text.trim() && !more;
    if (counted && shown < found) return t('queue.some', { n: shown, all: found });
    if (!shown) return t('queue.none');
    return t(this.cursor ? 'queue.more_wait' : 'queue.count', { n: shown });
  }

  private get filtersView(): FiltersView {
    const { filter, counts, view, me } = this;
    return {
      filter,
      counts,
      view,
      views: Object.keys(views(me)),
      choose: (change) => this.choose(change),
      search: this.search,
      showView: (name) => {
        this.choose({ ...views(me)[name]!, text: '' });
        this.view = name;
      },
      keepView: (name) => {
        keepView(me, name, filter);
        this.view = name;
      },
      dropView: () => {
        dropView(me, view);
        this.view = '';
      },
    };
  }

  private get me(): string {
    return this.desk.session.claims?.sub ?? '';
  }

  private choose(change: Partial<Filter>): void {
    const typed = 'text' in change && Object.keys(change).length === 1;
    this.filter = { ...this.filter, ...change };
    this.view = '';
    this.chosen = new Set();
    clearTimeout(this.typing);
    if (!typed) this.cases = undefined;
    this.typing = setTimeout(() => void this.ask([], '', 1), typed ? TYPING_MS : 0);
  }

  /** A whole number opens its case, in whichever list it is. */
  private readonly search = (event: Event): void => {
    event.preventDefault();
    const text = this.filter.text.trim().toLowerCase();
    if (WHOLE.test(text)) go(`/cases/${text}`);
  };

  /** The case that has waited longest of those one looks at and may decide. */
  private async take(): Promise<void> {
    await this.attempt(async () => {
      const found = await this.desk.api.post<ReviewNext>('/reviews/next', wishes(this.filter));
      if (found.case) go(`/cases/${found.case.caseId}`);
      else this.notice = t('decision.no_next');
    });
  }

  private toggle(caseId: string | undefined): void {
    if (!caseId || !waits(this.filter.status)) return;
    const chosen = new Set(this.chosen);
    if (!chosen.delete(caseId)) chosen.add(caseId);
    this.chosen = chosen;
  }

  /** Several at once; who is left is named, with the reason. */
  private async together(act: 'assign' | 'close', more: Record<string, unknown>): Promise<void> {
    let left: ReviewOutcomes['outcomes'] = [];
    const caseIds = [...this.chosen];
    const done = await this.attempt(async () => {
      const body = { caseIds, ...more };
      left = (await this.desk.api.post<ReviewOutcomes>(`/reviews/${act}`, body)).outcomes.filter(
        ({ code }) => code,
      );
    });
    if (!done) return;
    this.chosen = new Set(left.map(({ caseId }) => caseId));
    this.notice = t('bulk.done', { n: caseIds.length - left.length });
    await this.load();
    this.fault = left.map(({ caseId, code }) => `${caseId.slice(0, 8)}: ${whyNot(code)}`).join(' ');
  }

  private get keys(): Keys {
    return {
      j: { does: t('keys.next'), run: () => this.step(1) },
      k: { does: t('keys.before'), run: () => this.step(-1) },
      o: { does: t('keys.open'), run: () => go(`/cases/${this.at() ?? ''}`) },
      g: { does: t('keys.take'), run: () => void this.take() },
      s: { does: t('keys.choose'), run: () => this.toggle(this.at()) },
      '/': {
        does: t('keys.search'),
        run: () => this.querySelector<HTMLElement>('#search')?.focus(),
      },
      r: { does: t('keys.load'), run: () => void this.load() },
      '?': { does: t('keys.help'), run: () => toggleHelp(this) },
    };
  }

  private at(): string | undefined {
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

const whyNot = (code: string): string => (known(`problem.${code}`) ? tr(`problem.${code}`) : code);

customElements.define('page-queue', QueuePage);
