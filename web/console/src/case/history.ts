import { html, nothing, type TemplateResult } from 'lit';
import { dateTime, fileSize, type HistoryEntry, known, tr, words } from 'vestibule-shell';
import { reasonText } from '../reasons.js';
import { kindOf } from './files.js';
import { t } from '../words/index.js';

/** The audit trail of the case, oldest first: who and what did which step. */
export function historyList(history: readonly HistoryEntry[]): TemplateResult {
  return html`<section class="card" aria-labelledby="history">
    <h2 id="history">${t('case.history')}</h2>
    <ol class="history">
      ${history.map(
        (entry) =>
          html`<li>
            <time class="muted" datetime=${entry.at}>${dateTime(entry.at)}</time>
            <div>
              <strong>${titleOf(entry)}</strong>
              ${sentenceOf(entry) ? html`<p>${sentenceOf(entry)}</p>` : nothing} ${rules(entry)}
            </div>
          </li>`,
      )}
    </ol>
  </section>`;
}

export function titleOf({ kind, facts }: HistoryEntry): string {
  if (kind === 'moved') return t('history.moved', { state: said('moved', facts.to) });
  return known(`history.${kind}`) ? tr(`history.${kind}`) : words(kind);
}

/** The facts of an entry as a reviewer reads them. */
export function sentenceOf({ kind, facts }: HistoryEntry): string {
  switch (kind) {
    case 'opened':
      return t('history.attempt', { n: Number(facts.attempt) || 1 });
    case 'moved':
      return texts(facts.reasons).map(reasonText).join(', ');
    case 'document_read':
      return texts(facts.differences).length
        ? t('history.differs', { fields: list(facts.differences) })
        : '';
    case 'screened':
      return t('history.matches', {
        status: said('screened', facts.status),
        n: Number(facts.matches) || 0,
      });
    case 'assigned':
      return t(facts.by === 'rule' ? 'history.by_rule' : 'history.reviewer', {
        id: short(facts.to),
      });
    case 'attached':
      return t('history.file', {
        id: short(facts.reviewer),
        kind: kindOf(text(facts.kind)),
        size: fileSize(Number(facts.bytes)),
        digest: text(facts.digest).slice(0, 16),
      });
    case 'attachment_opened':
    case 'noted':
    case 'taken_over':
    case 'viewed':
      return t('history.reviewer', { id: short(facts.reviewer) });
    case 'reviewed':
      return `${verdictOf(facts)} · ${short(facts.reviewer)}${reasonsOf(facts)}`;
    case 'refused':
      return words(text(facts.code));
    case 'decided':
      return words(text(facts.outcome));
    default:
      return '';
  }
}

interface Finding {
  rule: string;
  outcome: string;
  reason: string;
  detail: string;
}

const TONES: Record<string, string> = { pass: 'good', review: 'warn', reject: 'bad' };

/** One line per rule of the decision. */
function rules({ kind, facts }: HistoryEntry): TemplateResult | typeof nothing {
  const findings = kind === 'decided' ? ((facts.findings ?? []) as Finding[]) : [];
  if (!findings.length) return nothing;
  return html`<ul class="rules">
    ${findings.map(
      ({ rule, outcome, reason, detail }) =>
        html`<li>
          <span class="tag ${TONES[outcome] ?? ''}">${words(outcome)}</span> ${words(rule)}
          ${reason ? html`<span class="muted">${reasonText(reason)}${detail && ` (${detail})`}</span>` : nothing}
        </li>`,
    )}
  </ul>`;
}

function verdictOf(facts: Record<string, unknown>): string {
  if (facts.approved === null || facts.approved === undefined) return t('status.asked_again');
  return t(facts.approved ? 'status.approved' : 'status.rejected');
}

function reasonsOf(facts: Record<string, unknown>): string {
  const reasons = texts(facts.reasons).map(reasonText);
  return reasons.length ? `: ${reasons.join(', ')}` : '';
}

/** A code in the reviewer's language; one that nobody has a word for as it is. */
export const said = (of: string, code: unknown): string => {
  const key = `${of}.${text(code)}`;
  return known(key) ? tr(key) : words(text(code));
};

const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';
const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
const list = (value: unknown): string => texts(value).map(words).join(', ');
const short = (id: unknown): string => text(id).slice(0, 8);
