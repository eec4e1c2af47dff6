import { html, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import type { Host } from '../host.js';
import { drawer } from '../qr.js';
import { heading } from './parts.js';

/** The same journey on the phone: a QR code and a link, while this page waits. */
export function handoffView(host: Host): TemplateResult {
  const { t } = host;
  const copy = async () => {
    await navigator.clipboard.writeText(host.handoffUrl);
    host.say(t('handoff.copied'));
  };
  return html`<section part="handoff" class="centre">
    ${heading(t('handoff.title'))}
    <p part="lead">${t('handoff.lead')}</p>
    <canvas
      class="qr"
      part="qr"
      role="img"
      aria-label=${t('handoff.qr')}
      ${ref((canvas) => void drawCode(canvas as HTMLCanvasElement | undefined, host.handoffUrl))}
    ></canvas>
    <p class="fine" part="waiting">${t('handoff.waiting')}</p>
    <div class="actions" part="actions">
      <button class="primary" part="button copy-button" @click=${() => void copy()}>
        ${t('handoff.copy')}
      </button>
      <slot name="handoff"></slot>
      <button
        class="secondary"
        part="button back-button"
        @click=${() => host.dispatch({ type: 'back' })}
      >
        ${t('handoff.here')}
      </button>
    </div>
  </section>`;
}

async function drawCode(canvas: HTMLCanvasElement | undefined, url: string): Promise<void> {
  if (!canvas || canvas.dataset.url === url) return;
  canvas.dataset.url = url;
  const { generate } = await drawer();
  generate(url).toCanvas(canvas, { on: [16, 26, 34, 255], off: [255, 255, 255, 255] });
}
