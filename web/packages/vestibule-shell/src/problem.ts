/** A fault of the API (RFC 9457) or of the way to it, in words for people. */

export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** Seconds to wait, when the server said so. */
    readonly retryAfter?: number,
  ) {
    super(message);
    this.name = 'Problem';
  }
}

const TEXTS: Record<string, string> = {
  network: 'No connection to the server. Check your network, then try again.',
  not_authorized: 'E-mail address or password is wrong.',
  username_exists: 'There is already an account with this e-mail address. Sign in instead.',
  invalid_password:
    'The password needs at least 12 characters with upper case, lower case and a number.',
  code_wrong: 'This code is not right. Check it and try again.',
  code_mismatch: 'This code is not right. Check it and try again.',
  code_expired: 'This code is too old. Ask for a new one.',
  case_already_decided: 'Somebody else has decided this case in the meantime.',
  four_eyes: 'A second person must confirm this case; you were the first.',
  own_case: 'Nobody decides their own case.',
  profile_frozen: 'Your details are verified and cannot be changed here.',
  date_of_birth_invalid: 'This is not a date of birth.',
};

export async function problemOf(answer: Response): Promise<Problem> {
  const body = (await answer.json().catch(() => ({}))) as { code?: string; detail?: string };
  const seconds = Number(answer.headers.get('Retry-After') ?? Number.NaN);
  const code = body.code ?? `http_${answer.status}`;
  const wait = Number.isFinite(seconds) ? seconds : undefined;
  return new Problem(answer.status, code, textOf(answer.status, code, body.detail, wait), wait);
}

function textOf(status: number, code: string, detail = '', wait?: number): string {
  if (TEXTS[code]) return TEXTS[code];
  if (status === 429)
    return `Too many attempts. Please wait ${wait ? `${wait} seconds` : 'a moment'}.`;
  if (status >= 500) return 'Something went wrong on our side. Please try again.';
  return detail ? sentence(detail) : `The server refused this (${code}).`;
}

const sentence = (text: string) =>
  text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? '' : '.');

export const noNetwork = () => new Problem(0, 'network', TEXTS.network!);

/** Anything thrown, as a sentence to show. */
export const messageOf = (fault: unknown): string =>
  fault instanceof Problem ? fault.message : 'Something unexpected happened. Please try again.';
