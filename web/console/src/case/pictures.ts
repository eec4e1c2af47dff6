import { html, nothing, type TemplateResult } from 'lit';
import { type ReviewCase, words } from 'vestibule-shell';

/** The sides of the document; a click opens the picture in full. */
export function documentPictures({ documentLinks }: ReviewCase): TemplateResult {
  return html`<div>
    <h3>Document</h3>
    ${documentLinks.length ? nothing : html`<p class="muted">No picture.</p>`}
    ${documentLinks.map((link, i) => picture(link, i ? 'Back of the document' : 'The document', 'wide-picture'))}
  </div>`;
}

/** The frames in the order in which they were taken, each with its pose and similarity. */
export function framePictures({ frameLinks, liveness }: ReviewCase): TemplateResult {
  const scores = liveness.similarity ?? [];
  return html`<div>
    <h3>Live frames</h3>
    ${frameLinks.length ? nothing : html`<p class="muted">No frames.</p>`}
    <ul class="frames">
      ${frameLinks.map((link, i) => {
        const pose = poseOf(i, frameLinks.length, liveness.gestures ?? []);
        return html`<li>
          ${picture(link, `Frame ${i + 1}: ${pose || 'pose unknown'}`, '')}
          <span>${pose}</span>
          ${scores[i] === undefined ? nothing : html`<strong>${Math.round(scores[i])} %</strong>`}
        </li>`;
      })}
    </ul>
    ${summary(liveness, scores)}
  </div>`;
}

/** The API names poses and frames apart; every pose has equally many frames, in this order. */
export function poseOf(frame: number, frames: number, gestures: readonly string[]): string {
  if (!gestures.length) return '';
  const each = Math.max(1, Math.ceil(frames / gestures.length));
  return words(gestures[Math.floor(frame / each)] ?? '');
}

function summary(liveness: ReviewCase['liveness'], scores: readonly number[]): TemplateResult {
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  return html`<dl class="facts">
    <dt>Movements</dt>
    <dd>${liveness.state ? words(liveness.state) : 'none'}</dd>
    ${
      liveness.reasons?.length
        ? html`<dt>Why</dt>
            <dd>${liveness.reasons.map(words).join(', ')}</dd>`
        : nothing
    }
    ${
      scores.length
        ? html`<dt>Likeness to the document</dt>
            <dd>mean ${share(mean)}, least ${share(Math.min(...scores))}</dd>`
        : nothing
    }
    ${
      liveness.assurance
        ? html`<dt>Assurance</dt>
            <dd>${words(liveness.assurance)}</dd>`
        : nothing
    }
  </dl>`;
}

const picture = (link: string, text: string, kind: string): TemplateResult =>
  html`<a class="picture ${kind}" href=${link} target="_blank" rel="noreferrer">
    <img src=${link} alt=${text} loading="lazy" />
  </a>`;

/** The space before the sign never breaks a line. */
const share = (score: number): string => `${score.toFixed(1)}\u00a0%`;
