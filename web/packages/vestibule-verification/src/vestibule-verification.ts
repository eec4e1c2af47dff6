import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { Client } from './client.js';
import type { Endpoints, Side, VerifyAnswer } from './contract.js';
import { PART_OF, Parts } from './controllers/parts.js';
import { SessionController } from './controllers/session.js';
import { VerdictController } from './controllers/verdict.js';
import { asVerificationError, VerificationError } from './errors.js';
import type { ErrorDetail, StepDetail, SuccessDetail } from './events.js';
import { errorText, type FaceHinter, type Host } from './host.js';
import { en } from './i18n/en.js';
import {
  directionOf,
  loadAll,
  loadMessages,
  type Key,
  type Messages,
  pickLanguage,
  type Translate,
  translator,
} from './i18n/index.js';
import {
  type Action,
  DOCUMENT_TYPES,
  type DocumentType,
  FINAL,
  type FlowState,
  reduce,
  START,
  typesOf,
} from './machine.js';
import { forget, recall, remember } from './memory.js';
import type { Hint } from './parts/quality.js';
import { styles } from './styles.js';
import { tell } from './tell.js';
import { handoffView } from './views/handoff.js';
import { introView } from './views/intro.js';
import { once, watermark } from './views/parts.js';
import { processingView, resultView } from './views/result.js';

/**
 * Confirms who somebody is: a picture of a document, a look into the camera, a result. Everything is
 * decided by the Vestibule API; this element guides, captures and shows.
 * @tag vestibule-verification
 *
 * @event {CustomEvent<undefined>} vestibule-ready - The element can be used.
 * @event {CustomEvent<StepDetail>} vestibule-step-change - The person moved to another step.
 * @event {CustomEvent<{side: string, percent: number}>} vestibule-upload-progress - A picture travels.
 * @event {CustomEvent<{side: string, hints: string[]}>} vestibule-quality - What the advice on a picture was.
 * @event {CustomEvent<{gesture: string, seq: number, remaining: number}>} vestibule-frame - A frame arrived at the server.
 * @event {CustomEvent<SuccessDetail>} vestibule-success - There is a result; `detail.status` says which.
 * @event {CustomEvent<ErrorDetail>} vestibule-error - Something failed; `detail.code` is stable. Cancel it (`preventDefault()`) to tell the person yourself: the element neither shows nor reads it out.
 * @event {CustomEvent<{step: string}>} vestibule-cancel - The person left.
 *
 * @slot intro - Above the choice of documents.
 * @slot intro-end - Below the first screen, for terms or a privacy notice.
 * @slot document - Above the drop zone.
 * @slot document-end - Below the document step.
 * @slot liveness-start - Above the tips for the movements.
 * @slot liveness - Replaces the movements when `liveness-mode="external"`.
 * @slot handoff - Between the buttons below the QR code, for other ways to bring the link to the phone.
 * @slot result - Below the result's text.
 * @slot result-end - At the very end, for the way back into the host's own pages.
 * @csspart card - The frame around everything.
 * @csspart title - The heading of a step.
 * @csspart lead - The sentence below it.
 * @csspart stepper - The list of steps.
 * @csspart step - One of them.
 * @csspart watermark - The sentence that says that this is a test.
 * @csspart intro - The first screen.
 * @csspart document-types - The choice of documents.
 * @csspart document-type - One kind of document.
 * @csspart document - The document step.
 * @csspart dropzone - Where pictures can be dropped.
 * @csspart viewfinder - The camera for documents.
 * @csspart preview - The picture as it will be sent.
 * @csspart hints - Advice on the picture or the next attempt.
 * @csspart progress - The bar while the picture travels.
 * @csspart read - What was read of the document.
 * @csspart fields - The fields of it.
 * @csspart liveness - The liveness step.
 * @csspart tips - The list before the camera opens.
 * @csspart camera - The round mirror.
 * @csspart ring - The ring around it.
 * @csspart cue - The arrow or face at its edge.
 * @csspart prompt - What to do now.
 * @csspart film - The window-filling screen of a check that a managed service films.
 * @csspart processing - The waiting screen.
 * @csspart result - The last screen.
 * @csspart badge - The round sign on it.
 * @csspart reason - Why, in words a person may read.
 * @csspart error - What went wrong.
 * @csspart actions - The block of buttons.
 * @csspart button - Every button.
 * @csspart primary-button - The main one.
 * @csspart qr - The code for the phone.
 * @csspart privacy - The sentence on privacy.
 *
 * @cssprop [--vestibule-accent] - Main colour.
 * @cssprop [--vestibule-accent-hover] - Main colour below the pointer.
 * @cssprop [--vestibule-on-accent] - Text on the main colour.
 * @cssprop [--vestibule-accent-soft] - A breath of the main colour, for chosen things.
 * @cssprop [--vestibule-surface] - Background of the card.
 * @cssprop [--vestibule-surface-raised] - Background of areas on the card.
 * @cssprop [--vestibule-text] - Text.
 * @cssprop [--vestibule-text-muted] - Secondary text.
 * @cssprop [--vestibule-border] - Quiet lines.
 * @cssprop [--vestibule-control-border] - Lines around controls (3:1 on the surface).
 * @cssprop [--vestibule-danger] - Text of faults.
 * @cssprop [--vestibule-danger-soft] - Their background.
 * @cssprop [--vestibule-warning] - Text of advice.
 * @cssprop [--vestibule-warning-soft] - Its background.
 * @cssprop [--vestibule-success] - Text of good news.
 * @cssprop [--vestibule-success-soft] - Its background.
 * @cssprop [--vestibule-focus] - Focus ring.
 * @cssprop [--vestibule-focus-width=3px] - Its width.
 * @cssprop [--vestibule-radius=12px] - Corners of controls.
 * @cssprop [--vestibule-card-radius=20px] - Corners of the card.
 * @cssprop [--vestibule-space=8px] - The unit of distance.
 * @cssprop [--vestibule-padding] - Inside the card.
 * @cssprop [--vestibule-target-size=48px] - Least height of a button.
 * @cssprop [--vestibule-shadow] - Shadow of the card.
 * @cssprop [--vestibule-title-size=1.5rem] - Size of headings.
 * @cssprop [--vestibule-title-weight=650] - Weight of headings.
 * @cssprop [--vestibule-camera-ratio=1] - Shape of the mirror.
 * @cssprop [--vestibule-motion-duration=180ms] - Length of transitions.
 * @cssprop [--vestibule-max-width=520px] - Greatest width.
 * @cssprop [--vestibule-font] - The `font` shorthand.
 * @cssprop [--vestibule-font-family] - The family alone.
 */
