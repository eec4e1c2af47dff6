import type { TemplateResult } from 'lit';
import type { Host, Kit } from '../host.js';
import type { LivenessController } from './face.js';
import { html, nothing } from './template.js';

/** From the top, clockwise. */
const OVAL = 'M40 2.5a37.5 47.5 0 0 1 0 95a37.5 47.5 0 0 1 0-95';

/** The movements: instructions, the mirror, or the way around them. */
export function livenessView(host: Host, kit: Kit, live: LivenessController): TemplateResult {
  return html`<section part="liveness">
    ${kit.stepper(host, 'liveness')}
    ${
      host.livenessMode === 'external'
        ? html`${kit.heading(host.t('liveness.title'))}<slot name="liveness"></slot>`
        : screen(host, kit, live)
    }
  </section>`;
}

function screen(host: Host, kit: Kit, live: LivenessController): TemplateResult {
  if (live.phase === 'running') return runningView(host, kit, live);
  const spent = host.flow.livenessAttempts >= host.maxAttempts && !live.error;
  return live.phase === 'cannot' || spent
    ? cannotView(host, kit, live, spent)
    : readyView(host, kit, live);
}

function readyView(host: Host, kit: Kit, live: LivenessController): TemplateResult {
  const { t } = host;
  const again = host.flow.livenessReasons.length > 0 && !live.error;
  const filmed = live.engine === 'rekognition';
  return html`${kit.heading(t('liveness.title'))}
    <p part="lead" ?data-unsure=${live.undecided}>${t(filmed ? 'film.lead' : 'liveness.lead')}</p>
    <slot name="liveness-start"></slot>
    <ul class="tips" part="tips">
      <li>${kit.icon('light')}<span>${t('liveness.tip.light')}</span></li>
      <li>${kit.icon('person')}<span>${t('liveness.tip.alone')}</span></li>
      ${
        filmed
          ? nothing
          : html`<li ?data-unsure=${live.undecided}>
              ${kit.icon('sound')}<span>${t('liveness.tip.sound')}</span>
            </li>`
      }
    </ul>
    ${
      again
        ? html`<div class="note warn" part="hints">
            ${kit.icon('warning', 20)}${t('liveness.again')}
          </div>`
        : nothing
    }
    ${kit.errorNote(host, live.error)}
    <div class="actions" part="actions">
      <button class="primary" part="button primary-button" @click=${() => void live.run()}>
        ${t(live.error ? 'action.retry' : 'liveness.start')}
      </button>
      ${filmed ? nothing : slowerButton(host, kit, live)} ${cannotButton(host, live)}
      ${
        host.asksDocument
          ? html`<button
              class="quiet"
              part="button back-button"
              @click=${() => host.dispatch({ type: 'back' })}
            >
              ${t('liveness.document')}
            </button>`
          : nothing
      }
      ${kit.cancelButton(host)}
    </div>`;
}

/** A service that films has a pace of its own. */
function slowerButton(host: Host, kit: Kit, live: LivenessController): TemplateResult {
  return html`<button
    class="secondary"
    part="button slower-button"
    aria-pressed=${live.slower ? 'true' : 'false'}
    ?data-unsure=${live.undecided}
    @click=${() => live.setSlower(!live.slower)}
  >
    ${kit.icon(live.slower ? 'check' : 'clock', 20)}${host.t('liveness.slower')}
  </button>`;
}

/** The way around what is asked. */
function cannotButton(host: Host, live: LivenessController): TemplateResult {
  return html`<button
    class="quiet"
    part="button cannot-button"
    ?data-unsure=${live.undecided}
    @click=${() => live.cannot()}
  >
    ${host.t(live.engine === 'rekognition' ? 'film.cannot' : 'liveness.cannot')}
  </button>`;
}

function runningView(host: Host, kit: Kit, live: LivenessController): TemplateResult {
  const { t } = host;
  const { challenge, moment } = live;
  const position = challenge && t('liveness.position', { n: live.position, total: live.total });
  return html`<h2 part="title" tabindex="-1" class="hidden">${t('liveness.title')}</h2>
    <div class="stage" part="camera" data-seen=${live.seen}>
      <video playsinline muted autoplay aria-label=${t('liveness.video')}></video>
      <svg
        class="ring"
        part="ring"
        viewBox="0 0 80 100"
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <path d=${OVAL} />
        <path
          class="fill"
          d=${OVAL}
          pathLength="1"
          stroke-dasharray="1"
          stroke-dashoffset=${1 - live.fill}
          opacity=${live.fill > 0 ? 1 : 0}
        />
      </svg>
      ${
        challenge
          ? html`<span class="arrow" part="cue" data-gesture=${challenge.gesture}>
              ${kit.icon(moment === 'done' ? 'check' : challenge.gesture, 30)}
            </span>`
          : nothing
      }
    </div>
    <div
      class="prompt"
      part="prompt"
      data-gesture=${challenge?.gesture ?? ''}
      data-moment=${moment}
    >
      <strong>${challenge ? t(`gesture.${challenge.gesture}`) : t('liveness.opening')}</strong>
      <span>${live.advice || [position, momentText(host, live)].filter(Boolean).join(' · ')}</span>
    </div>
    <div class="row">
      ${cannotButton(host, live)}
      <button class="quiet" part="button cancel-button" @click=${() => live.stop()}>
        ${t('action.cancel')}
      </button>
    </div>`;
}

function momentText(host: Host, live: LivenessController): string {
  if (live.blind && live.moment === 'pose') return host.t('face.blind');
  if (live.moment === 'hold') return host.t('liveness.hold');
  return live.moment === 'done' ? host.t('liveness.done') : '';
}

function cannotView(
  host: Host,
  kit: Kit,
  live: LivenessController,
  spent: boolean,
): TemplateResult {
  const { t } = host;
  return html`${kit.heading(t('cannot.title'))}
    <p part="lead">${t('cannot.lead')}</p>
    ${kit.errorNote(host, live.error)}
    <div class="actions" part="actions">
      <button class="primary" part="button primary-button" @click=${() => void live.askForPerson()}>
        ${t('cannot.confirm')}
      </button>
      ${
        spent
          ? kit.cancelButton(host)
          : html`<button class="secondary" part="button back-button" @click=${() => live.stop()}>
              ${t('action.back')}
            </button>`
      }
    </div>`;
}
