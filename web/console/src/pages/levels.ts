import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import {
  dateTime,
  go,
  type LevelAnswer,
  type LevelFunnel,
  type LevelPage,
  type LevelShadow,
  type LevelVersion,
  messages,
  Page,
  type RelationshipShown,
  type StaleApproval,
  type StalePage,
  words,
} from 'vestibule-shell';
import type { Desk } from '../desk.js';
import { markdown } from '../levels/markdown.js';
import { counted, sheet, shown } from '../levels/sheet.js';
import { type Trial, trial } from '../levels/trial.js';
import { reasonText } from '../reasons.js';
import { t } from '../words/index.js';

export const PARTS = ['asks', 'differs', 'shadow', 'try', 'funnel', 'stale', 'relation'] as const;
type Part = (typeof PARTS)[number];
const DAY = 86_400_000;
/** As far as the API looks back. */
const DAYS = 30;

/** Levels for admins: what is asked, what a version changes, how far people come, who is stale. */
export class LevelsPage extends Page {
  @property({ attribute: false }) desk!: Desk;
  /** Of the address: the level, and the version; left out, the one in force. */
  @property() name = '';
  @property() version = '';
  @state() private section: Part = 'asks';
  @state() private versions: readonly LevelVersion[] = [];
  @state() private page: LevelPage | undefined;
  @state() private against = '';
  @state() private answer: LevelAnswer | undefined;
  @state() private funnel: LevelFunnel | undefined;
  @state() private shadow: LevelShadow | undefined;
  @state() private stale: readonly StaleApproval[] | undefined;
  @state() private cursor = '';
  @state() private ended: RelationshipShown | undefined;
  @state() private since = new Date(Date.now() - DAYS * DAY).toISOString().slice(0, 10);
  @state() private person = '';

  protected override updated(changed: PropertyValues): void {
    const elsewhere = changed.has('name') || changed.has('version');
    if (elsewhere) queueMicrotask(() => void this.load());
  }

  private get base(): string {
    return `/v1/levels/${encodeURIComponent(this.name)}`;
  }

  private get number(): string {
    const found = this.versions.find(({ status }) => status === 'in_force') ?? this.versions.at(-1);
    return this.version || (found ? String(found.version) : '');
  }

  private async load(): Promise<void> {
    if (!this.name) return;
    const emptied = { page: undefined, answer: undefined, funnel: undefined, against: '' };
    Object.assign(this, emptied, { shadow: undefined, stale: undefined, cursor: '' });
    await this.attempt(async () => {
      const { versions } = await this.desk.api.get<{ versions: LevelVersion[] }>(this.base);
      this.versions = versions;
      if (this.number) this.page = await this.asked();
    });
    await this.show(this.section);
  }

  private asked(): Promise<LevelPage> {
    const against = this.against ? `?against=${this.against}` : '';
    return this.desk.api.get<LevelPage>(`${this.base}/versions/${this.number}${against}`);
  }

  /** What a part shows is asked for when it is opened. */
  private async show(part: Part): Promise<void> {
    this.section = part;
    const since = `?since=${this.since}`;
    await this.attempt(async () => {
      const { api } = this.desk;
      if (part === 'funnel') this.funnel ??= await api.get(`${this.base}/funnel${since}`);
      if (part === 'shadow') this.shadow ??= await api.get(`${this.base}/shadow${since}`);
      if (part === 'stale' && !this.stale) await this.moreStale();
    });
  }

  private async moreStale(): Promise<void> {
    const cursor = new URLSearchParams({ cursor: this.cursor });
    const page = await this.desk.api.get<StalePage>(`${this.base}/stale?${cursor}`);
    Object.assign(this, { stale: [...(this.stale ?? []), ...page.stale], cursor: page.nextCursor });
  }

  protected override render(): TemplateResult {
    return html`<h1 tabindex="-1">
        ${this.name ? t('levels.of', { name: this.name }) : t('levels.title')}
      </h1>
      ${this.chooser()} ${messages(this.fault, this.notice)}
      ${this.name && !this.versions.length && !this.busy ? html`<p>${t('levels.none')}</p>` : nothing}
      ${this.versions.length ? this.list() : nothing}
      ${this.page || this.section === 'relation' ? this.parts() : nothing}`;
  }

