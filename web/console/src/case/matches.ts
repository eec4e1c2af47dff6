import { html, nothing, type TemplateResult } from 'lit';
import { type Match, percent } from 'vestibule-shell';
import { said } from './history.js';
import { t } from '../words/index.js';

/** Entries of watchlists that resemble the person, each with the reason for its score. */
export function matchCards(matches: readonly Match[]): TemplateResult {
  return html`<section class="card" aria-labelledby="matches">
    <h2 id="matches">${t('case.lists')}</h2>
    ${matches.length ? nothing : html`<p class="muted">${t('case.lists.none')}</p>`}
    ${matches.map(card)}
  </section>`;
}

function card(match: Match): TemplateResult {
  return html`<article class="match">
    <h3>
      ${match.name ?? t('match.unnamed')}
      ${
        match.score === undefined
          ? nothing
          : html`<span class="tag bad">${t('match.alike', { share: percent(match.score) })}</span>`
      }
    </h3>
    <dl>
      <dt>${t('match.list')}</dt>
      <dd>${(match.list ?? '').toUpperCase()} <code>${match.entryId}</code></dd>
      <dt>${t('match.born')}</dt>
      <dd>${said('born', match.birthDate ?? 'unknown')}</dd>
      ${
        match.programmes?.length
          ? html`<dt>${t('match.programmes')}</dt>
              <dd>${match.programmes.join(', ')}</dd>`
          : nothing
      }
    </dl>
    ${match.sentences?.length ? why(match.sentences) : nothing}
    ${match.parts?.length ? parts(match.parts) : nothing}
  </article>`;
}

const why = (sentences: readonly string[]): TemplateResult =>
  html`<p>${t('match.why')}</p>
    <ul lang="en" dir="ltr">
      ${sentences.map((sentence) => html`<li>${sentence}</li>`)}
    </ul>`;

const parts = (found: NonNullable<Match['parts']>): TemplateResult =>
  html`<table class="parts">
    <caption>
      ${t('match.parts')}
    </caption>
    <thead>
      <tr>
        <th scope="col">${t('match.applicant')}</th>
        <th scope="col">${t('match.list')}</th>
        <th scope="col">${t('match.part.alike')}</th>
      </tr>
    </thead>
    <tbody>
      ${found.map(
        ({ asked, listed, likeness }) =>
          html`<tr>
            <td>${asked || t('match.nothing')}</td>
            <td>${listed || t('match.nothing')}</td>
            <td>${percent(likeness)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
