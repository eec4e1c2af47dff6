import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import 'vestibule-verification/define';
import { attemptOf, type HostedLink, LinkGone, type Opened } from './hosted-link.js';
import { t } from './words/index.js';

/** The page of a hosted link: one button, then the element. Nobody needs an account here. */
export class HostedPage extends LitElement {
  @property() api = '';
  @property({ attribute: false }) link: HostedLink | undefined;
  @state() private opened: Opened | undefined;
  @state() private step: 'begin' | 'opening' | 'gone' | 'later' = 'begin';

  protected override createRenderRoot(): HTMLElement {
    return this;
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
        verification-id=${attemptOf(opened)}
        .token=${() => this.link!.token()}
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
      this.opened = await this.link!.open();
    } catch (error) {
      this.step = error instanceof LinkGone ? 'gone' : 'later';
    }
  };
}

customElements.define('vestibule-hosted', HostedPage);
