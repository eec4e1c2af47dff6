import { html, nothing, type TemplateResult } from 'lit';
import { type Match, percent, words } from 'vestibule-shell';

/** Entries of watchlists that resemble the person, each with the reason for its score. */
export function matchCards(matches: readonly Match[]): TemplateResult {
  return html`<section class="card" aria-labelledby="matches">
    <h2 id="matches">Watchlists</h2>
    ${matches.length ? nothing : html`<p class="muted">Nobody on the lists resembles this person.</p>`}
    ${matches.map(card)}
  </section>`;
}

function card(match: Match): TemplateResult {
  return html`<article class="match">
    <h3>
      ${match.name ?? 'Unnamed entry'}
      ${
        match.score === undefined
          ? nothing
          : html`<span class="tag bad">${percent(match.score)} alike</span>`
      }
    </h3>
    <dl>
      <dt>List</dt>
      <dd>${(match.list ?? '').toUpperCase()} <code>${match.entryId}</code></dd>
      <dt>Date of birth</dt>
      <dd>${words(match.birthDate ?? 'unknown')}</dd>
      ${
        match.programmes?.length
          ? html`<dt>Programmes</dt>
              <dd>${match.programmes.join(', ')}</dd>`
          : nothing
      }
    </dl>
    ${match.parts?.length ? parts(match.parts) : nothing}
  </article>`;
}

const parts = (found: NonNullable<Match['parts']>): TemplateResult =>
  html`<table class="parts">
    <caption>
      Name, part by part
    </caption>
    <thead>
      <tr>
        <th scope="col">Applicant</th>
        <th scope="col">List</th>
        <th scope="col">Alike</th>
      </tr>
    </thead>
    <tbody>
      ${found.map(
        ({ asked, listed, likeness }) =>
          html`<tr>
            <td>${asked || '(nothing)'}</td>
            <td>${listed || '(nothing)'}</td>
            <td>${percent(likeness)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
