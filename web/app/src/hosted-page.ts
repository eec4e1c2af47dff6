import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { component } from './component.js';
import { type HostedLink, LinkGone, type Opened } from './hosted-link.js';
import { t } from './words/index.js';

/** The page of a hosted link: one button, then the element. Nobody needs an account here. */
export class HostedPage extends LitElement {
  @property() api = '';
  @property({ attribute: false }) link: HostedLink | undefined;
  @state() private opened: Opened | undefined;
  /** The attempt, and the one-time link for another device. */
  private attempt = '';
  @state() private phone = '';
  @state() private step: 'begin' | 'opening' | 'gone' | 'later' = 'begin';

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  /** While the first page is read. */
  protected override firstUpdated(): void {
    void component();
  }

  protected override render(): TemplateResult {
    if (this.opened) return this.element(this.opened);
    if (this.step === 'gone') return this.card(html`<p role="alert">${t('hosted.gone')}</p>`);
    const failed = this.step === 'later';
    return this.card(
      html`<p>${t('hosted.begin')}</p>
        ${failed ? html`<p role="alert">${t('hosted.later')}</p>` : nothing}
        <button
          class="button primary"
          ?disabled=${this.step === 'opening' || !this.link}
          @click=${this.begin}
        >
          ${t('hosted.go')}
        </button>`,
    );
  }

  private element(opened: Opened): TemplateResult {
    const { locale, redirectUrl } = opened;
    return html`<main>
      <vestibule-verification
        resume
        api-base=${`${this.api}/v1/session`}
        locale=${locale}
        verification-id=${this.attempt}
        handoff-url=${this.phone}
        handoff-id=${this.attempt}
        .token=${() => this.link!.token()}
        @vestibule-step-change=${this.stepped}
      >
        ${
          redirectUrl
            ? html`<a slot="result-end" class="button" href=${redirectUrl} rel="noreferrer"
                >${t('hosted.back')}</a
              >`
            : nothing
        }
      </vestibule-verification>
    </main>`;
  }

  private card(content: TemplateResult): TemplateResult {
    return html`<main>
      <div class="card narrow">
        <h1 tabindex="-1">${t('title.verify')}</h1>
        ${content}
      </div>
    </main>`;
  }

  private readonly begin = async (): Promise<void> => {
    this.step = 'opening';
    try {
      const opened = await this.link!.open();
      const here = matchMedia('(hover: none) and (pointer: coarse)').matches;
      [this.attempt, this.phone] = await Promise.all([
        this.link!.attempt(opened),
        here ? '' : this.link!.handOff(),
      ]);
      this.opened = opened;
    } catch (error) {
      this.step = error instanceof LinkGone ? 'gone' : 'later';
    }
  };

  /** Each time another device is asked for: a link is over after half an hour, and is one browser's. */
  private readonly stepped = ({
    detail,
  }: CustomEvent<{ step: string; previous: string }>): void => {
    if (detail.previous === 'handoff')
      void this.link!.handOff().then((url) => (this.phone = url || this.phone));
  };
}

customElements.define('vestibule-hosted', HostedPage);
