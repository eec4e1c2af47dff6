/** The reasons a reviewer may give, and how the applicant is told. The codes are the API's. */

export interface Reason {
  code: string;
  text: string;
  /** `internal`: the applicant only reads that we could not confirm their identity. */
  told: 'as it is' | 'internal';
  /** Asking again helps only where better pictures can change something. */
  again: boolean;
}

const open = (code: string, text: string, again: boolean): Reason => ({
  code,
  text,
  told: 'as it is',
  again,
});
const internal = (code: string, text: string, again = false): Reason => ({
  code,
  text,
  told: 'internal',
  again,
});

export const REASONS: readonly Reason[] = [
  open('document_unreadable', 'The document cannot be read', true),
  open('document_expired', 'The document has expired', true),
  open('document_not_accepted', 'We do not accept this kind of document', true),
  open('data_mismatch', 'The details differ from the document', true),
  open('face_mismatch', 'The faces are not of one person', true),
  open('liveness_failed', 'The movements were not confirmed', true),
  open('under_age', 'The person is under age', false),
  internal('watchlist_match', 'The person is on a watchlist'),
  internal('duplicate_identity', 'The document belongs to another account'),
  internal('duplicate_person', 'The person already has another account'),
  internal('fraud_suspected', 'Fraud is suspected'),
  internal('mrz_invalid', 'The machine-readable zone is wrong', true),
  internal('reviewer_decision', 'Another reason (see the note)'),
];

/** Codes of the machine that a reviewer never gives. */
const FOUND: Record<string, string> = {
  age_unknown: 'The age could not be read',
  screening_unavailable: 'Screening did not answer',
  document_changed: 'The document changed after it was read',
  assistance_requested: 'The applicant asked for a person',
  vendor_declined: 'The provider declined',
  timed_out: 'Not everything arrived in time',
};

/** These take two reviewers before anybody is approved. */
export const FOUR_EYES: ReadonlySet<string> = new Set([
  'watchlist_match',
  'duplicate_identity',
  'duplicate_person',
  'fraud_suspected',
  'assistance_requested',
]);

export const reasonText = (code: string): string =>
  REASONS.find((reason) => reason.code === code)?.text ??
  FOUND[code] ??
  code.charAt(0).toUpperCase() + code.slice(1).replaceAll('_', ' ');