export class VestibuleVerification extends LitElement implements Host {
  static override styles = styles;

  /** Address of the API, without a slash at its end. */
  @property({ attribute: 'api-base' }) apiBase = '';
  /** Language, e.g. `de`; otherwise the page's `lang`, then the browser's. */
  @property() locale = '';
  /** Continue this verification instead of starting a new one. */
  @property({ attribute: 'verification-id' }) verificationId = '';
  /** Which documents may be chosen, separated by spaces. */
  @property({ attribute: 'document-types' }) documentTypes = DOCUMENT_TYPES.join(' ');
  /** Greatest size of a picture in MB. */
  @property({ type: Number, attribute: 'max-size-mb' }) maxSizeMb = 10;
  /** `presigned`: straight to the bucket. `direct`: through the API (up to about 4.5 MB). */
  @property({ attribute: 'upload-mode' }) uploadMode: 'presigned' | 'direct' = 'presigned';
  /** `external`: the host fills the slot `liveness` and calls `completeLiveness()`. */
  @property({ attribute: 'liveness-mode' }) livenessMode: 'gestures' | 'external' = 'gestures';
  /** How long a pose is held, in milliseconds. */
  @property({ type: Number, attribute: 'gesture-ms' }) gestureMs = 1800;
  /** Time to take a pose before it counts, in milliseconds. */
  @property({ type: Number, attribute: 'ready-ms' }) readyMs = 1800;
  /** How often the movements may be tried before a person looks. */
  @property({ type: Number, attribute: 'max-attempts' }) maxAttempts = 3;
  /** Time between two questions for the result, in milliseconds. */
  @property({ type: Number, attribute: 'poll-ms' }) pollMs = 1200;
  /** When to stop asking, in milliseconds. */
  @property({ type: Number, attribute: 'poll-timeout-ms' }) pollTimeoutMs = 180_000;
  /** A link that continues on a phone; shows the QR code when set. */
  @property({ attribute: 'handoff-url' }) handoffUrl = '';
  /** The verification that link continues; this page waits for its result. */
  @property({ attribute: 'handoff-id' }) handoffId = '';
  /** Reason codes of the attempt before, separated by spaces: said when this one begins. */
  @property() again = '';
  /** `auto` follows the system. */
  @property({ reflect: true }) theme: 'auto' | 'light' | 'dark' = 'auto';
  /** No tones. */
  @property({ type: Boolean }) muted = false;
  /** Shows a way out on every step. */
  @property({ type: Boolean }) cancellable = false;
  /** Continues after a reload of the page (kept in sessionStorage, ids only). */
  @property({ type: Boolean }) resume = false;

