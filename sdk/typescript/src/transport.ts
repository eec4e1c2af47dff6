/** Every request goes through here: a key for each write, more than one try, errors as exceptions. */
import { ConnectionFailed, fromResponse, UnexpectedAnswer } from './errors.js';

/**
 * How often a request is tried, and how long one waits between two tries at most, in seconds.
 *
 * Without `Retry-After` the wait is drawn from 0 to `first * 2**n`, so that many clients that fail
 * together do not come back together. An answer that asks for more than `longest` is thrown.
 */
export interface Retries {
  tries: number;
  first: number;
  longest: number;
}

export const RETRIES: Retries = { tries: 4, first: 0.5, longest: 60 };
const LATER = new Set([429, 502, 503, 504]);

type Sleep = (seconds: number) => Promise<void>;
const sleeping: Sleep = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

/** Seconds of `Retry-After`, which is a number or a date. */
export function askedToWait(response: Response): number | undefined {
  const value = response.headers.get('retry-after')?.trim();
  if (!value) return undefined;
  if (/^[0-9]+$/.test(value)) return Number(value);
  const until = Date.parse(value);
  return Number.isNaN(until) ? undefined : Math.max(0, (until - Date.now()) / 1000);
}

/** The same answer, if it is one that can be read. */
async function readable(response: Response): Promise<Response> {
  const text = await response.clone().text();
  try {
    if (response.status !== 204) JSON.parse(text);
  } catch (cause) {
    throw new UnexpectedAnswer(`${response.status}, and no JSON`, { cause });
  }
  return response;
}

/**
 * A `fetch` that answers with what is below 400 and throws otherwise. Everything may be sent twice: a
 * POST carries an `Idempotency-Key`, which stays the same from try to try, and the other methods
 * mean the same the second time.
 */
export function trying(
  carrier: typeof fetch,
  retries: Retries,
  timeout: number,
  sleep: Sleep = sleeping,
): typeof fetch {
  const pause = (number: number) =>
    Math.random() * Math.min(retries.longest, retries.first * 2 ** number);
  return async (input, init) => {
    const request = new Request(input, init);
    if (request.method === 'POST' && !request.headers.has('idempotency-key'))
      request.headers.set('idempotency-key', crypto.randomUUID());
    for (let number = 0; ; number += 1) {
      const last = number + 1 >= retries.tries;
      let response: Response;
      try {
        // The whole answer is read within the time, too.
        const got = await carrier(request.clone(), {
          signal: AbortSignal.timeout(timeout * 1000),
        });
        const body = got.status === 204 ? null : await got.text();
        response = new Response(body, got);
      } catch (cause) {
        if (last) throw new ConnectionFailed('no answer', { cause });
        await sleep(pause(number));
        continue;
      }
      if (response.status < 400) return readable(response);
      const asked = askedToWait(response);
      const error = await fromResponse(response, asked);
      const worth =
        (LATER.has(response.status) && error.code !== 'refused') ||
        error.code === 'request_in_progress';
      if (last || !worth || (asked ?? 0) > retries.longest) throw error;
      await sleep(asked ?? pause(number));
    }
  };
}
