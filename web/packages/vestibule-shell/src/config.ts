/** Where the API is: told at run time, so that one build serves every environment. */
import type { Staff } from './company.js';

export interface Config {
  /** Address of the REST API, without a slash at its end. */
  api: string;
  /** Local system only: where every mail and SMS can be read. */
  outbox: string;
  /** Where staff sign in with their company; without a directory there is none. */
  staff?: Staff;
}

/**
 * Beside the page first, then the fixed place of the site; else the page's own origin. Servers say
 * `no-cache` of it; the page may have asked for it before us (`rel=preload`), so it is asked for plainly.
 */
const PLACES = ['config.json', '/api-config.json'];

export async function loadConfig(fetcher: typeof fetch = fetch): Promise<Config> {
  for (const place of PLACES) {
    const found = await read(place, fetcher);
    if (found) return found;
  }
  return { api: '', outbox: '' };
}

/** A single-page host may answer a missing file with its HTML: that is "not there" too. */
async function read(place: string, fetcher: typeof fetch): Promise<Config | undefined> {
  try {
    const answer = await fetcher(place);
    if (!answer.ok) return undefined;
    const { api, outbox, staff } = (await answer.json()) as Partial<Config>;
    if (typeof api !== 'string') return undefined;
    const mails = typeof outbox === 'string' ? outbox : '';
    return { api: api.replace(/\/+$/, ''), outbox: mails, ...(staff ? { staff } : {}) };
  } catch {
    return undefined;
  }
}
