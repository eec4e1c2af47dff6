/**
 * A hosted link: the first browser that opens it keeps it. Loading the page asks nobody anything,
 * so that mail and chat programs, which look at links before people do, consume nothing.
 */
export interface Opened {
  token: string;
  tokenExpiresAt: string;
  mode: 'live' | 'test';
  locale: string;
  redirectUrl: string | null;
  /** The newest attempt and its state, where there is one. */
  verificationId: string | null;
  state: string | null;
}

/** Over, or opened by another browser; nobody is told which. */
export class LinkGone extends Error {}

/** Attempts that go on, or whose end the element shows; after the others a new one begins. */
const OPEN = new Set([
  'created',
  'in_progress',
  'processing',
  'needs_review',
  'approved',
  'confirmed',
]);

/** The attempt that the element goes on with; empty where it begins. */
export const attemptOf = ({ verificationId, state }: Opened): string =>
  verificationId && state && OPEN.has(state) ? verificationId : '';

/** Milliseconds before its end in which a token is renewed. */
const EARLY = 60_000;

export class HostedLink {
  private now: Opened | undefined;

  constructor(
    private readonly api: string,
    private readonly secret: string,
    private readonly storage: Pick<Storage, 'getItem' | 'setItem'> = localStorage,
    private readonly fetcher: typeof fetch = (...asked) => fetch(...asked),
  ) {}

  /** Opens it for this browser; LinkGone, or an error of the network. */
  async open(): Promise<Opened> {
    const answer = await this.fetcher(`${this.api}/v1/session-links/open`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ link: this.secret, browser: this.browser() }),
    });
    // A secret that was cut short on its way is answered 400: over for whoever has it, too.
    if (answer.status === 410 || answer.status === 400) throw new LinkGone();
    if (!answer.ok) throw new Error(`answered ${answer.status}`);
    this.now = (await answer.json()) as Opened;
    return this.now;
  }

  /** A token that still lives a while. */
  async token(): Promise<string> {
    const ends = this.now ? Date.parse(this.now.tokenExpiresAt) : 0;
    if (this.now && ends - Date.now() > EARLY) return this.now.token;
    return (await this.open()).token;
  }

  /** The attempt that goes on; where there is none, one is begun: it knows what the level asks for. */
  async attempt(opened: Opened): Promise<string> {
    const known = attemptOf(opened);
    if (known || opened.state) return known;
    type Begun = { verificationId: string; sessionUrl: string | null };
    const begun = await this.post<Begun>('/api/kyc/start-verification');
    return begun?.verificationId ?? '';
  }

  /** A link of its own for another device: this one is this browser's. Empty where none is to be had. */
  async handOff(): Promise<string> {
    return (await this.post<{ url: string }>('/hand-off'))?.url ?? '';
  }

  /** Inside the session; undefined for whatever goes wrong, since the element does without. */
  private async post<T>(path: string): Promise<T | undefined> {
    try {
      const answer = await this.fetcher(`${this.api}/v1/session${path}`, {
        method: 'POST',
        headers: {
          Authorization: `Bearer ${await this.token()}`,
          'Content-Type': 'application/json',
        },
        body: '{}',
      });
      return answer.ok ? ((await answer.json()) as T) : undefined;
    } catch {
      return undefined;
    }
  }

  /** What this browser alone knows of the link; the same after a reload. */
  private browser(): string {
    const name = `vestibule-link-${this.secret.slice(3, 35)}`;
    const known = this.storage.getItem(name);
    if (known) return known;
    const drawn = Array.from(crypto.getRandomValues(new Uint8Array(32)), (byte) =>
      byte.toString(16).padStart(2, '0'),
    ).join('');
    this.storage.setItem(name, drawn);
    return drawn;
  }
}