  private chooser(): TemplateResult {
    const open = (event: Event) => {
      event.preventDefault();
      const name = String(new FormData(event.target as HTMLFormElement).get('level')).trim();
      if (name) go(`/levels/${name}`);
    };
    return html`<form class="one-line" @submit=${open}>
      <div class="field">
        <label for="level">${t('levels.name')}</label>
        <input
          id="level"
          name="level"
          autocomplete="off"
          required
          pattern="[a-z][a-z0-9_]*"
          .defaultValue=${this.name || 'default'}
        />
      </div>
      <button ?disabled=${this.busy}>${t('levels.open')}</button>
    </form>`;
  }

  private list(): TemplateResult {
    const rows = this.versions.map((one) => [
      html`<a
        href="#/levels/${one.name}/${one.version}"
        aria-current=${String(one.version) === this.number ? 'page' : nothing}
        >${one.version}</a
      >`,
      t(`levels.status.${one.status}`),
      dateTime(one.createdAt),
      one.inForceAt ? dateTime(one.inForceAt) : '–',
      one.author,
    ]);
    const heads = ['version', 'status', 'created', 'in_force', 'author'] as const;
    const names = heads.map((head) => t(`levels.${head}`));
    return sheet(t('levels.versions'), names, rows, t('levels.none'));
  }

  private parts(): TemplateResult {
    return html`<div class="tabs" role="group" aria-label=${t('levels.parts')}>
        ${PARTS.map(
          (part) =>
            html`<button
              type="button"
              aria-pressed=${part === this.section ? 'true' : 'false'}
              @click=${() => void this.show(part)}
            >
              ${t(`levels.part.${part}`)}
            </button>`,
        )}
      </div>
      <div>
        <h2>${t(`levels.part.${this.section}`)}</h2>
        ${this[`${this.section}Part`]()}
      </div>`;
  }

  protected asksPart(): TemplateResult {
    return markdown(this.page?.page ?? '');
  }

  protected differsPart(): TemplateResult {
    const chosen = (event: Event) => {
      this.against = (event.target as HTMLSelectElement).value;
      void this.attempt(async () => (this.page = await this.asked()));
    };
    const rows = (this.page?.differences ?? []).map((one) => [
      one.path,
      html`<code>${shown(one.inForce)}</code>`,
      html`<code>${shown(one.here)}</code>`,
    ]);
    const before = this.against || t('levels.status.in_force');
    return html`<div class="field">
        <label for="against">${t('levels.against')}</label>
        <select id="against" @change=${chosen}>
          <option value="" ?selected=${!this.against}>${t('levels.status.in_force')}</option>
          ${this.versions.map(
            ({ version }) =>
              html`<option value=${version} ?selected=${String(version) === this.against}>
                ${version}
              </option>`,
          )}
        </select>
      </div>
      ${sheet(t('levels.part.differs'), [t('levels.path'), before, this.number], rows, t('levels.same'))}`;
  }

  protected shadowPart(): TemplateResult {
    const rows = (this.shadow?.versions ?? []).map((one) => [
      one.level,
      one.decided,
      one.differing,
      counted(one.ways),
      counted(one.countries),
      Object.keys(one.reasons).map(reasonText).join(', ') || '–',
    ]);
    const heads = ['version', 'decided', 'differing', 'ways', 'countries', 'reasons'] as const;
    const names = heads.map((head) => t(`levels.${head}`));
    return html`<p>${t('levels.shadow.text')}</p>
      ${this.day('shadow')} ${this.whole(this.shadow?.complete)}
      ${sheet(t('levels.part.shadow'), names, rows, t('levels.shadow.none'))}`;
  }

  protected tryPart(): TemplateResult {
    const send = (body: Trial) =>
      void this.attempt(async () => {
        const path = `${this.base}/versions/${this.number}/try`;
        this.answer = await this.desk.api.post<LevelAnswer>(path, body);
      });
    return trial({ form: this.page?.form ?? [], answer: this.answer, busy: this.busy, send });
  }

