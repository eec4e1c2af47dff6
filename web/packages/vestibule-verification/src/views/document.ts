import { html, nothing, type TemplateResult } from 'lit';
import type { DocumentController } from '../controllers/document.js';
import type { Host } from '../host.js';
import { icon } from './icons.js';
import { cancelButton, errorNote, heading, stepper } from './parts.js';

/** One side of the document, from choosing to sending. */
export function documentView(host: Host, doc: DocumentController): TemplateResult {
  const { t } = host;
  const title = host.flow.sides.length === 1 ? 'single' : doc.side;
  return html`<section part="document">
    ${stepper(host, 'document')} ${heading(t(`document.title.${title}`))}
    <p part="lead">${t('document.lead')}</p>
    <slot name="document"></slot>
    ${doc.phase === 'choose' ? chooseView(host, doc) : nothing}
    ${doc.phase === 'camera' ? cameraView(host, doc) : nothing}
    ${doc.phase === 'preview' || doc.phase === 'sending' ? previewView(host, doc) : nothing}
    <slot name="document-end"></slot>
  </section>`;
}

function chooseView(host: Host, doc: DocumentController): TemplateResult {
  const { t } = host;
  const pick = () => host.shadowRoot?.querySelector<HTMLInputElement>('input[type=file]')?.click();
  const take = (files: FileList | null | undefined) => {
    if (files?.[0]) void doc.choose(files[0]);
  };
  const over = (event: DragEvent) => {
    event.preventDefault();
    doc.drag(true);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    doc.drag(false);
    take(event.dataTransfer?.files);
  };
  return html`<div
      class="drop ${doc.dragging ? 'over' : ''}"
      part="dropzone"
      @dragover=${over}
      @dragleave=${() => doc.drag(false)}
      @drop=${drop}
    >
      ${icon('upload', 36)}<span>${t('document.drop')}</span>
      <div class="row">
        <button class="primary" part="button primary-button" @click=${pick}>
          ${t('document.choose')}
        </button>
        <button class="secondary" part="button camera-button" @click=${() => void doc.openCamera()}>
          ${icon('camera', 20)}${t('document.camera')}
        </button>
      </div>
      <small>${t('document.limits', { mb: host.maxSizeMb })}</small>
      <input
        type="file"
        hidden
        accept="image/jpeg,image/png"
        @change=${(event: Event) => take((event.target as HTMLInputElement).files)}
      />
    </div>
    ${errorNote(host, doc.error)}
    ${host.cancellable ? html`<div class="actions">${cancelButton(host)}</div>` : nothing}`;
}

function cameraView(host: Host, doc: DocumentController): TemplateResult {
  const { t } = host;
  return html`<div class="viewfinder" part="viewfinder">
      <video playsinline muted autoplay aria-hidden="true"></video>
    </div>
    <div class="actions" part="actions">
      <button
        class="primary"
        part="button primary-button"
        ?disabled=${!doc.seeing}
        @click=${() => void doc.shoot()}
      >
        ${icon('camera', 20)}${t('document.take')}
      </button>
      <button class="quiet" part="button back-button" @click=${() => doc.reset()}>
        ${t('action.back')}
      </button>
    </div>`;
}

function previewView(host: Host, doc: DocumentController): TemplateResult {
  const { t } = host;
  const sending = doc.phase === 'sending';
  return html`<img class="picture" part="preview" src=${doc.url} alt=${t('document.preview')} />
    ${sending ? progress(host, doc) : hints(host, doc)} ${errorNote(host, doc.error)}
    <div class="actions" part="actions">
      ${
        sending
          ? nothing
          : html`<button
              class="primary"
              part="button primary-button"
              @click=${() => void doc.send()}
            >
              ${t(doc.error ? 'action.retry' : 'document.send')}
            </button>`
      }
      <button class="secondary" part="button replace-button" @click=${() => doc.reset()}>
        ${t(sending ? 'action.cancel' : 'document.replace')}
      </button>
    </div>`;
}

function hints(host: Host, doc: DocumentController): TemplateResult {
  const { t } = host;
  if (doc.hints.length === 0)
    return html`<div class="note good" part="hints">${icon('check', 20)}${t('hint.ok')}</div>`;
  return html`<div class="note warn" part="hints">
    ${icon('warning', 20)}
    <ul>
      ${doc.hints.map((hint) => html`<li data-hint=${hint}>${t(`hint.${hint}`)}</li>`)}
      <li>${t('document.check')}</li>
    </ul>
  </div>`;
}

function progress(host: Host, doc: DocumentController): TemplateResult {
  const label = host.t('document.sending', { percent: doc.percent });
  return html`<div class="actions">
    <span class="centre" aria-hidden="true">${label}</span>
    <progress part="progress" max="100" .value=${doc.percent} aria-label=${label}></progress>
  </div>`;
}
