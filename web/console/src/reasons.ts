/** The reasons a reviewer may give, and how the applicant is told. The codes are the API's. */

import { known, tr } from 'vestibule-shell';
import './words/index.js';

export interface Reason {
  code: string;
  /** `internal`: the applicant only reads that we could not confirm their identity. */
  told: 'as it is' | 'internal';
  /** Asking again helps only where better pictures can change something. */
  again: boolean;
}

const open = (code: string, again: boolean): Reason => ({
  code,
  told: 'as it is',
  again,
});
const internal = (code: string, again = false): Reason => ({
  code,
  told: 'internal',
  again,
});

export const REASONS: readonly Reason[] = [
  open('document_unreadable', true),
  open('document_expired', true),
  open('document_not_accepted', true),
  open('data_mismatch', true),
  open('face_mismatch', true),
  open('liveness_failed', true),
  open('under_age', false),
  internal('watchlist_match'),
  internal('pep_match'),
  internal('own_list_match'),
  internal('duplicate_identity'),
  internal('duplicate_person'),
  internal('fraud_suspected'),
  internal('picture_suspect', true),
  internal('mrz_invalid', true),
  internal('number_invalid', true),
  internal('reviewer_decision'),
];

/** These take two reviewers before anybody is approved. */
export const FOUR_EYES: ReadonlySet<string> = new Set([
  'watchlist_match',
  'duplicate_identity',
  'duplicate_person',
  'fraud_suspected',
  'assistance_requested',
  'two_people',
]);

/** In the reviewer's language; a code that came later than this console is shown as it is. */
export const reasonText = (code: string): string =>
  known(`reason.${code}`)
    ? tr(`reason.${code}`)
    : code.charAt(0).toUpperCase() + code.slice(1).replaceAll('_', ' ');