  protected funnelPart(): TemplateResult {
    const found = this.funnel?.rows ?? [];
    const steps = Object.keys(found[0]?.steps ?? {});
    const rows = found.map((row) => [
      row.country || t('levels.no_country'),
      ...steps.map((step) => row.steps[step]),
      counted(Object.fromEntries(Object.entries(row.ends).map(([end, n]) => [words(end), n]))),
      row.medianSeconds === null ? '–' : `${Math.round(row.medianSeconds)} s`,
    ]);
    const heads = [t('levels.country'), ...steps.map(words), t('levels.ends'), t('levels.median')];
    return html`${this.day('funnel')} ${this.whole(this.funnel?.complete)}
    ${sheet(t('levels.part.funnel'), heads, rows, t('levels.funnel.none'))}`;
  }

  protected stalePart(): TemplateResult {
    const rows = (this.stale ?? []).map((one) => [
      one.verificationId,
      one.level,
      dateTime(one.since),
      one.reasons.map(reasonText).join(', '),
      html`<button type="button" @click=${() => this.about(one.personId)}>
        ${t('levels.part.relation')}
        <span class="visually-hidden">${one.personId}</span>
      </button>`,
    ]);
    const heads = [t('levels.verification'), t('levels.version'), t('levels.since')];
    const more = () => void this.attempt(() => this.moreStale());
    return html`<p>${t('levels.stale.text')}</p>
      ${sheet(
        t('levels.part.stale'),
        [...heads, t('queue.reason'), t('levels.person')],
        rows,
        t('levels.stale.none'),
      )}
      ${
        this.cursor
          ? html`<button type="button" ?disabled=${this.busy} @click=${more}>
              ${t('queue.more')}
            </button>`
          : nothing
      }`;
  }

  protected relationPart(): TemplateResult {
    const asked = (event: Event) => {
      event.preventDefault();
      this.about(String(new FormData(event.target as HTMLFormElement).get('person')).trim());
    };
    return html`<p>${t('levels.relation.text')}</p>
      <form class="one-line" @submit=${asked}>
        <div class="field">
          <label for="person">${t('levels.person')}</label>
          <input id="person" name="person" autocomplete="off" required .value=${this.person} />
        </div>
        <button ?disabled=${this.busy}>${t('levels.relation.look')}</button>
      </form>
      ${this.ended ? this.relation(this.ended) : nothing}`;
  }

  private relation({ endedAt }: RelationshipShown): TemplateResult {
    const put = (at: string | null) =>
      void this.attempt(async () => {
        this.ended = await this.desk.api.put(this.relationPath, { endedAt: at });
        this.notice = t(at ? 'levels.relation.ended' : 'levels.relation.lasts');
      });
    return html`<p>
        ${endedAt ? t('levels.relation.since', { when: dateTime(endedAt) }) : t('levels.relation.now')}
      </p>
      <button
        type="button"
        ?disabled=${this.busy}
        @click=${() => put(endedAt ? null : new Date(Date.now() - 1000).toISOString())}
      >
        ${t(endedAt ? 'levels.relation.resume' : 'levels.relation.end')}
      </button>`;
  }

  private get relationPath(): string {
    return `/v1/relationships/${encodeURIComponent(this.person)}`;
  }

  private about(person: string): void {
    Object.assign(this, { person, ended: undefined, section: 'relation' });
    void this.attempt(async () => (this.ended = await this.desk.api.get(this.relationPath)));
  }

  private day(part: 'funnel' | 'shadow'): TemplateResult {
    const chosen = (event: Event) => {
      this.since = (event.target as HTMLInputElement).value || this.since;
      Object.assign(this, { funnel: undefined, shadow: undefined });
      void this.show(part);
    };
    return html`<div class="field">
      <label for="since">${t('levels.since')}</label>
      <input id="since" type="date" .value=${this.since} @change=${chosen} />
    </div>`;
  }

  private whole(complete: boolean | undefined): TemplateResult | typeof nothing {
    return complete === false ? html`<p>${t('levels.incomplete')}</p>` : nothing;
  }
}

customElements.define('page-levels', LevelsPage);
