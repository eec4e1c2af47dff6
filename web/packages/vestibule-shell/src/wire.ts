/** The answers of the REST API that the applications read (its openapi.json says more). */

export interface Tokens {
  accessToken: string | null;
  idToken: string | null;
  refreshToken: string | null;
  expiresIn: number | null;
  challenge: string | null;
  session: string | null;
}

export interface Me {
  userId: string;
  email: string;
  kycStatus: 'not_verified' | 'pending' | 'verified' | 'rejected';
  registered: boolean;
  onboarding: { onboardingId?: string; stage?: string };
}

export interface Profile {
  fullName: string;
  dateOfBirth: string;
  nationality: string;
  address: string;
  complete?: boolean;
}

export interface KycStatus {
  kycStatus: string;
  provider: string | null;
  verificationId: string | null;
  reason: string | null;
}

/** Where the person goes on: the provider's page, or (none) our own element. */
export interface KycSession {
  verificationId: string;
  provider: string;
  expiresAt: string;
  sessionUrl: string | null;
  sdkToken: string | null;
}

export interface ErasureReceipt {
  receiptId: string;
  erasedAt: string;
  erased: Record<string, number>;
  kept: { what: string; until: string; law: string }[];
  backupsEndBy: string;
}

export interface Verification {
  verificationId: string;
  status: string;
  kycStatus: string;
  assurance: string;
  checks: { check: string; outcome: 'pending' | 'passed' | 'failed' }[];
  reasons: string[];
  message: string;
  attempt: number;
  sides: string[];
}

export type ReviewStatus =
  'open' | 'second_review' | 'asked_again' | 'approved' | 'rejected' | 'timed_out';

export interface ReviewItem {
  caseId: string;
  userId: string;
  status: ReviewStatus;
  reasons: string[];
  openedAt: string;
  firstReviewer: string;
}

export interface Field {
  value: string;
  /** 0-100 */
  confidence: number;
  source: string;
}

export interface Match {
  list?: string;
  entryId?: string;
  name?: string;
  /** 0-1 */
  score?: number;
  birthDate?: string;
  programmes?: string[];
  parts?: { asked: string; listed: string; likeness: number }[];
}

export interface Liveness {
  state?: string;
  reasons?: string[];
  /** 0-100 per frame */
  similarity?: number[];
  assurance?: string;
  gestures?: string[];
}

export interface HistoryEntry {
  at: string;
  kind: string;
  facts: Record<string, unknown>;
}

/** What one reviewer said. */
export interface ReviewNote {
  reviewer: string;
  at: string;
  word: 'approved' | 'rejected' | 'asked_again';
  reasons: string[];
  text: string;
}

/** A page of the queue; an empty cursor ends it. */
export interface ReviewPage {
  cases: ReviewItem[];
  nextCursor?: string;
}

export interface ReviewCase {
  case: ReviewItem;
  declared?: { fullName: string; dateOfBirth: string; nationality: string } | null;
  notes?: ReviewNote[];
  fields: Record<string, Field>;
  missing: string[];
  differences: string[];
  matches: Match[];
  liveness: Liveness;
  documentLinks: string[];
  frameLinks: string[];
  history: HistoryEntry[];
}

export interface Decision {
  approved: boolean;
  askAgain?: boolean;
  reasons: string[];
  note: string;
}