  /** The person's access token; a function is asked before every call. Never an attribute. */
  @property({ attribute: false }) token: string | (() => string | Promise<string>) = '';
  /** Other words for any text. */
  @property({ attribute: false }) labels: Partial<Messages> = {};
  /** Other paths below `api-base`. */
  @property({ attribute: false }) endpoints: Partial<Endpoints> = {};
  /** Advice while the camera runs, e.g. from a face detector of the host. */
  @property({ attribute: false }) hinter: FaceHinter | undefined;
  /** Called with the detail of `vestibule-success`. */
  @property({ attribute: false }) onSuccess: ((detail: SuccessDetail) => void) | undefined;
  /** Called with the detail of `vestibule-error`. */
  @property({ attribute: false }) onError: ((detail: ErrorDetail) => void) | undefined;
  /** Called when the person leaves. */
  @property({ attribute: false }) onCancel: (() => void) | undefined;
  /** Called with the detail of `vestibule-step-change`. */
  @property({ attribute: false }) onStep: ((detail: StepDetail) => void) | undefined;

  @state() private spoken = '';
  @state() private messages: Partial<Messages> = en;
  flow: FlowState = START;
  t: Translate = translator<Key>(en, 'en');
  private language = 'en';
  /** The steps that are loaded; the others load when they are entered. */
  readonly parts = new Parts(this, async () => this.speak(await loadAll(this.language)));
  readonly touch =
    typeof matchMedia === 'function' && matchMedia('(hover: none) and (pointer: coarse)').matches;
  @state() private lost = false;
  private readonly judge = new VerdictController(this);
  private readonly session = new SessionController(this);

  get client(): Client {
    return new Client({
      base: this.apiBase.replace(/\/$/, ''),
      token: () => (typeof this.token === 'function' ? this.token() : this.token),
      endpoints: this.endpoints,
      onTrouble: (lost) => (this.lost = lost),
    });
  }

  get againReasons(): readonly string[] {
    return this.again.split(/[\s,]+/).filter(Boolean);
  }

  get asksDocument(): boolean {
    return this.session.asksDocument;
  }

  get types(): readonly DocumentType[] {
    return typesOf(this.documentTypes);
  }

  /** Where the person is. */
  get step(): FlowState['step'] {
    return this.flow.step;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.begin();
  }

