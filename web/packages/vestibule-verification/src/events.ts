/** What the element tells its host. All events bubble and cross shadow roots. */
import type { VerificationStatus } from './contract.js';
import type { ErrorCategory, ErrorCode } from './errors.js';
import type { Step } from './machine.js';
import type { Hint } from './parts/quality.js';

export interface StepDetail {
  step: Step;
  previous: Step;
  verificationId: string;
}

export interface SuccessDetail {
  verificationId: string;
  status: VerificationStatus;
  reasons: readonly string[];
}

export interface ErrorDetail {
  code: ErrorCode;
  category: ErrorCategory;
  retryable: boolean;
  message: string;
  serverCode: string | undefined;
  cause: unknown;
}

export interface VestibuleEventMap {
  'vestibule-ready': CustomEvent<undefined>;
  'vestibule-step-change': CustomEvent<StepDetail>;
  'vestibule-upload-progress': CustomEvent<{ side: string; percent: number }>;
  'vestibule-quality': CustomEvent<{ side: string; hints: readonly Hint[] }>;
  'vestibule-frame': CustomEvent<{ gesture: string; seq: number; remaining: number }>;
  'vestibule-success': CustomEvent<SuccessDetail>;
  'vestibule-error': CustomEvent<ErrorDetail>;
  'vestibule-cancel': CustomEvent<{ step: Step }>;
}
