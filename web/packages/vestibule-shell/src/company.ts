/**
 * Staff who sign in with their company: the browser goes to the user pool's sign-in host, which asks
 * the company's directory, and comes back with a code that only this tab can use (PKCE, RFC 7636).
 */
import type { Tokens } from './wire.js';
import { noNetwork, Problem } from './problem.js';
import { t } from './speech.js';

/** Where staff sign in; only in the console's configuration, and only where there is a directory. */
export interface Staff {
  host: string;
  clientId: string;
  /** The directory, as the pool calls it. */
  provider: string;
  /** Its groups and ours. */
  groups: Record<string, string>;
}

/** What this tab remembers while the browser is away. */
interface Away {
  state: string;
  verifier: string;
  /** The page one wanted to see. */
  place: string;
}

const KEY = 'vestibule:company';
const SCOPES = 'openid email';

export class Company {
  constructor(
    readonly staff: Staff,
    private readonly storage: Storage = sessionStorage,
    private readonly go: (address: string) => void = (address) => location.assign(address),
  ) {}

  /** Leaves the page for the company's. */
  async begin(): Promise<void> {
    const away: Away = { state: random(), verifier: random(), place: location.hash };
    this.storage.setItem(KEY, JSON.stringify(away));
    const { host, clientId, provider } = this.staff;
    const asked = new URLSearchParams({
      response_type: 'code',
      client_id: clientId,
      identity_provider: provider,
      redirect_uri: here(),
      scope: SCOPES,
      state: away.state,
      code_challenge: await challenge(away.verifier),
      code_challenge_method: 'S256',
    });
    this.go(`${host}/oauth2/authorize?${asked}`);
  }

  /** The tokens, when this page was opened by the way back; the address is as before then. */
  async finish(): Promise<Tokens | undefined> {
    const back = new URLSearchParams(location.search);
    if (!back.has('state') || !(back.has('code') || back.has('error'))) return undefined;
    const away = JSON.parse(this.storage.getItem(KEY) ?? 'null') as Away | null;
    this.storage.removeItem(KEY);
    history.replaceState(null, '', location.pathname + (away?.place ?? ''));
    // An answer to a question that this tab has not asked: a link that somebody made.
    if (!away || away.state !== back.get('state')) throw refused('state_unknown');
    if (!back.has('code')) throw refused(back.get('error')!);
    return this.ask({
      grant_type: 'authorization_code',
      code: back.get('code')!,
      redirect_uri: here(),
      code_verifier: away.verifier,
    });
  }

  renew(refreshToken: string): Promise<Tokens> {
    return this.ask({ grant_type: 'refresh_token', refresh_token: refreshToken });
  }

  /** Ends the session at the host, too: its next visitor is asked who they are. */
  async signOut(refreshToken: string): Promise<void> {
    const { host, clientId } = this.staff;
    await this.post('/oauth2/revoke', { token: refreshToken }).catch(() => undefined);
    const asked = new URLSearchParams({ client_id: clientId, logout_uri: here() });
    this.go(`${host}/logout?${asked}`);
  }

  /** Ours among the directory's groups, which arrive as one text: `[reviewers, auditors]`. */
  groupsOf(claim: string | undefined): string[] {
    const theirs = (claim ?? '')
      .trim()
      .replace(/^\[|\]$/g, '')
      .split(',');
    const named = theirs.map((one) => one.trim().replace(/^["']+|["']+$/g, ''));
    return Object.entries(this.staff.groups).flatMap(([name, ours]) =>
      named.includes(name) ? [ours] : [],
    );
  }

  private async ask(form: Record<string, string>): Promise<Tokens> {
    const answer = await this.post('/oauth2/token', form);
    const given = (await answer.json().catch(() => ({}))) as Record<string, string | number>;
    if (!answer.ok) throw refused(String(given.error ?? ''), answer.status);
    return {
      idToken: String(given.id_token),
      accessToken: String(given.access_token),
      ...(given.refresh_token ? { refreshToken: String(given.refresh_token) } : {}),
      expiresIn: Number(given.expires_in),
    } as Tokens;
  }

  private async post(path: string, form: Record<string, string>): Promise<Response> {
    const { host, clientId } = this.staff;
    try {
      // URL-encoded by its type; no credentials, no preflight.
      return await fetch(host + path, {
        method: 'POST',
        body: new URLSearchParams({ client_id: clientId, ...form }),
        credentials: 'omit',
      });
    } catch {
      throw noNetwork();
    }
  }
}

/** The console's own address, as the pool's client knows it: a folder. */
const here = () => location.origin + location.pathname.replace(/\/?(index\.html)?$/, '/');

const refused = (code: string, status = 400) => {
  const text = t(status >= 500 ? 'problem.server' : 'problem.company');
  return new Problem(status, code || 'company', text);
};

const random = () => text(crypto.getRandomValues(new Uint8Array(32)));

async function challenge(verifier: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  return text(new Uint8Array(digest));
}

const text = (bytes: Uint8Array) =>
  btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');
