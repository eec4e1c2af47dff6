/** What can go wrong, by kind. An answer's `code` is stable: branch on it, show nobody `detail`. */
export class VestibuleError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/**
 * No answer came, however often it was tried. What was sent may have been done all the same: send it
 * again with the same idempotency key.
 */
export class ConnectionFailed extends VestibuleError {}

/** An answer that is none of Vestibule's: look at what stands between. */
export class UnexpectedAnswer extends VestibuleError {}

/** Not signed with a secret of yours, too old, or no event. Answer 401 and forget it. */
export class WebhookInvalid extends VestibuleError {}

/** A refusal, told as problem details (RFC 9457). */
export class ApiError extends VestibuleError {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    /** In how many seconds to come back, if the answer says so. */
    readonly retryAfter?: number,
  ) {
    super(`${status} ${code}: ${detail}`);
  }
}
/** 400: what was sent cannot be accepted. */
export class BadRequest extends ApiError {}
/** 401: the API key is not known, revoked or expired. */
export class Unauthenticated extends ApiError {}
/** 403: the key lacks a scope. */
export class Forbidden extends ApiError {}
/** 404: no such thing, or another mode's. */
export class NotFound extends ApiError {}
/** 409: the request is right, the moment is wrong. */
export class Conflict extends ApiError {}
/** 410: it was there once. */
export class Gone extends ApiError {}
/** 422: the same key or id came before with other content. */
export class Unprocessable extends ApiError {}
/** 429: `retryAfter` says in how many seconds to come back. */
export class TooManyRequests extends ApiError {}
/** 5xx. */
export class ServerError extends ApiError {}
/** 503: something Vestibule needs did not answer; the same request may succeed later. */
export class Unavailable extends ServerError {}

const KINDS: Record<number, typeof ApiError> = {
  400: BadRequest,
  401: Unauthenticated,
  403: Forbidden,
  404: NotFound,
  409: Conflict,
  410: Gone,
  422: Unprocessable,
  429: TooManyRequests,
  503: Unavailable,
};

const text = (value: unknown, otherwise: string): string =>
  typeof value === 'string' ? value : otherwise;

/** The error that an answer of 400 or more tells of; a gateway's own has the code `unknown`. */
export async function fromResponse(response: Response, retryAfter?: number): Promise<ApiError> {
  const Kind = KINDS[response.status] ?? (response.status >= 500 ? ServerError : ApiError);
  const told = await response.json().catch(() => undefined);
  const fields = (typeof told === 'object' && told !== null ? told : {}) as Record<string, unknown>;
  return new Kind(
    response.status,
    text(fields['code'], 'unknown'),
    text(fields['detail'], response.statusText),
    retryAfter,
  );
}
