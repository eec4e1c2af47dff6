/**
 * Every fault the element can report, with a code that never changes its meaning.
 *
 * `category` says who can do something about it, `retryable` whether trying again can help.
 */

export const ERRORS = {
  camera_denied: { category: 'camera', retryable: true },
  camera_missing: { category: 'camera', retryable: true },
  camera_busy: { category: 'camera', retryable: true },
  camera_insecure: { category: 'camera', retryable: false },
  camera_interrupted: { category: 'camera', retryable: true },
  face_not_seen: { category: 'camera', retryable: true },
  file_type: { category: 'file', retryable: true },
  file_too_large: { category: 'file', retryable: true },
  file_empty: { category: 'file', retryable: true },
  file_unreadable: { category: 'file', retryable: true },
  file_heic: { category: 'file', retryable: true },
  network_failed: { category: 'network', retryable: true },
  network_timeout: { category: 'network', retryable: true },
  upload_failed: { category: 'network', retryable: true },
  not_signed_in: { category: 'session', retryable: false },
  session_expired: { category: 'session', retryable: true },
  session_used: { category: 'session', retryable: true },
  liveness_locked: { category: 'session', retryable: false },
  rate_limited: { category: 'session', retryable: true },
  request_refused: { category: 'server', retryable: false },
  server_error: { category: 'server', retryable: true },
  result_timeout: { category: 'server', retryable: true },
  not_configured: { category: 'setup', retryable: false },
} as const satisfies Record<string, { category: string; retryable: boolean }>;

export type ErrorCode = keyof typeof ERRORS;
export type ErrorCategory = (typeof ERRORS)[ErrorCode]['category'];

/** A fault with its stable code. `serverCode` is the API's own word for it, when there was one. */
export class VerificationError extends Error {
  readonly category: ErrorCategory;
  readonly retryable: boolean;

  constructor(
    readonly code: ErrorCode,
    options: { message?: string; cause?: unknown; serverCode?: string; retryAfter?: number } = {},
  ) {
    super(options.message ?? code, { cause: options.cause });
    this.name = 'VerificationError';
    this.category = ERRORS[code].category;
    this.retryable = ERRORS[code].retryable;
    this.serverCode = options.serverCode;
    this.retryAfter = options.retryAfter;
  }

  /** The host tells the person about it: it cancelled the event. */
  told = false;
  readonly serverCode: string | undefined;
  /** Seconds to wait, when the server said so. */
  readonly retryAfter: number | undefined;
}

/** Anything thrown, as one of ours. */
export function asVerificationError(fault: unknown): VerificationError {
  // By its name: a part that loads later has a class of its own.
  return fault instanceof Error && fault.name === 'VerificationError'
    ? (fault as VerificationError)
    : new VerificationError('server_error', { cause: fault, message: String(fault) });
}

const BY_CODE: Record<string, ErrorCode> = {
  session_expired: 'session_expired',
  session_used: 'session_used',
  session_complete: 'session_used',
  frame_stale: 'session_expired',
  image_too_large: 'file_too_large',
  body_too_large: 'file_too_large',
  image_type_unsupported: 'file_type',
  image_unreadable: 'file_unreadable',
  image_too_small: 'file_unreadable',
  image_animated: 'file_type',
  liveness_locked: 'liveness_locked',
};

/** An HTTP answer that is not 2xx, as one of ours. */
export function fromHttp(
  status: number,
  problem: { code?: string; detail?: string; title?: string },
  retryAfter?: number,
): VerificationError {
  const options = {
    message: problem.detail ?? problem.title ?? `HTTP ${status}`,
    ...(problem.code === undefined ? {} : { serverCode: problem.code }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  };
  const known = problem.code === undefined ? undefined : BY_CODE[problem.code];
  if (known) return new VerificationError(known, options);
  if (status === 401) return new VerificationError('not_signed_in', options);
  if (status === 413) return new VerificationError('file_too_large', options);
  if (status === 415) return new VerificationError('file_type', options);
  if (status === 429) return new VerificationError('rate_limited', options);
  if (status >= 500) return new VerificationError('server_error', options);
  return new VerificationError('request_refused', options);
}
