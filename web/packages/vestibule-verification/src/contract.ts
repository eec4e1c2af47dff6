/**
 * What travels between the element and the Vestibule API. JSON, camelCase; times are ISO 8601 UTC.
 * Errors are `application/problem+json` (RFC 9457) with the extra member `code`.
 */

export type Side = 'front' | 'back';

/** The ten states a verification can be in. */
export type VerificationStatus =
  | 'created'
  | 'in_progress'
  | 'processing'
  | 'approved'
  | 'confirmed'
  | 'rejected'
  | 'needs_review'
  | 'resubmit_requested'
  | 'expired'
  | 'abandoned'
  | 'error';

export type Gesture =
  'neutral' | 'blink' | 'turn_left' | 'turn_right' | 'look_up' | 'look_down' | 'smile';

/** A form for the bucket: every field goes into the multipart body, the file last. */
export interface PresignedUpload {
  url: string;
  fields: Record<string, string>;
}

export interface UploadAnswer {
  verificationId: string;
  expiresAt: string;
  side: Side;
  upload?: PresignedUpload;
}

/** One held pose. `frames` pictures are taken while it is held. */
export interface Challenge {
  id: string;
  gesture: Gesture;
  prompt: string;
  frames: number;
}

/** Where a managed check films, and the rights that are lent for it. */
export interface StreamAnswer {
  url: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  expiresAt: string;
}

/** `stream` takes the place of challenges and frames where a managed service films. */
export interface LivenessAnswer {
  sessionId: string;
  nonce: string;
  expiresAt: string;
  challenges: Challenge[];
  stream?: StreamAnswer | null;
}

/** `seq` counts from 1 over the whole session; `capturedAt` grows strictly from frame to frame. */
export interface FrameRequest {
  sessionId: string;
  challengeId: string;
  frameId: string;
  nonce: string;
  seq: number;
  capturedAt: string;
  image: string;
}

export interface FrameAnswer {
  received: number;
  remaining: number;
}

/** What was read of the document; `fields` holds name, dateOfBirth, documentNumber, expiry, … */
export interface PreviewAnswer {
  status: 'waiting' | 'reading' | 'read';
  readAt?: string | null;
  fields: Record<string, string>;
  missing: { field: string; why: string }[];
  advice: string[];
}

export interface CheckAnswer {
  check: string;
  outcome: string;
}

export interface VerifyAnswer {
  verificationId: string;
  status: VerificationStatus;
  checks?: CheckAnswer[];
  reasons?: string[];
  sides?: Side[];
  /** Who judges the face that is to be shown next: our own rules, or a service that films. */
  livenessEngine?: LivenessEngine | null;
}

export type LivenessEngine = 'gestures' | 'rekognition';

/** What an applicant's session is; `steps` is what it leads through. */
export interface SessionAnswer {
  mode: 'live' | 'test';
  steps: string[];
  verificationId?: string | null;
}

export interface Problem {
  type?: string;
  title?: string;
  status?: number;
  detail?: string;
  code?: string;
}

/** Paths below `api-base`; a host behind its own gateway may rename them. */
export interface Endpoints {
  upload: string;
  startLiveness: string;
  submitFrame: string;
  verify: string;
  /** `{verificationId}` is filled in. */
  preview: string;
  /** `{verificationId}` is filled in. */
  assistance: string;
}

export const ENDPOINTS: Endpoints = {
  upload: '/upload-id',
  startLiveness: '/start-liveness',
  submitFrame: '/submit-frame',
  verify: '/verify',
  preview: '/verifications/{verificationId}/document',
  assistance: '/verifications/{verificationId}/assistance',
};
