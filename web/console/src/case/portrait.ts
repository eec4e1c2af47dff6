/** The face of the document, cut out of its picture, beside the frames that are most like it. */
import { html, nothing, type TemplateResult } from 'lit';
import type { ReviewCase } from 'vestibule-shell';
import { t } from '../words/index.js';
import { frameName, poseOf, type Show, share } from './pictures.js';

const BEST = 3;
/** As much of the picture is shown around the face. */
const AROUND = 0.35;

export interface Cut {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** The piece of the picture that is shown: the face with some room, within the picture. */
export function cut([left = 0, top = 0, width = 1, height = 1]: readonly number[]): Cut {
  const x = Math.max(0, left - width * AROUND);
  const y = Math.max(0, top - height * AROUND);
  return {
    left: x,
    top: y,
    width: Math.min(1, left + width * (1 + AROUND)) - x,
    height: Math.min(1, top + height * (1 + AROUND)) - y,
  };
}

/** The frames most like the document, the best first, as their places in the film. */
export const best = ({ frameLinks, liveness }: ReviewCase): number[] =>
  (liveness.similarity ?? [])
    .map((score, at) => ({ score, at }))
    .filter(({ at }) => at < frameLinks.length)
    .sort((a, b) => b.score - a.score)
    .slice(0, BEST)
    .map(({ at }) => at);

export function faces(found: ReviewCase, show: Show): TemplateResult | typeof nothing {
  const { documentLinks, frameLinks, liveness } = found;
  const chosen = best(found);
  const portrait = liveness.portrait ?? [];
  if (!chosen.length || portrait.length !== 4 || !documentLinks[0]) return nothing;
  return html`<section class="faces" aria-labelledby="faces">
    <h3 id="faces">${t('case.faces')}</h3>
    <ul>
      <li>
        <button type="button" class="picture" @click=${() => show(documentLinks[0]!)}>
          <canvas
            class="portrait"
            role="img"
            aria-label=${t('case.portrait')}
            data-link=${documentLinks[0]}
            data-place=${portrait.join(',')}
          ></canvas>
        </button>
        <span>${t('case.portrait')}</span>
      </li>
      ${chosen.map((at) => {
        const name = frameName(at, poseOf(at, frameLinks.length, liveness.gestures ?? []));
        return html`<li>
          <button type="button" class="picture" @click=${() => show(frameLinks[at]!)}>
            <img src=${frameLinks[at]!} alt=${t('case.faces.frame', { name })} />
          </button>
          <span>${share(liveness.similarity![at]!)}</span>
        </li>`;
      })}
    </ul>
  </section>`;
}

/** Draws each portrait once its picture is there; nothing is read back out of the canvas. */
export function drawPortraits(root: ParentNode): void {
  for (const canvas of root.querySelectorAll<HTMLCanvasElement>('canvas.portrait')) {
    const { link = '', place = '', drawn } = canvas.dataset;
    if (drawn === link) continue;
    canvas.dataset.drawn = link;
    const image = new Image();
    image.addEventListener('load', () => draw(canvas, image, cut(place.split(',').map(Number))));
    image.src = link;
  }
}

function draw(canvas: HTMLCanvasElement, image: HTMLImageElement, piece: Cut): void {
  const { naturalWidth: wide, naturalHeight: high } = image;
  canvas.width = Math.round(piece.width * wide);
  canvas.height = Math.round(piece.height * high);
  canvas
    .getContext('2d')
    ?.drawImage(
      image,
      piece.left * wide,
      piece.top * high,
      canvas.width,
      canvas.height,
      0,
      0,
      canvas.width,
      canvas.height,
    );
}
