import type { Me, Verification } from 'vestibule-shell';
import { describe, expect, it } from 'vitest';
import { Notices } from '../../src/notices.js';

const me = { userId: 'u1', onboarding: { stage: 'kyc_started' } } as unknown as Me;
const at = (status: string, attempt = 1) => ({ status, attempt }) as Verification;

function kept(): Storage {
  const map = new Map<string, string>();
  return {
    getItem: (key: string) => map.get(key) ?? null,
    setItem: (key: string, value: string) => void map.set(key, value),
    removeItem: (key: string) => void map.delete(key),
  } as unknown as Storage;
}
const NOW = () => new Date('2026-11-21T12:00:00Z');
const codes = (notices: Notices) => notices.list.map(({ code }) => code);

describe('notifications', () => {
  it('say each change once, the newest first', () => {
    const notices = new Notices('u1', kept(), NOW);
    for (const status of ['processing', 'processing', 'needs_review', 'approved', 'approved'])
      notices.observe(me, at(status));
    expect(codes(notices)).toEqual(['verified', 'in_review', 'pictures_received']);
    expect(notices.unread).toBe(3);
  });

  it('survive a reload without saying anything twice', () => {
    const storage = kept();
    new Notices('u1', storage, NOW).observe(me, at('approved'));
    const again = new Notices('u1', storage, NOW);
    again.observe(me, at('approved'));
    expect(codes(again)).toEqual(['verified']);
    again.markRead();
    expect(new Notices('u1', storage).unread).toBe(0);
  });

  it('are each person’s own', () => {
    const storage = kept();
    new Notices('u1', storage, NOW).observe(me, at('rejected'));
    expect(new Notices('u2', storage).list).toEqual([]);
  });

  it('tell a second attempt from the first', () => {
    const notices = new Notices('u1', kept(), NOW);
    notices.observe(me, at('resubmit_requested', 1));
    notices.observe(me, at('resubmit_requested', 2));
    expect(codes(notices)).toEqual(['more_needed', 'more_needed']);
  });

  it('are silent about what means nothing to the person', () => {
    const notices = new Notices('u1', kept(), NOW);
    notices.observe(me, at('in_progress'));
    notices.observe(me, undefined);
    expect(notices.list).toEqual([]);
  });
});
