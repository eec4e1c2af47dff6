import type { TemplateResult } from 'lit';
import type { Host, Kit } from '../host.js';
import type { DocumentController } from './document.js';
import { html, nothing, svg } from './template.js';

/** One side of the document, from choosing to sending. */
export function documentView(host: Host, kit: Kit, doc: DocumentController): TemplateResult {
  const { t } = host;
  const title = host.flow.sides.length === 1 ? 'single' : doc.side;
  const seen = doc.phase === 'preview' || doc.phase === 'sending';
  return html`<section part="document">
    ${kit.stepper(host, 'document')} ${kit.heading(t(`document.title.${title}`))}
    <p part="lead">${t('document.lead')}</p>
    <slot name="document"></slot>
    ${doc.phase === 'choose' ? chooseView(host, kit, doc) : nothing}
    ${doc.phase === 'camera' ? cameraView(host, kit, doc) : nothing}
    ${doc.phase === 'looking' ? kit.waiting(t('document.looking')) : nothing}
    ${seen ? previewView(host, kit, doc) : nothing}
    <slot name="document-end"></slot>
  </section>`;
}

/** A phone has its camera in hand; at a desk the picture is more often a file. */
function chooseView(host: Host, kit: Kit, doc: DocumentController): TemplateResult {
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
  const camera = button(
    host.touch ? 'primary' : 'secondary',
    `button camera-button${host.touch ? ' primary-button' : ''}`,
    html`${kit.icon('camera', 20)}${t('document.camera')}`,
    () => void doc.openCamera(),
  );
  const file = button(
    host.touch ? 'secondary' : 'primary',
    `button file-button${host.touch ? '' : ' primary-button'}`,
    t('document.choose'),
    pick,
  );
  return html`<div
      class="drop ${doc.dragging ? 'over' : ''} ${host.touch ? 'touch' : ''}"
      part="dropzone"
      @dragover=${over}
      @dragleave=${() => doc.drag(false)}
      @drop=${drop}
    >
      ${host.touch ? nothing : html`${kit.icon('upload', 36)}<span>${t('document.drop')}</span>`}
      <div class="row">${host.touch ? [camera, file] : [file, camera]}</div>
      <small>${t('document.kinds')}</small>
      <input
        type="file"
        hidden
        accept="image/jpeg,image/png,image/webp,image/heic,image/heif,image/avif"
        @change=${(event: Event) => take((event.target as HTMLInputElement).files)}
      />
    </div>
    ${kit.errorNote(host, doc.error)}
    <div class="actions" part="actions">${backButton(host)} ${kit.cancelButton(host)}</div>`;
}

/** To the choice of documents: nobody has to stay with a wrong one. */
const backButton = (host: Host) =>
  button('quiet', 'button back-button', host.t('document.other'), () =>
    host.dispatch({ type: 'back' }),
  );

const button = (
  look: string,
  part: string,
  content: unknown,
  act: () => void,
  disabled = false,
): TemplateResult =>
  html`<button class=${look} part=${part} ?disabled=${disabled} @click=${act}>${content}</button>`;

function cameraView(host: Host, kit: Kit, doc: DocumentController): TemplateResult {
  const { t } = host;
  const advice = doc.watched?.advice ?? 'search';
  return html`<div class="viewfinder" part="viewfinder" data-advice=${advice}>
      <video playsinline muted autoplay aria-hidden="true"></video>
      ${edges(host, doc)}
      <p class="advice" part="advice">${t(`guide.${advice}`)}</p>
    </div>
    <div class="actions" part="actions">
      ${button(
        'primary',
        'button primary-button',
        html`${kit.icon('camera', 20)}${t('document.take')}`,
        () => void doc.shoot(),
        !doc.seeing,
      )}
      ${button('quiet', 'button back-button', t('action.back'), () => doc.reset())}
    </div>`;
}

/** The document's edges as they are seen, over the picture; filled as the shutter comes nearer. */
function edges(host: Host, { watched }: DocumentController) {
  const video = host.shadowRoot?.querySelector('video');
  const outline = watched?.outline;
  if (!video?.videoWidth || !outline) return html`<div class="aim"></div>`;
  const [w, h] = [video.videoWidth, video.videoHeight];
  const points = outline.corners.map(({ x, y }) => `${x * w},${y * h}`).join(' ');
  return html`<svg class="edges" viewBox="0 0 ${w} ${h}" aria-hidden="true">
    ${svg`<polygon points=${points} data-steady=${watched.steady > 0} />`}
  </svg>`;
}

function previewView(host: Host, kit: Kit, doc: DocumentController): TemplateResult {
  const { t } = host;
  const sending = doc.phase === 'sending';
  const tools = html`<div class="row" part="tools">
    ${button('quiet', 'button turn-button', t('document.turn'), () => void doc.turn())}
    ${
      doc.outline || doc.cut
        ? button(
            'quiet',
            'button cut-button',
            t(doc.cut ? 'document.whole' : 'document.cut'),
            () => void doc.cutOrNot(),
          )
        : nothing
    }
  </div>`;
  // While it is sent the main button stays where it was: a second click of a double click meets it.
  return html`<img class="picture" part="preview" src=${doc.url} alt=${t('document.preview')} />
    ${sending ? progress(host, doc) : html`${tools} ${hints(host, kit, doc)}`}
    ${kit.errorNote(host, doc.error)}
    <div class="actions" part="actions">
      ${button(
        'primary',
        'button primary-button',
        t(doc.error ? 'action.retry' : 'document.send'),
        () => void doc.send(),
        sending,
      )}
      ${button(
        'secondary',
        'button replace-button',
        t(sending ? 'action.cancel' : 'document.replace'),
        () => (sending ? doc.stopSending() : doc.reset()),
      )}
    </div>`;
}

function hints(host: Host, kit: Kit, doc: DocumentController): TemplateResult {
  const { t } = host;
  if (doc.hints.length === 0)
    return html`<div class="note good" part="hints">${kit.icon('check', 20)}${t('hint.ok')}</div>`;
  return html`<div class="note warn" part="hints">
    ${kit.icon('warning', 20)}
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
