/**
 * The answers of the REST API that the applications read: generated types, under the names used here,
 * and closer where the description leaves an object open.
 */
import type { components } from './openapi.js';

type Schemas = components['schemas'];

export type Tokens = Schemas['Tokens'];
export type Me = Omit<Schemas['Me'], 'onboarding'> & {
  onboarding: { onboardingId?: string; stage?: string };
};
export type Profile = Schemas['ProfileOut'];
export type KycStatus = Schemas['KycStatusOut'];
/** Where the person goes on: the provider's page, or (none) our own element. */
export type KycSession = Schemas['KycSessionOut'];
export type ErasureReceipt = Schemas['ErasureReceipt'];
export type Verification = Schemas['VerificationOut'];

export type ReviewStatus =
  'open' | 'second_review' | 'asked_again' | 'approved' | 'rejected' | 'timed_out';
export type ReviewItem = Omit<Schemas['ReviewItem'], 'status'> & { status: ReviewStatus };

export interface Field {
  value: string;
  /** 0-100 */
  confidence: number;
  source: string;
  /** Only where they differ. */
  printed?: string;
  zone?: string;
  barcode?: string;
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
  /** Why it rang, in English sentences that can be repeated. */
  sentences?: string[];
}

export interface Liveness {
  state?: string;
  reasons?: string[];
  /** 0-100 per frame */
  similarity?: number[];
  assurance?: string;
  gestures?: string[];
  /** Where the document's face stands on its front: left, top, width, height as shares of it. */
  portrait?: number[];
}

export interface HistoryEntry {
  at: string;
  kind: string;
  facts: Record<string, unknown>;
}

/** What one reviewer said. */
export type ReviewNote = Schemas['ReviewNote'];
/** All notes of a case, after one was written. */
export type ReviewNotes = Schemas['ReviewNotes'];

/** A file that a reviewer attached, by its digest. */
export type ReviewAttachment = Schemas['ReviewAttachment'];
/** Where to fetch one, for some minutes. */
export type ReviewLink = Schemas['ReviewLink'];

/** A page of the queue; an empty cursor ends it. */
export type ReviewPage = Omit<Schemas['ReviewList'], 'cases'> & { cases: ReviewItem[] };

export type ReviewCounts = Schemas['ReviewCounts'];
/** The case that was taken; null when none waits. */
export interface ReviewNext {
  case: ReviewItem | null;
}
export type ReviewOutcomes = Schemas['ReviewOutcomes'];

export type ReviewCase = Omit<
  Schemas['ReviewCaseOut'],
  'case' | 'fields' | 'matches' | 'liveness' | 'history'
> & {
  case: ReviewItem;
  fields: Record<string, Field>;
  matches: Match[];
  liveness: Liveness;
  history: HistoryEntry[];
};

/** What is sent; what is left out has its default. */
export type Decision = Partial<Schemas['ReviewDecision']> &
  Pick<Schemas['ReviewDecision'], 'approved'>;

export type LevelVersion = Schemas['LevelVersion'];
export type LevelPage = Schemas['LevelPage'];
export type LevelFormField = Schemas['LevelFormField'];
export type LevelFunnel = Schemas['LevelFunnel'];
export type LevelShadow = Schemas['LevelShadow'];
export type LevelAnswer = Schemas['LevelAnswer'];
export type StaleApproval = Schemas['StaleApproval'];
export type StalePage = Schemas['StalePage'];
export type RelationshipShown = Schemas['RelationshipShown'];
