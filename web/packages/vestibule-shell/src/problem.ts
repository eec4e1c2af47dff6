/** A fault of the API (RFC 9457) or of the way to it, in words for people. */
import { known, t, tr } from './speech.js';

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

export async function problemOf(answer: Response): Promise<Problem> {
  const body = (await answer.json().catch(() => ({}))) as { code?: string };
  const seconds = Number(answer.headers.get('Retry-After') ?? Number.NaN);
  const code = body.code ?? `http_${answer.status}`;
  const wait = Number.isFinite(seconds) ? seconds : undefined;
  return new Problem(answer.status, code, textOf(answer.status, code, wait), wait);
}

/** By its code, in the person's language. What the server writes for engineers is not for people. */
function textOf(status: number, code: string, wait?: number): string {
  const own = `problem.${SAME[code] ?? code}`;
  if (known(own)) return tr(own);
  if (status === 429) return wait ? t('problem.wait', { n: wait }) : t('problem.wait_some');
  return status >= 500 ? t('problem.server') : t('problem.refused', { code });
}

/** Two words for one thing. */
const SAME: Record<string, string> = { code_mismatch: 'code_wrong' };

export const noNetwork = () => new Problem(0, 'network', t('problem.network'));

/** Anything thrown, as a sentence to show. */
export const messageOf = (fault: unknown): string =>
  fault instanceof Problem ? fault.message : t('problem.unexpected');
