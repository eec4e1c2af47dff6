import { html, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { Page } from 'vestibule-shell';
import { t } from '../words/index.js';

/** Pictures a second: as they were taken, about. */
const MS = 330;

/**
 * The frames one after the other, as the camera saw them: played when asked for, or moved through by
 * hand. It stands still by itself, whatever the reviewer thinks of movement.
 */
export class FrameFilm extends Page {
  @property({ attribute: false }) links: readonly string[] = [];
  @property({ attribute: false }) names: readonly string[] = [];
  @state() private at = 0;
  @state() private playing = false;
  private timer: ReturnType<typeof setInterval> | undefined;

  override disconnectedCallback(): void {
    this.stop();
    super.disconnectedCallback();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('links') && this.at >= this.links.length) this.at = 0;
  }

  protected override render(): TemplateResult {
    const { links, names, at, playing } = this;
    const last = Math.max(0, links.length - 1);
    return html`<div class="film">
      <img src=${links[at] ?? ''} alt=${names[at] ?? ''} />
      <div class="row">
        <button type="button" @click=${() => (playing ? this.stop() : this.play())}>
          ${t(playing ? 'film.stop' : 'film.play')}
        </button>
        <input
          type="range"
          min="0"
          max=${last}
          step="1"
          aria-label=${t('film.title')}
          aria-valuetext=${names[at] ?? ''}
          .value=${String(at)}
          @input=${(event: Event) => {
            this.stop();
            this.at = Number((event.target as HTMLInputElement).value);
          }}
        />
      </div>
    </div>`;
  }

  private play(): void {
    this.playing = true;
    if (this.at >= this.links.length - 1) this.at = 0;
    this.timer = setInterval(() => this.onwards(), MS);
  }

  private onwards(): void {
    if (this.at < this.links.length - 1) this.at += 1;
    else this.stop();
  }

  private stop(): void {
    clearInterval(this.timer);
    this.playing = false;
  }
}

customElements.define('frame-film', FrameFilm);
