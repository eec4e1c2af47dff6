import { html, nothing, type TemplateResult } from 'lit';
import { type ReviewCase, words } from 'vestibule-shell';
import { named, t } from '../words/index.js';
import { outlined, outlinesOf } from './outlines.js';

export type Show = (link: string) => void;

/** The sides of the document with what was read outlined; each opens in the viewer. */
export function documentPictures(
  found: ReviewCase,
  show: Show,
  outlines: boolean,
  pointed: string,
): TemplateResult {
  const { documentLinks } = found;
  const drawn = (link: string) => (outlines ? outlinesOf(found, link) : []);
  return html`<div>
    <h3>${t('case.document')}</h3>
    ${documentLinks.length ? nothing : html`<p class="muted">${t('case.none')}</p>`}
    ${documentLinks.map((link, i) => {
      const text = t(i ? 'case.document.back' : 'case.document.front');
      return picture(outlined(link, text, drawn(link), pointed), text, 'wide-picture', () =>
        show(link),
      );
    })}
  </div>`;
}

/** The frames in the order in which they were taken, each with its pose and similarity. */
export function framePictures({ frameLinks, liveness }: ReviewCase, show: Show): TemplateResult {
  const scores = liveness.similarity ?? [];
  return html`<div>
    <h3>${t('case.frames')}</h3>
    ${frameLinks.length ? nothing : html`<p class="muted">${t('case.frames.none')}</p>`}
    <ul class="frames">
      ${frameLinks.map((link, i) => {
        const pose = poseOf(i, frameLinks.length, liveness.gestures ?? []);
        const name = frameName(i, pose);
        return html`<li>
          ${picture(html`<img src=${link} alt=${name} loading="lazy" />`, name, '', () => show(link))}
          <span>${pose}</span>
          ${scores[i] === undefined ? nothing : html`<strong>${Math.round(scores[i])} %</strong>`}
        </li>`;
      })}
    </ul>
    ${
      frameLinks.length > 1
        ? html`<details class="film-of-frames">
            <summary>${t('film.title')}</summary>
            <frame-film .links=${frameLinks} .names=${names(frameLinks, liveness)}></frame-film>
          </details>`
        : nothing
    }
    ${summary(liveness, scores)}
  </div>`;
}

/** The API names poses and frames apart; every pose has equally many frames, in this order. */
export function poseOf(frame: number, frames: number, gestures: readonly string[]): string {
  if (!gestures.length) return '';
  const each = Math.max(1, Math.ceil(frames / gestures.length));
  return named('pose', gestures[Math.floor(frame / each)] ?? '');
}

function summary(liveness: ReviewCase['liveness'], scores: readonly number[]): TemplateResult {
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  return html`<dl class="facts">
    <dt>${t('case.movements')}</dt>
    <dd>${liveness.state ? named('state', liveness.state) : ''}</dd>
    ${
      liveness.reasons?.length
        ? html`<dt>${t('case.why')}</dt>
            <dd>${liveness.reasons.map(words).join(', ')}</dd>`
        : nothing
    }
    ${
      scores.length
        ? html`<dt>${t('case.likeness')}</dt>
            <dd>
              ${t('case.likeness.text', { mean: share(mean), least: share(Math.min(...scores)) })}
            </dd>`
        : nothing
    }
    ${
      liveness.assurance
        ? html`<dt>${t('case.assurance')}</dt>
            <dd>${named('assurance', liveness.assurance)}</dd>`
        : nothing
    }
  </dl>`;
}

export const frameName = (i: number, pose: string): string =>
  t('case.frame', { n: i + 1, pose: pose || t('case.pose.unknown') });

const names = (links: readonly string[], { gestures }: ReviewCase['liveness']): string[] =>
  links.map((_, i) => frameName(i, poseOf(i, links.length, gestures ?? [])));

const picture = (
  inside: TemplateResult,
  text: string,
  kind: string,
  show: () => void,
): TemplateResult =>
  html`<button
    type="button"
    class="picture ${kind}"
    title=${t('viewer.open', { what: text })}
    @click=${show}
  >
    ${inside}
  </button>`;

/** The frame that is most like the document. */
export function bestFrame({ frameLinks, liveness }: ReviewCase): string {
  const scores = liveness.similarity ?? [];
  const best = scores.indexOf(Math.max(...scores));
  return frameLinks[Math.max(0, best)] ?? '';
}

/** The space before the sign never breaks a line. */
export const share = (score: number): string => `${score.toFixed(1)}\u00a0%`;
