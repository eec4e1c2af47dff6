/**
 * What happened to this person's account, as seen by this browser. Mails and SMS are the record;
 * this list only says it again where people look. It holds codes and times, no personal data.
 */
import type { Me, Verification } from 'vestibule-shell';
import { t } from './words/index.js';

export interface Notice {
  at: string;
  code: NoticeCode;
  read: boolean;
}

export type NoticeCode = (typeof CODES)[number];

export const CODES = [
  'phone_confirmed',
  'pictures_received',
  'in_review',
  'more_needed',
  'verified',
  'rejected',
  'expired',
] as const;

const BY_STATUS: Record<string, NoticeCode> = {
  processing: 'pictures_received',
  needs_review: 'in_review',
  resubmit_requested: 'more_needed',
  approved: 'verified',
  rejected: 'rejected',
  expired: 'expired',
  abandoned: 'expired',
};
const KEPT = 30;

export class Notices {
  list: Notice[] = [];
  private last = '';

  constructor(
    readonly owner: string,
    private readonly storage: Storage | undefined = undefined,
    private readonly now: () => Date = () => new Date(),
  ) {
    const kept = owner && storage ? storage.getItem(this.key) : null;
    const { list, last } = JSON.parse(kept ?? '{}') as { list?: Notice[]; last?: string };
    this.list = (list ?? []).filter((notice) => CODES.includes(notice.code));
    this.last = last ?? '';
  }

  get unread(): number {
    return this.list.filter((notice) => !notice.read).length;
  }

  /** Adds what is new since the last look, once. */
  observe(me: Me, verification: Verification | undefined): void {
    const code = verification && BY_STATUS[verification.status];
    const found: NoticeCode | undefined =
      code ?? (me.onboarding.stage === 'phone_verified' ? 'phone_confirmed' : undefined);
    const mark = found ? `${found}:${verification?.attempt ?? 0}` : '';
    if (!found || mark === this.last) return;
    this.last = mark;
    this.list = [{ at: this.now().toISOString(), code: found, read: false }, ...this.list];
    this.list = this.list.slice(0, KEPT);
    this.keep();
    announce(found);
  }

  markRead(): void {
    if (!this.unread) return;
    this.list = this.list.map((notice) => ({ ...notice, read: true }));
    this.keep();
  }

  clear(): void {
    this.storage?.removeItem(this.key);
    this.list = [];
  }

  private keep(): void {
    this.storage?.setItem(this.key, JSON.stringify({ list: this.list, last: this.last }));
  }

  private get key(): string {
    return `vestibule:notices:${this.owner}`;
  }
}

/** By the system, when the person allowed it and is looking elsewhere. */
function announce(code: NoticeCode): void {
  if (typeof Notification === 'undefined' || Notification.permission !== 'granted') return;
  if (!document.hidden) return;
  new Notification(t(`notice.${code}`), { body: t(`notice.${code}.text`), tag: code });
}
