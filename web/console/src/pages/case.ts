import { html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import {
  ago,
  type Decision,
  dateTime,
  go,
  locale,
  messages,
  Page,
  Problem,
  type ReviewCase,
  type ReviewItem,
  type ReviewNext,
} from 'vestibule-shell';
import {
  decisionForm,
  type Draft,
  EMPTY,
  reasonsFor,
  toggled,
  type Verdict,
} from '../case/decision.js';
import { opened, written } from '../case/files.js';
import { type NoteForm, notesList } from '../case/notes.js';
import type { PictureViewer } from '../case/viewer.js';
import '../case/viewer.js';
import '../case/film.js';
import { bestFrame, documentPictures, framePictures } from '../case/pictures.js';
import { outlinesOf } from '../case/outlines.js';
import { drawPortraits, faces } from '../case/portrait.js';
import { fieldsTable } from '../case/fields.js';
import { historyList } from '../case/history.js';
import { matchCards } from '../case/matches.js';
import { signsList } from '../case/signs.js';
import type { Desk } from '../desk.js';
import { keyHelp, toggleHelp } from '../key-help.js';
import { type Keys, listen } from '../keys.js';
import { clock, TONES as DUE_TONES, waits, wishes } from '../queue/filter.js';
import { hands } from '../queue/table.js';
import { FOUR_EYES, reasonText } from '../reasons.js';
import { kept } from './queue.js';
import { t } from '../words/index.js';

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
  /** What went wrong with a note; it stands beside the note. */
  @state() private unnoted = '';
  /** Decided: the next case is one key away. */
  @state() private decided = false;
  /** What was read is outlined on the pictures. */
  @state() private outlines = true;
  /** The field a reviewer points at. */
  @state() private pointed = '';
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
    this.letGo(this.caseId);
    super.disconnectedCallback();
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has('caseId')) return;
    this.letGo(changed.get('caseId') as string);
    this.found = undefined;
    this.draft = EMPTY;
    this.refused = '';
    this.unnoted = '';
    this.decided = false;
    void this.load();
  }

  /** Again and again, as links to pictures expire; only the first time may take the focus. */
  private async load(): Promise<void> {
    const first = !this.found;
    await this.attempt(async () => {
      this.found = await this.desk.api.get<ReviewCase>(`/reviews/${this.caseId}`);
    });
    if (first && this.found) await this.focusHeading();
    if (this.found && !this.othersHold(this.found.case)) await this.hold();
  }

  private get me(): string {
    return this.desk.session.claims?.sub ?? '';
  }

  /** Somebody else works on it. */
  private othersHold({ status, holder }: ReviewItem): boolean {
    return waits(status) && holder !== '' && holder !== this.me;
  }

  /** In one's hands while the page is open, so that no two look at one case. */
  private async hold(takeOver = false): Promise<void> {
    const { found, me, caseId } = this;
    const item = found?.case;
    if (!item || !waits(item.status) || item.userId === me || this.seenFirst(item)) return;
    let held: ReviewItem | undefined;
    try {
      held = await this.desk.api.post<ReviewItem>(`/reviews/${caseId}/holding`, { takeOver });
    } catch (fault) {
      if (!(fault instanceof Problem) || fault.code !== 'case_held') return;
      held = (await this.desk.api.get<ReviewCase>(`/reviews/${caseId}`)).case;
    }
    if (this.caseId === caseId && this.found === found) this.found = { ...found!, case: held };
  }

  /** Back for everybody; where that fails it is so after ten minutes. */
  private letGo(caseId: string): void {
    const item = this.found?.case;
    if (!item || !waits(item.status) || item.holder !== this.me) return;
    void this.desk.api.call('DELETE', `/reviews/${caseId}/holding`).catch(() => undefined);
  }

  private seenFirst({ status, firstReviewer }: ReviewItem): boolean {
    return status === 'second_review' && firstReviewer === this.me;
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
              ${documentPictures(found, this.show, this.outlines, this.pointed)}
              ${framePictures(found, this.show)}
            </div>
            ${faces(found, this.show)} ${signsList(found.signs)}
          </section>
          ${fieldsTable(found, { point: this.point, show: this.showField })}
          ${notesList(found, this.noteForm(found.case), this.openFile)} ${matchCards(found.matches)}
          ${historyList(found.history)}
        </div>
        ${this.side(found)}
      </div>
      <picture-viewer
        .links=${[...found.documentLinks, ...found.frameLinks]}
        .best=${bestFrame(found)}
        .outlinesOf=${(link: string) => outlinesOf(found, link)}
      ></picture-viewer>`;
  }

  private head(item: ReviewItem): TemplateResult {
    return html`<div class="head">
      <span class="tag ${TONES[item.status] ?? ''}">${t(`status.${item.status}`)}</span>
      ${item.reasons.map((code) => html`<span class="tag warn">${reasonText(code)}</span>`)}
      <time class="muted" datetime=${item.openedAt} title=${dateTime(item.openedAt)}
        >${t('case.opened', { when: ago(item.openedAt) })}</time
      >
      ${
        waits(item.status)
          ? html`<time
              class="tag ${DUE_TONES[item.due]}"
              datetime=${item.dueAt}
              title=${dateTime(item.dueAt)}
              >${clock(item.dueAt, Date.now())}</time
            >`
          : nothing
      }
    </div>`;
  }

  private side(found: ReviewCase): TemplateResult {
    const item = found.case;
    if (!waits(item.status)) return this.closed(item);
    const { me } = this;
    if (this.othersHold(item)) return this.held(item);
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

  /** Whoever works on it is not disturbed unless somebody means it. */
  private held(item: ReviewItem): TemplateResult {
    const time = new Intl.DateTimeFormat(locale(), { timeStyle: 'short' });
    return html`<aside class="card decision" aria-label=${t('decision.title')}>
      <h2>${t('decision.title')}</h2>
      <div role="alert" class=${this.refused ? 'note bad' : 'empty'}>${this.refused}</div>
      <p class="note warn">
        ${t('case.held', {
          who: hands(item, this.me),
          time: time.format(new Date(item.heldUntil ?? item.dueAt)),
        })}
      </p>
      <button type="button" @click=${() => void this.hold(true)}>${t('case.take_over')}</button>
      ${this.onwards()}
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
      <button
        type="button"
        class="primary next"
        ?disabled=${this.busy}
        @click=${() => void this.takeNext()}
      >
        ${t('decision.next')}
      </button>
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
    this.decided = true;
    await this.updateComplete;
    this.querySelector<HTMLElement>('.decision .next')?.focus();
  }

  /** The case that has waited longest, of those one was looking at in the queue. */
  private async takeNext(): Promise<void> {
    await this.attempt(async () => {
      const next = await this.desk.api.post<ReviewNext>('/reviews/next', wishes(kept.filter));
      if (next.case) go(`/cases/${next.case.caseId}`);
      else this.notice = t('decision.no_next');
    });
  }

  private readonly show = (link: string): void =>
    this.querySelector<PictureViewer>('picture-viewer')?.show(link);

  private noteForm(item: ReviewItem): NoteForm | undefined {
    if (!waits(item.status) || item.userId === this.me) return undefined;
    const refuse = (why: string) => void (this.unnoted = why);
    return { busy: this.busy, fault: this.unnoted, send: this.writeNote, refuse };
  }

  private readonly writeNote: NoteForm['send'] = (text, mentions, file) =>
    this.beside(async () => {
      this.found = await written(this.desk.api, this.found!, text, mentions, file);
    });

  private readonly openFile = (digest: string): void =>
    void this.beside(() => opened(this.desk.api, this.caseId, digest));

  /** What goes wrong with notes and files stands beside them. */
  private async beside(act: () => Promise<void>): Promise<boolean> {
    const done = await this.attempt(act);
    [this.unnoted, this.fault] = [this.fault, ''];
    return done;
  }

  private readonly point = (field: string): void => void (this.pointed = field);

  /** The picture on which a field stands, with the field pointed at. */
  private readonly showField = (field: string): void => {
    const { found } = this;
    const side = found?.outlines.find((outline) => outline.field === field)?.side ?? '';
    const link = found?.documentLinks[found.sides.indexOf(side)];
    if (link) this.querySelector<PictureViewer>('picture-viewer')?.show(link, field);
  };

  protected override updated(): void {
    drawPortraits(this);
  }

  /** The reason with this number, while reasons are asked for. */
  private number(n: number): void {
    const reason = reasonsFor(this.draft.verdict)[n - 1];
    if (reason) this.draft = { ...this.draft, reasons: toggled(this.draft.reasons, reason.code) };
  }

  private take(verdict: Verdict): void {
    if (!this.found || !waits(this.found.case.status) || this.heldByOther) return;
    this.draft = { ...this.draft, verdict };
    void this.updateComplete.then(() =>
      this.querySelector<HTMLElement>(`#verdict-${verdict}`)?.focus(),
    );
  }

  private get heldByOther(): boolean {
    return !!this.found && this.othersHold(this.found.case);
  }

  /** Nothing is left to do here for this reviewer. */
  private get goesOn(): boolean {
    const item = this.found?.case;
    return this.decided || (!!item && (!waits(item.status) || this.othersHold(item)));
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
      c: {
        does: t('keys.note'),
        run: () => this.querySelector<HTMLElement>('#new-note')?.focus(),
      },
      f: { does: t('keys.file'), run: () => this.querySelector<HTMLElement>('#new-file')?.click() },
      b: { does: t('keys.outlines'), run: () => (this.outlines = !this.outlines) },
      n: { does: t('keys.next'), run: () => void (this.goesOn && this.takeNext()) },
      t: { does: t('keys.over'), run: () => void (this.heldByOther && this.hold(true)) },
      u: { does: t('keys.back'), run: () => go('/') },
      r: { does: t('keys.load'), run: () => void this.load() },
      '?': { does: t('keys.help'), run: () => toggleHelp(this) },
    };
  }
}

const TONES: Record<string, string> = { approved: 'good', rejected: 'bad' };

customElements.define('page-case', CasePage);
