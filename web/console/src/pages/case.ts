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
  type ReviewPage,
} from 'vestibule-shell';
import {
  decisionForm,
  type Draft,
  EMPTY,
  reasonsFor,
  toggled,
  type Verdict,
} from '../case/decision.js';
import { notesList } from '../case/notes.js';
import type { PictureViewer } from '../case/viewer.js';
import '../case/viewer.js';
import { bestFrame, documentPictures, framePictures } from '../case/pictures.js';
import { fieldsTable } from '../case/fields.js';
import { historyList } from '../case/history.js';
import { matchCards } from '../case/matches.js';
import type { Desk } from '../desk.js';
import { keyHelp, toggleHelp } from '../key-help.js';
import { type Keys, listen } from '../keys.js';
import { FOUR_EYES, reasonText } from '../reasons.js';
import { t } from '../words/index.js';

const OPEN = new Set(['open', 'second_review']);
/** The links to pictures live five minutes; a little earlier they are asked for again. */
const LINKS_MS = 270_000;

/** One case with its evidence, and the decision beside it. */
export class CasePage extends Page {
  @property() caseId = '';
  @property({ attribute: false }) desk!: Desk;
  @state() private found: ReviewCase | undefined;
  @state() private draft: Draft = EMPTY;
  /** What went wrong with the decision; it stands beside the decision. */
  @state() private refused = '';
  /** The case that has waited longest, once this one is decided; empty when none waits. */
  @state() private next: string | undefined;
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
    this.refused = '';
    this.next = undefined;
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
    return html`<p><a href="#/">← ${t('case.all')}</a></p>
      <h1 tabindex="-1">${t('case.title', { id: this.caseId.slice(0, 8) })}</h1>
      ${messages(this.fault, this.notice)} ${found ? this.content(found) : this.waiting()}
      ${keyHelp(this.keys)}`;
  }

  private waiting(): TemplateResult {
    return this.fault
      ? html`<button type="button" @click=${() => void this.load()}>${t('action.retry')}</button>`
      : html`<p role="status">${t('page.loading')}</p>`;
  }

  private content(found: ReviewCase): TemplateResult {
    return html`${this.head(found.case)}
      <div class="desk">
        <div class="evidence">
          <section class="card" aria-labelledby="pictures">
            <h2 id="pictures">${t('case.pictures')}</h2>
            <div class="side-by-side">
              ${documentPictures(found, this.show)} ${framePictures(found, this.show)}
            </div>
          </section>
          ${fieldsTable(found)} ${notesList(found.notes ?? [])} ${matchCards(found.matches)}
          ${historyList(found.history)}
        </div>
        ${this.side(found)}
      </div>
      <picture-viewer
        .links=${[...found.documentLinks, ...found.frameLinks]}
        .best=${bestFrame(found)}
      ></picture-viewer>`;
  }

  private head(item: ReviewItem): TemplateResult {
    return html`<div class="head">
      <span class="tag ${TONES[item.status] ?? ''}">${t(`status.${item.status}`)}</span>
      ${item.reasons.map((code) => html`<span class="tag warn">${reasonText(code)}</span>`)}
      <time class="muted" datetime=${item.openedAt} title=${dateTime(item.openedAt)}
        >${t('case.opened', { when: ago(item.openedAt) })}</time
      >
    </div>`;
  }

  private side(found: ReviewCase): TemplateResult {
    const item = found.case;
    if (!OPEN.has(item.status)) return this.closed(item);
    const me = this.desk.session.claims?.sub ?? '';
    return html`<aside class="card decision" aria-label=${t('decision.title')}>
      <h2>${t('decision.title')}</h2>
      ${this.fourEyes(item, me)}
      ${decisionForm({
        draft: this.draft,
        busy: this.busy,
        fault: this.refused,
        mine: item.userId === me,
        waitsForAnother: item.status === 'second_review' && item.firstReviewer === me,
        change: (change) => (this.draft = { ...this.draft, ...change }),
        send: () => void this.send(),
      })}
    </aside>`;
  }

  /** What is next, once this one is decided. */
  private closed(item: ReviewItem): TemplateResult {
    return html`<aside class="card decision" aria-label=${t('decision.title')}>
      <h2>${t('decision.title')}</h2>
      <div role="alert" class=${this.refused ? 'note bad' : 'empty'}>${this.refused}</div>
      <p>${t('decision.closed', { status: t(`status.${item.status}`) })}</p>
      ${this.onwards()}
    </aside>`;
  }

  private onwards(): TemplateResult {
    return html`<div class="row">
      ${
        this.next
          ? html`<a class="button primary next" href="#/cases/${this.next}"
              >${t('decision.next')}</a
            >`
          : html`<p class="muted">${this.next === '' ? t('decision.no_next') : ''}</p>`
      }
      <a class="button" href="#/">${t('decision.queue')}</a>
    </div>`;
  }

  private fourEyes(item: ReviewItem, me: string): TemplateResult | typeof nothing {
    if (item.status === 'second_review')
      return html`<p class="note warn">
          ${item.firstReviewer === me ? t('eyes.mine') : t('eyes.second')}
        </p>
        ${item.firstReviewer === me ? this.onwards() : nothing}`;
    return item.reasons.some((code) => FOUR_EYES.has(code))
      ? html`<p class="note warn">${t('eyes.two')}</p>`
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
    this.refused = '';
    const sent = await this.attempt(async () => {
      await this.desk.api.post<ReviewItem>(`/reviews/${this.caseId}/decision`, decision);
    });
    // Said where the reviewer works, not at the top of the page; the case is shown as it is now.
    this.refused = this.fault;
    const refused = this.fault;
    await this.attempt(async () => {
      this.found = await this.desk.api.get<ReviewCase>(`/reviews/${this.caseId}`);
    });
    this.fault = this.fault === refused ? '' : this.fault;
    if (!sent) return;
    const second = this.found?.case.status === 'second_review';
    this.draft = EMPTY;
    this.notice = t(second ? 'decision.second.said' : `decision.${verdict}.said`);
    await this.findNext();
  }

  /** The case that has waited longest and is not this one; its link takes the focus. */
  private async findNext(): Promise<void> {
    const { cases } = await this.desk.api
      .get<ReviewPage>('/reviews?status=open&limit=2')
      .catch(() => ({ cases: [], nextCursor: '' }) as ReviewPage);
    this.next = cases.find(({ caseId }) => caseId !== this.caseId)?.caseId ?? '';
    await this.updateComplete;
    this.querySelector<HTMLElement>('.decision .button')?.focus();
  }

  private readonly show = (link: string): void =>
    this.querySelector<PictureViewer>('picture-viewer')?.show(link);

  /** The reason with this number, while reasons are asked for. */
  private number(n: number): void {
    const reason = reasonsFor(this.draft.verdict)[n - 1];
    if (reason) this.draft = { ...this.draft, reasons: toggled(this.draft.reasons, reason.code) };
  }

  private take(verdict: Verdict): void {
    if (!this.found || !OPEN.has(this.found.case.status)) return;
    this.draft = { ...this.draft, verdict };
    void this.updateComplete.then(() =>
      this.querySelector<HTMLElement>(`#verdict-${verdict}`)?.focus(),
    );
  }

  private get keys(): Keys {
    const numbers = Object.fromEntries(
      [...Array(9).keys()].map((i) => [
        String(i + 1),
        { does: i ? '' : t('keys.reasons'), run: () => this.number(i + 1) },
      ]),
    );
    return {
      a: { does: t('keys.approve'), run: () => this.take('approve') },
      x: { does: t('keys.reject'), run: () => this.take('reject') },
      m: { does: t('keys.again'), run: () => this.take('again') },
      ...numbers,
      p: { does: t('keys.pictures'), run: () => this.show(this.found?.documentLinks[0] ?? '') },
      n: { does: t('keys.next'), run: () => this.next && go(`/cases/${this.next}`) },
      u: { does: t('keys.back'), run: () => go('/') },
      r: { does: t('keys.load'), run: () => void this.load() },
      '?': { does: t('keys.help'), run: () => toggleHelp(this) },
    };
  }
}

const TONES: Record<string, string> = { approved: 'good', rejected: 'bad' };

customElements.define('page-case', CasePage);
