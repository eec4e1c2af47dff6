/** Where the signed-in person stands; asks again while something is under way. */
import type {
  Api,
  KycSession,
  KycStatus,
  Me,
  Profile,
  Session,
  Verification,
} from 'vestibule-shell';
import { Problem } from 'vestibule-shell';
import { Notices } from './notices.js';

/** Milliseconds between two looks, growing while nothing changes. */
const FIRST_GAP = 2_000;
const LAST_GAP = 15_000;
/** Verifications that no longer change by themselves. */
const SETTLED = new Set(['approved', 'rejected', 'expired', 'abandoned']);

/** Tells `change` after every look. */
export class Account extends EventTarget {
  me: Me | undefined;
  profile: Profile | undefined;
  kyc: KycStatus | undefined;
  verification: Verification | undefined;
  /** Who verifies and where; asked for once, when the person begins. */
  begun: KycSession | undefined;
  notices = new Notices('');
  /** The last look failed; what is shown may be old. */
  stale = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private round = 0;
  private looking: Promise<void> = Promise.resolve();
  private gap = FIRST_GAP;

  constructor(
    private readonly api: Api,
    private readonly session: Session,
    private readonly storage: Storage = localStorage,
  ) {
    super();
    session.addEventListener('change', () => this.forget());
  }

  get verificationId(): string {
    return this.verification?.verificationId ?? this.kyc?.verificationId ?? '';
  }

  /** The component names the verification it opened; nobody else knows it that early. */
  began(verificationId: string): void {
    if (!verificationId || this.verificationId === verificationId) return;
    this.kyc = {
      kycStatus: this.kyc?.kycStatus ?? 'pending',
      provider: this.kyc?.provider ?? null,
      verificationId,
      reason: null,
    };
  }

  /** Opens the verification with the provider the company chose; starts are few an hour. */
  async begin(): Promise<KycSession> {
    this.begun ??= await this.api.post<KycSession>('/api/kyc/start-verification', {});
    this.began(this.begun.verificationId);
    return this.begun;
  }

  /** A link with which this person goes on at another device, without a password; sent, if wanted. */
  async handOff(sendBy?: 'sms' | 'email'): Promise<string> {
    return (await this.api.post<{ url: string }>('/hand-off', sendBy ? { sendBy } : {})).url;
  }

  /** One look at everything. */
  async refresh(): Promise<void> {
    const before = this.fingerprint;
    const [me, kyc, profile] = await Promise.all([
      this.api.get<Me>('/me'),
      this.api.get<KycStatus>('/api/kyc/status'),
      this.optional<Profile>('/me/profile'),
    ]);
    const known = this.verificationId;
    this.me = me;
    this.profile = profile;
    this.kyc = kyc.verificationId ? kyc : { ...kyc, verificationId: known || null };
    const id = this.kyc.verificationId;
    this.verification = id ? await this.optional<Verification>(`/verifications/${id}`) : undefined;
    this.stale = false;
    if (this.notices.owner !== me.userId) this.notices = new Notices(me.userId, this.storage);
    this.notices.observe(me, this.verification);
    if (before !== this.fingerprint) this.gap = FIRST_GAP;
    this.dispatchEvent(new Event('change'));
  }

  /** Looks now and then until `rest`; a hidden page waits. */
  watch(): void {
    void this.rest();
    const round = this.round;
    const look = async () => {
      if (!document.hidden && this.session.signedIn) await (this.looking = this.quietly());
      if (round !== this.round) return;
      this.timer = setTimeout(look, this.gap);
      this.gap = Math.min(LAST_GAP, this.gap * 1.3);
    };
    this.gap = FIRST_GAP;
    void look();
  }

  /** No look follows until `watch`; resolves when none is under way any more. */
  rest(): Promise<void> {
    this.round += 1;
    clearTimeout(this.timer);
    this.timer = undefined;
    return this.looking;
  }

  /** Nothing more will happen by itself. */
  get settled(): boolean {
    return SETTLED.has(this.verification?.status ?? '');
  }

  private async quietly(): Promise<void> {
    try {
      await this.refresh();
    } catch {
      this.stale = true;
      this.dispatchEvent(new Event('change'));
    }
  }

  /** "Not there yet" is an answer, not a fault. */
  private async optional<T>(path: string): Promise<T | undefined> {
    try {
      return await this.api.get<T>(path);
    } catch (fault) {
      if (fault instanceof Problem && fault.status === 404) return undefined;
      throw fault;
    }
  }

  private forget(): void {
    if (this.session.signedIn) return;
    void this.rest();
    this.me = this.kyc = this.profile = this.verification = undefined;
    this.begun = undefined;
    this.notices = new Notices('');
  }

  private get fingerprint(): string {
    return JSON.stringify([this.me, this.kyc, this.verification]);
  }
}