  protected override firstUpdated(): void {
    this.renderRoot.addEventListener('click', once, true);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('locale') || !this.hasUpdated) void this.chooseLanguage();
    this.t = translator<Key>({ ...this.messages, ...this.labels }, this.language);
  }

  protected override render(): TemplateResult {
    return html`<div
      class="card"
      part="card"
      dir=${directionOf(this.language)}
      lang=${this.language}
    >
      ${this.session.test ? watermark(this) : nothing} ${this.screen()}
      ${this.lost ? html`<p class="note warn">${this.t('net.lost')}</p>` : nothing}
      <div class="hidden" role="status">${this.spoken}</div>
    </div>`;
  }

  /** Starts over; pictures already sent stay with the server until they expire. */
  reset(): void {
    this.parts.reset();
    this.judge.stop();
    forget();
    this.move(START);
  }

  /** Leaves the flow and tells the host. */
  cancel(): void {
    const { step } = this.flow;
    this.reset();
    tell(this, 'vestibule-cancel', { step });
    this.onCancel?.();
  }

  /** For `liveness-mode="external"`: the host's own liveness check is done. */
  completeLiveness(): void {
    this.dispatch({ type: 'liveness-sent' });
  }

  /** @internal */
  handOff = (): void => this.dispatch({ type: 'hand-off', verificationId: this.handoffId });

  /** @internal */
  dispatch(action: Action): void {
    this.move(reduce(this.flow, action));
  }

  /** @internal */
  say = (text: string): void => void (this.spoken = text);

  /** @internal */
  report(error: VerificationError): void {
    const { code, category, retryable, message, serverCode, cause } = error;
    const detail: ErrorDetail = { code, category, retryable, message, serverCode, cause };
    error.told = !tell(this, 'vestibule-error', detail, true);
    this.onError?.(detail);
    if (!error.told) this.say(errorText(this, error));
  }

  /** @internal */
  emitProgress(side: Side, percent: number): void {
    tell(this, 'vestibule-upload-progress', { side, percent });
  }

  /** @internal */
  emitQuality(side: Side, hints: readonly Hint[]): void {
    tell(this, 'vestibule-quality', { side, hints });
  }

  /** @internal */
  emitFrame(gesture: string, seq: number, remaining: number): void {
    tell(this, 'vestibule-frame', { gesture, seq, remaining });
  }

  private screen(): TemplateResult {
    switch (this.flow.step) {
      case 'intro':
        return introView(this);
      case 'processing':
        return processingView(this, this.judge);
      case 'result':
        return resultView(this);
      case 'handoff':
        return handoffView(this);
      default:
        return this.parts.view(PART_OF[this.flow.step]!);
    }
  }

  /** Continues what was begun before, if there is anything to continue. */
  private async begin(): Promise<void> {
    await this.updateComplete;
    if (this.apiBase) await this.session.learn();
    const saved = this.session.fitted(this.resume ? recall() : undefined);
    const id = this.verificationId || saved?.verificationId || this.session.going;
    if (id && this.apiBase) await this.continueWith(id, saved);
    else if (saved) this.dispatch({ type: 'resumed', saved });
    tell(this, 'vestibule-ready');
    if (!this.apiBase) this.report(new VerificationError('not_configured'));
  }

  private async continueWith(id: string, saved: Partial<FlowState> | undefined): Promise<void> {
    let answer: VerifyAnswer;
    try {
      answer = await this.client.verdict(id);
    } catch (fault) {
      // Another person's, or long gone: begin anew. The fault is still told.
      forget();
      this.report(asVerificationError(fault));
      return;
    }
    const sides = answer.sides?.length ? { uploaded: answer.sides } : {};
    this.dispatch({ type: 'resumed', saved: { ...saved, ...sides, verificationId: id } });
    if (FINAL.has(answer.status)) this.dispatch({ type: 'answered', answer });
  }

  private async chooseLanguage(): Promise<void> {
    const page = this.ownerDocument.documentElement.lang;
    const language = pickLanguage([this.locale, page, ...navigator.languages]);
    const messages = await (this.parts.any ? loadAll(language) : loadMessages(language));
    this.language = language;
    this.speak(messages);
  }

  private speak(messages: Partial<Messages>): void {
    this.messages = messages;
    this.t = translator<Key>({ ...messages, ...this.labels }, this.language);
  }

  /** The one place where the flow changes: renders, remembers, moves the focus, tells the host. */
  private move(next: FlowState): void {
    const previous = this.flow;
    this.flow = next;
    if (this.resume) remember(next);
    this.requestUpdate();
    if (next.step === previous.step && next.uploaded.length === previous.uploaded.length) return;
    const part = PART_OF[next.step];
    if (part) void this.parts.load(part).then(() => this.focusHeading());
    else void this.focusHeading();
    if (next.step === 'processing') void this.judge.watch();
    else if (next.step === 'handoff' && next.verificationId) void this.judge.watch();
    else if (previous.step === 'handoff') this.judge.stop();
    this.announceStep(previous, next);
  }

  private announceStep(previous: FlowState, next: FlowState): void {
    const { step, verificationId } = next;
    const detail: StepDetail = { step, previous: previous.step, verificationId };
    tell(this, 'vestibule-step-change', detail);
    this.onStep?.(detail);
    if (step !== 'result' || !next.verdict) return;
    forget();
    const { status, reasons } = next.verdict;
    const success: SuccessDetail = { verificationId, status, reasons };
    tell(this, 'vestibule-success', success);
    this.onSuccess?.(success);
  }

  private async focusHeading(): Promise<void> {
    await this.updateComplete;
    this.shadowRoot?.querySelector<HTMLElement>('h2')?.focus({ preventScroll: false });
  }
}
