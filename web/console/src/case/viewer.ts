import { html, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { Page } from 'vestibule-shell';
import { t } from '../words/index.js';
import { type Outline, outlined } from './outlines.js';

const STEP = 1.3;
const MOST = 8;
const PAN = 60;

/**
 * A picture as large as the screen: closer, turned, moved about by hand or by arrows, beside the best
 * frame. Nothing leaves the page.
 */
export class PictureViewer extends Page {
  @property({ attribute: false }) links: readonly string[] = [];
  @property({ attribute: false }) best = '';
  /** What was read off a picture, and where it stands there. */
  @property({ attribute: false }) outlinesOf: (link: string) => readonly Outline[] = () => [];
  @state() private outlines = true;
  @state() private pointed = '';
  @state() private at = 0;
  @state() private beside = false;
  private scale = 1;
  private turns = 0;
  private x = 0;
  private y = 0;
  private held: { x: number; y: number } | undefined;

  /** Shows this picture, and on it where a field stands; Escape closes. */
  show(link: string, field = ''): void {
    this.pointed = field;
    this.at = Math.max(0, this.links.indexOf(link));
    this.whole();
    this.dialog.showModal();
  }

  protected override render(): TemplateResult {
    return html`<dialog class="viewer" aria-label=${t('viewer.title')} @keydown=${this.pressed}>
      <div class="tools" role="toolbar" aria-label=${t('viewer.title')}>
        ${this.tool('+', t('viewer.closer'), () => this.zoom(STEP))}
        ${this.tool('−', t('viewer.further'), () => this.zoom(1 / STEP))}
        ${this.tool('⟳', t('viewer.turn'), () => this.turn())}
        ${this.tool('⤢', t('viewer.whole'), () => this.whole())}
        ${this.tool('◫', t('viewer.compare'), () => (this.beside = !this.beside), this.beside)}
        ${this.tool('▭', t('viewer.outlines'), () => (this.outlines = !this.outlines), this.outlines)}
        ${this.tool('‹', t('viewer.before'), () => this.step(-1))}
        ${this.tool('›', t('viewer.next'), () => this.step(1))}
        ${this.tool('×', t('viewer.close'), () => this.dialog.close())}
      </div>
      <div class="views ${this.beside ? 'two' : ''}">
        <div
          class="view"
          @pointerdown=${this.hold}
          @pointermove=${this.drag}
          @pointerup=${this.release}
          @wheel=${this.wheel}
        >
          ${this.picture(this.links[this.at] ?? '')}
        </div>
        ${this.beside ? html`<div class="view"><img src=${this.best} alt=${t('viewer.compare')} /></div>` : ''}
      </div>
    </dialog>`;
  }

  private picture(link: string): TemplateResult {
    const drawn = this.outlines ? this.outlinesOf(link) : [];
    return outlined(link, t('viewer.title'), drawn, this.pointed);
  }

  protected override updated(): void {
    this.place();
  }

  private tool(sign: string, name: string, act: () => void, on?: boolean): TemplateResult {
    return html`<button
      type="button"
      title=${name}
      aria-label=${name}
      aria-pressed=${on === undefined ? 'false' : String(on)}
      @click=${act}
    >
      ${sign}
    </button>`;
  }

  private get dialog(): HTMLDialogElement {
    return this.querySelector('dialog')!;
  }

  private zoom(by: number): void {
    this.scale = Math.max(1, Math.min(MOST, this.scale * by));
    if (this.scale === 1) this.x = this.y = 0;
    this.place();
  }

  private turn(): void {
    this.turns = (this.turns + 1) % 4;
    this.place();
  }

  private whole(): void {
    this.scale = 1;
    this.turns = this.x = this.y = 0;
    this.place();
  }

  private step(by: number): void {
    const n = this.links.length;
    if (n) this.at = (this.at + by + n) % n;
    this.whole();
  }

  /** By script: the policy of the page allows no style in markup. */
  private place(): void {
    const image = this.querySelector<HTMLElement>('.view .outlined');
    if (!image) return;
    const { x, y, scale, turns } = this;
    image.style.transform = `translate(${x}px, ${y}px) rotate(${turns * 90}deg) scale(${scale})`;
  }

  private readonly pressed = (event: KeyboardEvent): void => {
    const acts: Record<string, () => void> = {
      '+': () => this.zoom(STEP),
      '=': () => this.zoom(STEP),
      '-': () => this.zoom(1 / STEP),
      r: () => this.turn(),
      '0': () => this.whole(),
      c: () => (this.beside = !this.beside),
      b: () => (this.outlines = !this.outlines),
      n: () => this.step(1),
      ArrowLeft: () => this.pan(PAN, 0),
      ArrowRight: () => this.pan(-PAN, 0),
      ArrowUp: () => this.pan(0, PAN),
      ArrowDown: () => this.pan(0, -PAN),
    };
    const act = acts[event.key];
    if (!act || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    act();
  };

  private pan(x: number, y: number): void {
    this.x += x;
    this.y += y;
    this.place();
  }

  private readonly wheel = (event: WheelEvent): void => {
    event.preventDefault();
    this.zoom(event.deltaY < 0 ? STEP : 1 / STEP);
  };

  private readonly hold = (event: PointerEvent): void => {
    this.held = { x: event.clientX - this.x, y: event.clientY - this.y };
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
  };

  private readonly drag = (event: PointerEvent): void => {
    if (!this.held) return;
    this.x = event.clientX - this.held.x;
    this.y = event.clientY - this.held.y;
    this.place();
  };

  private readonly release = (): void => void (this.held = undefined);
}

customElements.define('picture-viewer', PictureViewer);
