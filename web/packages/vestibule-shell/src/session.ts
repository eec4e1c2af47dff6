/**
 * Who is signed in. Tokens live in sessionStorage, which ends with the last tab: a new tab asks the
 * others for them, and whoever signs out signs out of all.
 */
import type { Api } from './api.js';
import type { Company } from './company.js';
import { Problem } from './problem.js';
import type { Tokens } from './wire.js';

const KEY = 'vestibule:session';
/** Seconds before its end at which a token is renewed. */
const EARLY = 60;

interface Stored {
  idToken: string;
  accessToken: string;
  refreshToken: string;
  /** Milliseconds since 1970. */
  endsAt: number;
  /** Signed in with their company, which renews and ends it. */
  company?: true;
}

interface Claims {
  sub: string;
  email?: string;
  'cognito:groups'?: string[];
  'custom:staff_groups'?: string;
}

/** What the second factor is asked for. */
export interface Challenge {
  username: string;
  session: string;
}

type Said = { ask: true } | { here: Stored } | { gone: true };
/** How long a new tab waits for an answer of the others. */
const ANSWER_MS = 250;
/** Held by every tab: a new one that finds it free is alone, and waits for nobody. */
const TAB = 'vestibule:tab';

/** Tells `change` when somebody signs in or out. */
export class Session extends EventTarget {
  /** The server ended it; nobody here asked for that. */
  ended = false;
  /** Where staff may sign in, too. */
  company: Company | undefined;
  private stored: Stored | undefined;
  private renewal: Promise<void> | undefined;
  private readonly tabs = typeof document === 'undefined' ? undefined : new BroadcastChannel(KEY);
  private readonly alone = this.tabs ? firstTab() : undefined;

  constructor(
    private readonly api: Api,
    private readonly storage: Storage = sessionStorage,
  ) {
    super();
    this.stored = JSON.parse(storage.getItem(KEY) ?? 'null') ?? undefined;
    api.token = () => this.token();
    api.onSignedOut = () => this.end();
    this.tabs?.addEventListener('message', ({ data }: MessageEvent<Said>) => this.heard(data));
  }

  /** Asks the other tabs of this browser, when this one knows nobody. */
  async join(): Promise<void> {
    if (this.stored || !this.tabs || (await this.alone)) return;
    this.tabs.postMessage({ ask: true });
    await new Promise<void>((done) => {
      const timer = setTimeout(done, ANSWER_MS);
      this.addEventListener('change', () => (clearTimeout(timer), done()), { once: true });
    });
  }

  private heard(said: Said): void {
    if ('ask' in said) {
      if (this.stored) this.tabs?.postMessage({ here: this.stored });
      return;
    }
    if ('gone' in said) return this.drop();
    const before = this.claims?.sub;
    this.store(said.here);
    if (before !== this.claims?.sub) this.dispatchEvent(new Event('change'));
  }

  get signedIn(): boolean {
    return this.stored !== undefined;
  }

  get claims(): Claims | undefined {
    return this.stored && claimsOf(this.stored.idToken);
  }

  get accessToken(): string {
    return this.stored?.accessToken ?? '';
  }

  has(group: string): boolean {
    const { claims } = this;
    const theirs = this.company?.groupsOf(claims?.['custom:staff_groups']) ?? [];
    return [...(claims?.['cognito:groups'] ?? []), ...theirs].includes(group);
  }

  /** The challenge to answer, or undefined when signed in. */
  async signIn(username: string, password: string): Promise<Challenge | undefined> {
    const tokens = await this.api.post<Tokens>('/auth/login', { username, password });
    return this.accept(tokens, username);
  }

  async answer(challenge: Challenge, code: string): Promise<void> {
    const tokens = await this.api.post<Tokens>('/auth/mfa/answer', { ...challenge, code });
    this.accept(tokens, challenge.username);
  }

  /** Signed in, when the browser comes back from the company. */
  async comeBack(): Promise<void> {
    const tokens = await this.company?.finish();
    if (!tokens) return;
    this.keep(tokens, '', true);
    this.dispatchEvent(new Event('change'));
  }

  async signOut(): Promise<void> {
    const { accessToken, stored } = this;
    this.forget();
    if (stored?.company) return this.company?.signOut(stored.refreshToken);
    // The tokens are gone here whatever the server says.
    await this.api.post('/auth/logout', { accessToken }).catch(() => undefined);
  }

  /** A token that is still good for a while. */
  async token(): Promise<string> {
    const { stored } = this;
    if (!stored) return '';
    if (stored.endsAt - Date.now() < EARLY * 1000) {
      this.renewal ??= this.renew(stored).finally(() => (this.renewal = undefined));
      await this.renewal;
    }
    return this.stored?.idToken ?? '';
  }

  forget(): void {
    if (!this.stored) return;
    this.tabs?.postMessage({ gone: true });
    this.drop();
  }

  /** The server no longer knows us: the page says so, and keeps its place. */
  private end(): void {
    if (!this.stored) return;
    this.ended = true;
    this.drop();
  }

  private drop(): void {
    if (!this.stored) return;
    this.stored = undefined;
    this.storage.removeItem(KEY);
    this.dispatchEvent(new Event('change'));
  }

  private async renew(stored: Stored): Promise<void> {
    const { refreshToken } = stored;
    const body = { userId: claimsOf(stored.idToken)?.sub, refreshToken };
    try {
      const tokens =
        stored.company && this.company
          ? await this.company.renew(refreshToken)
          : await this.api.post<Tokens>('/auth/refresh', body);
      this.keep(tokens, refreshToken, stored.company);
    } catch (fault) {
      if (fault instanceof Problem && fault.status >= 400 && fault.status < 500) this.end();
      else throw fault;
    }
  }

  private accept(tokens: Tokens, username: string): Challenge | undefined {
    if (tokens.challenge) return { username, session: tokens.session ?? '' };
    this.keep(tokens, '');
    this.dispatchEvent(new Event('change'));
    return undefined;
  }

  private keep(tokens: Tokens, refreshToken: string, company?: true): void {
    this.store({
      idToken: tokens.idToken ?? '',
      accessToken: tokens.accessToken ?? '',
      refreshToken: tokens.refreshToken ?? refreshToken,
      endsAt: Date.now() + (tokens.expiresIn ?? 3600) * 1000,
      ...(company ? { company } : {}),
    });
    this.tabs?.postMessage({ here: this.stored });
  }

  private store(stored: Stored): void {
    this.stored = stored;
    this.ended = false;
    this.storage.setItem(KEY, JSON.stringify(stored));
  }
}

/** The payload of a JWT, for display only: the server checks the signature, we cannot. */
export function claimsOf(token: string): Claims | undefined {
  try {
    const part = token.split('.')[1]!.replace(/-/g, '+').replace(/_/g, '/');
    const bytes = Uint8Array.from(atob(part), (c) => c.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes)) as Claims;
  } catch {
    return undefined;
  }
}

/** Whether no other tab is open; from now on this one is. False where it cannot be known. */
async function firstTab(): Promise<boolean> {
  const { locks } = navigator;
  if (!locks) return false; // no secure context
  const { held = [] } = await locks.query();
  void locks.request(TAB, { mode: 'shared' }, () => new Promise(() => {}));
  return !held.some(({ name }) => name === TAB);
}
