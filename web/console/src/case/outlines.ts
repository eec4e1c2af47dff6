/** Where the fields of a document stand on its pictures, drawn over them. */
import { html, nothing, svg, type TemplateResult } from 'lit';
import type { ReviewCase } from 'vestibule-shell';
import { named } from '../words/index.js';

export type Outline = ReviewCase['outlines'][number];

/** The outlines of one picture of the document; the pictures come side by side, like the sides. */
export function outlinesOf(found: ReviewCase, link: string): Outline[] {
  const side = found.sides[found.documentLinks.indexOf(link)];
  return found.outlines.filter((outline) => outline.side === side);
}

/** A picture with its outlines; the one a reviewer points at stands out. */
export function outlined(
  link: string,
  text: string,
  outlines: readonly Outline[],
  pointed: string,
): TemplateResult {
  return html`<span class="outlined"
    ><img src=${link} alt=${text} draggable="false" />${
      outlines.length
        ? // Shares of the picture, whatever its size; the words are in the table beside it.
          html`<svg viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
            ${outlines.map((outline) => shape(outline, pointed))}
          </svg>`
        : nothing
    }</span
  >`;
}

const shape = ({ field, source, corners }: Outline, pointed: string) =>
  svg`<polygon
    class="outline ${source} ${pointed === field ? 'pointed' : ''}"
    data-field=${field}
    points=${corners.map((corner) => corner.join(',')).join(' ')}
  ><title>${named('field', field)}</title></polygon>`;
