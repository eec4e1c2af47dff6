import { html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import {
  ago,
  type Decision,
  dateTime,
  go,
  messages,
  Page,
  type ReviewCase,
  type ReviewItem,
  words,
} from 'vestibule-shell';
import { decisionForm, type Draft, EMPTY, type Verdict } from '../case/decision.js';
import { documentPictures, framePictures } from '../case/pictures.js';
import { fieldsTable } from '../case/fields.js';
import { historyList } from '../case/history.js';
import { matchCards } from '../case/matches.js';
import type { Desk } from '../desk.js';
import { keyHelp, toggleHelp } from '../key-help.js';
import { type Keys, listen } from '../keys.js';
import { FOUR_EYES, reasonText } from '../reasons.js';

const OPEN = new Set(['open', 'second_review']);
/** The links to pictures live five minutes; a little earlier they are asked for again. */
const LINKS_MS = 270_000;

/** One case with its evidence, and the decision beside it. */
export class CasePage extends Page {
  @property() caseId = '';
  @property({ attribute: false }) desk!: Desk;
  @state() private found: ReviewCase | undefined;
  @state() private draft: Draft = EMPTY;
  private timer: ReturnType<typeof setInterval> | undefined;
  private deaf = () => {};

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = setInterval(() => void this.load(), LINKS_MS);
    this.deaf = listen(() => this.keys);
  }

  override disconnectedCallback(): void {
    clearInterval(this.timer);
    this.deaf();
    super.disconnectedCallback();
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has('caseId')) return;
    this.found = undefined;
    this.draft = EMPTY;
    void this.load();
  }

  /** Again and again, as links to pictures expire; only the first time may take the focus. */
  private async load(): Promise<void> {
    const first = !this.found;
    await this.attempt(async () => {
      this.found = await this.desk.api.get<ReviewCase>(`/reviews/${this.caseId}`);
    });
    if (first && this.found) await this.focusHeading();
  }

  protected override render(): TemplateResult {
    const { found } = this;
    return html`<p><a href="#/">← All cases</a></p>
      <h1 tabindex="-1">Case <code>${this.caseId.slice(0, 8)}</code></h1>
      ${messages(this.fault, this.notice)} ${found ? this.content(found) : this.waiting()}
      ${keyHelp(this.keys)}`;
  }

  private waiting(): TemplateResult {
    return this.fault
      ? html`<button type="button" @click=${() => void this.load()}>Try again</button>`
      : html`<p role="status">Loading…</p>`;
  }

  private content(found: ReviewCase): TemplateResult {
    return html`${this.head(found.case)}
      <div class="desk">
        <div class="evidence">
          <section class="card" aria-labelledby="pictures">
            <h2 id="pictures">Document and face</h2>
            <div class="side-by-side">${documentPictures(found)} ${framePictures(found)}</div>
          </section>
          ${fieldsTable(found)} ${matchCards(found.matches)} ${historyList(found.history)}
        </div>
        ${this.side(found)}
      </div>`;
  }

  private head(item: ReviewItem): TemplateResult {
    return html`<div class="head">
      <span class="tag ${TONES[item.status] ?? ''}">${words(item.status)}</span>
      ${item.reasons.map((code) => html`<span class="tag warn">${reasonText(code)}</span>`)}
      <time class="muted" datetime=${item.openedAt} title=${dateTime(item.openedAt)}
        >opened ${ago(item.openedAt)}</time
      >
    </div>`;
  }

  private side(found: ReviewCase): TemplateResult {
    const item = found.case;
    if (!OPEN.has(item.status))
      return html`<aside class="card decision" aria-label="Decision">
        <h2>Decision</h2>
        <p>This case is closed: ${words(item.status).toLowerCase()}.</p>
        <a class="button" href="#/">Back to the queue</a>
      </aside>`;
    const me = this.desk.session.claims?.sub ?? '';
    return html`<aside class="card decision" aria-label="Decision">
      <h2>Decision</h2>
      ${this.fourEyes(item, me)}
      ${decisionForm({
        draft: this.draft,
        busy: this.busy,
        mine: item.userId === me,
        waitsForAnother: item.status === 'second_review' && item.firstReviewer === me,
        change: (change) => (this.draft = { ...this.draft, ...change }),
        send: () => void this.send(),
      })}
    </aside>`;
  }

  private fourEyes(item: ReviewItem, me: string): TemplateResult | typeof nothing {
    if (item.status === 'second_review')
      return html`<p class="note warn">
        ${
          item.firstReviewer === me
            ? 'You approved this case. A second person must confirm it.'
            : html`<strong>Second pair of eyes.</strong> Another reviewer approved this case; you
                confirm it or not.`
        }
      </p>`;
    return item.reasons.some((code) => FOUR_EYES.has(code))
      ? html`<p class="note warn">Approving this case takes two reviewers.</p>`
      : nothing;
  }

  private async send(): Promise<void> {
    const { verdict, reasons, note } = this.draft;
    if (!verdict) return;
    const decision: Decision = {
      approved: verdict === 'approve',
      askAgain: verdict === 'again',
      reasons: verdict === 'approve' ? [] : [...reasons],
      note,
    };
    const sent = await this.attempt(async () => {
      await this.desk.api.post<ReviewItem>(`/reviews/${this.caseId}/decision`, decision);
      this.found = await this.desk.api.get<ReviewCase>(`/reviews/${this.caseId}`);
    });
    if (!sent) return;
    const second = this.found?.case.status === 'second_review';
    this.draft = EMPTY;
    this.notice = second ? 'Noted. A second reviewer must confirm it.' : SAID[verdict];
    await this.focusHeading();
  }

  private take(verdict: Verdict): void {
    if (!this.found || !OPEN.has(this.found.case.status)) return;
    this.draft = { ...this.draft, verdict };
    void this.updateComplete.then(() =>
      this.querySelector<HTMLElement>(`#verdict-${verdict}`)?.focus(),
    );
  }

  private get keys(): Keys {
    return {
      a: { does: 'Approve (then confirm)', run: () => this.take('approve') },
      x: { does: 'Reject (then reasons)', run: () => this.take('reject') },
      m: { does: 'Ask for more (then reasons)', run: () => this.take('again') },
      u: { does: 'Back to the queue', run: () => go('/') },
      r: { does: 'Load again', run: () => void this.load() },
      '?': { does: 'Show these keys', run: () => toggleHelp(this) },
    };
  }
}

const TONES: Record<string, string> = { approved: 'good', rejected: 'bad' };
const SAID: Record<Verdict, string> = {
  approve: 'Approved. The applicant is told.',
  reject: 'Rejected. The applicant is told.',
  again: 'The applicant is asked for better pictures.',
};

customElements.define('page-case', CasePage);
