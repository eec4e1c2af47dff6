import { html, type TemplateResult } from 'lit';
import type { ReviewCounts } from 'vestibule-shell';
import { reasonText } from '../reasons.js';
import { type ConsoleKey, t } from '../words/index.js';
import {
  DUES,
  type Filter,
  HOLDERS,
  MENTIONED,
  ranked,
  STATUSES,
  waits,
  type Wishes,
} from './filter.js';

export interface FiltersView {
  filter: Filter;
  /** Of what waits; nothing is counted of closed cases. */
  counts: ReviewCounts | undefined;
  views: readonly string[];
  view: string;
  choose: (change: Partial<Filter>) => void;
  search: (event: Event) => void;
  showView: (name: string) => void;
  keepView: (name: string) => void;
  dropView: () => void;
}

export function tabs({ filter, counts, choose }: FiltersView): TemplateResult {
  return html`<div class="tabs" role="group" aria-label=${t('queue.which')}>
    ${STATUSES.map((status) => {
      const n = counts?.waiting[status];
      return html`<button
        type="button"
        aria-pressed=${filter.status === status ? 'true' : 'false'}
        @click=${() => choose({ status, reason: '', language: '', level: '', due: '' })}
      >
        ${t(`status.${status}`)} ${n ? html`<span class="count">${n}</span>` : ''}
      </button>`;
    })}
  </div>`;
}

export function filters(view: FiltersView): TemplateResult {
  const { filter, counts, choose } = view;
  const waiting = waits(filter.status);
  return html`<form class="filters" @submit=${view.search}>
      <div class="field wide">
        <label for="search">${t('queue.search')}</label>
        <input
          id="search"
          type="search"
          autocomplete="off"
          maxlength="200"
          aria-describedby="search-hint"
          .value=${filter.text}
          @input=${(e: Event) => choose({ text: (e.target as HTMLInputElement).value })}
        />
        <small id="search-hint">${t('queue.search.hint')}</small>
      </div>
      ${select(view, 'reason', options(counts?.reasons, filter.reason, reasonText))}
      ${
        waiting
          ? select(
              view,
              'due',
              DUES.map((due) => option(due, t(`due.${due}`), counts?.due[due])),
            )
          : ''
      }
      ${select(view, 'language', options(counts?.languages, filter.language, languageName))}
      ${select(
        view,
        'level',
        options(counts?.levels, filter.level, (level) => level),
      )}
      ${
        waiting
          ? select(
              view,
              'holder',
              HOLDERS.map((holder) =>
                option(holder, t(`holder.${holder}`), holder === 'me' ? counts?.mine : undefined),
              ),
            )
          : ''
      }
      ${
        waiting
          ? select(
              view,
              'mentioned',
              MENTIONED.map((who) => option(who, t(`mentioned.${who}`), counts?.mentioned)),
            )
          : ''
      }
    </form>
    ${savedViews(view)}`;
}

type Option = readonly [value: string, text: string];

const option = (value: string, text: string, n?: number): Option => [
  value,
  n === undefined ? text : `${text} (${n})`,
];

/** What there is of each, and what is chosen even where there is none of it any more. */
function options(
  counts: Record<string, number> | undefined,
  chosen: string,
  named: (code: string) => string,
): Option[] {
  const all = chosen && !counts?.[chosen] ? { ...counts, [chosen]: 0 } : (counts ?? {});
  return ranked(all).map(([code, n]) => option(code, named(code), n));
}

function select(
  { filter, choose }: FiltersView,
  name: keyof Wishes,
  all: readonly Option[],
): TemplateResult {
  return html`<div class="field">
    <label for=${name}>${t(`queue.${name}` as ConsoleKey)}</label>
    <select
      id=${name}
      @change=${(e: Event) => choose({ [name]: (e.target as HTMLSelectElement).value })}
    >
      <option value="" ?selected=${!filter[name]}>${t(`queue.${name}.all` as ConsoleKey)}</option>
      ${all.map(
        ([value, text]) =>
          html`<option value=${value} ?selected=${filter[name] === value}>${text}</option>`,
      )}
    </select>
  </div>`;
}

function savedViews(view: FiltersView): TemplateResult {
  const keep = (event: Event) => {
    event.preventDefault();
    const input = (event.target as HTMLFormElement).querySelector('input')!;
    if (input.value.trim()) view.keepView(input.value.trim());
    input.value = '';
  };
  return html`<details class="views-kept">
    <summary>${t('views.title')}</summary>
    <div class="row">
      ${view.views.map(
        (name) =>
          html`<button
            type="button"
            aria-pressed=${name === view.view ? 'true' : 'false'}
            @click=${() => view.showView(name)}
          >
            ${name}
          </button>`,
      )}
      ${
        view.view
          ? html`<button type="button" class="quiet" @click=${view.dropView}>
              ${t('views.drop', { name: view.view })}
            </button>`
          : ''
      }
    </div>
    <form class="row" @submit=${keep}>
      <div class="field">
        <label for="view-name">${t('views.name')}</label>
        <input id="view-name" maxlength="40" autocomplete="off" />
      </div>
      <button>${t('views.keep')}</button>
    </form>
  </details>`;
}

const languageName = (tag: string): string =>
  new Intl.DisplayNames([document.documentElement.lang || 'en'], { type: 'language' }).of(tag) ??
  tag;
