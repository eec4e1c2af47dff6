import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { dateTime, go, messages, Page, type ReviewItem } from 'vestibule-shell';
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

const LIMIT = 100;
const REFRESH_MS = 20_000;
/** Kept while the console is open, so that coming back from a case finds the queue as it was. */
const kept: { filter: Filter; chosen: string } = {
  filter: { status: 'open', reason: '', age: '', text: '' },
  chosen: '',
};

/** The cases of one status, oldest first. */
export class QueuePage extends Page {
  @property({ attribute: false }) desk!: Desk;
  @state() private cases: readonly ReviewItem[] | undefined;
  @state() private filter = kept.filter;
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

  protected override updated(changed: PropertyValues): void {
    kept.filter = this.filter;
    if (changed.has('cases') && kept.chosen && document.activeElement?.tagName === 'BODY')
      this.querySelector<HTMLElement>(`[data-case="${kept.chosen}"]`)?.focus();
  }

  private async load(): Promise<void> {
    if (document.hidden) return;
    const { status } = this.filter;
    await this.attempt(async () => {
      const path = `/reviews?status=${status}&limit=${LIMIT}`;
      const { cases } = await this.desk.api.get<{ cases: ReviewItem[] }>(path);
      if (status === this.filter.status) this.cases = cases;
    });
  }

  protected override render(): TemplateResult {
    const now = Date.now();
    const shown = this.cases && filtered(this.cases, this.filter, now);
    return html`<h1 tabindex="-1">Reviews</h1>
      ${messages(this.fault)} ${this.tabs()} ${this.filters(now)}
      <p role="status" class="muted">
        ${shown ? count(shown.length, this.cases!.length) : this.busy ? 'Loading…' : ''}
      </p>
      ${shown?.length ? this.table(shown, now) : nothing} ${keyHelp(this.keys)}`;
  }

  private tabs(): TemplateResult {
    return html`<div class="tabs" role="group" aria-label="Which cases">
      ${STATUSES.map(
        ({ status, name }) =>
          html`<button
            type="button"
            aria-pressed=${this.filter.status === status ? 'true' : 'false'}
            @click=${() => this.choose({ status, reason: '', age: '' })}
          >
            ${name}
          </button>`,
      )}
    </div>`;
  }

  private filters(now: number): TemplateResult {
    const { reason, age, text } = this.filter;
    const all = this.cases ?? [];
    const ages = Object.entries(AGES) as [Age, { name: string }][];
    return html`<form class="filters" @submit=${(event: Event) => event.preventDefault()}>
      <div class="field">
        <label for="reason">Reason</label>
        <select
          id="reason"
          @change=${(e: Event) => this.choose({ reason: (e.target as HTMLSelectElement).value })}
        >
          <option value="" ?selected=${!reason}>All reasons</option>
          ${reasonsOf(all).map(
            ([code, n]) =>
              html`<option value=${code} ?selected=${reason === code}>
                ${reasonText(code)} (${n})
              </option>`,
          )}
        </select>
      </div>
      <div class="field">
        <label for="age">Age</label>
        <select
          id="age"
          @change=${(e: Event) => this.choose({ age: (e.target as HTMLSelectElement).value as Age })}
        >
          <option value="" ?selected=${!age}>Any age</option>
          ${ages.map(
            ([key, { name }]) =>
              html`<option value=${key} ?selected=${age === key}>
                ${name} (${all.filter((item) => ageOf(item.openedAt, now) === key).length})
              </option>`,
          )}
        </select>
      </div>
      <div class="field">
        <label for="search">Case or user</label>
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
    return html`<div class="sheet" role="region" aria-label="Cases" tabindex="0">
      <table>
        <thead>
          <tr>
            <th scope="col">Case</th>
            <th scope="col">Why a person looks</th>
            <th scope="col">Waiting</th>
          </tr>
        </thead>
        <tbody>
          ${shown.map((item) => this.row(item, now))}
        </tbody>
      </table>
    </div>`;
  }

  private row(item: ReviewItem, now: number): TemplateResult {
    const { tone } = AGES[ageOf(item.openedAt, now)];
    const waiting = this.filter.status === 'open' || this.filter.status === 'second_review';
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
          class="tag ${waiting ? tone : ''}"
          datetime=${item.openedAt}
          title=${dateTime(item.openedAt)}
          >${waited(item.openedAt, now)}</time
        >
      </td>
    </tr>`;
  }

  private choose(change: Partial<Filter>): void {
    const other = change.status && change.status !== this.filter.status;
    this.filter = { ...this.filter, ...change };
    if (!other) return;
    this.cases = undefined;
    void this.load();
  }

  private get keys(): Keys {
    return {
      j: { does: 'Next case', run: () => this.step(1) },
      k: { does: 'Case before', run: () => this.step(-1) },
      o: { does: 'Open the chosen case', run: () => go(`/cases/${this.chosen() ?? ''}`) },
      '/': {
        does: 'Search',
        run: () => this.querySelector<HTMLElement>('#search')?.focus(),
      },
      r: { does: 'Load again', run: () => void this.load() },
      '?': { does: 'Show these keys', run: () => toggleHelp(this) },
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

const count = (shown: number, all: number): string => {
  if (!all) return 'No cases.';
  const some = shown === all ? '' : ` of ${all}`;
  return `${shown}${some} ${all === 1 ? 'case' : 'cases'}${all === LIMIT ? ' (the newest)' : ''}`;
};

customElements.define('page-queue', QueuePage);
