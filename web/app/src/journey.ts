/** The five steps of an onboarding and where somebody is on it: pure, from what the API says. */
import type { Me, Profile, Verification } from 'vestibule-shell';
import { type SiteKey, t } from './words/index.js';

export type Mark = 'done' | 'now' | 'waiting' | 'failed' | 'later';

export interface Stop {
  name: string;
  text: string;
  mark: Mark;
  /** Where to do it, and what the button says. */
  path?: string;
  action?: string;
}

interface Words {
  text: SiteKey;
  mark: Mark;
  path?: string;
  action?: SiteKey;
}

/** What the applicant can do, or what is being done for them. */
const IDENTITY: Record<string, Words> = {
  none: {
    text: 'stop.identity.none',
    mark: 'now',
    path: '/verify',
    action: 'stop.identity.begin',
  },
  unfinished: {
    text: 'stop.identity.unfinished',
    mark: 'now',
    path: '/verify',
    action: 'stop.identity.continue',
  },
  processing: { text: 'stop.identity.processing', mark: 'waiting' },
  needs_review: {
    text: 'stop.identity.review',
    mark: 'waiting',
  },
  resubmit_requested: {
    text: 'stop.identity.again',
    mark: 'now',
    path: '/verify',
    action: 'stop.identity.send',
  },
  approved: { text: 'stop.identity.approved', mark: 'done' },
  rejected: { text: 'stop.identity.rejected', mark: 'failed' },
  expired: {
    text: 'stop.identity.expired',
    mark: 'now',
    path: '/verify',
    action: 'stop.identity.restart',
  },
  error: { text: 'stop.identity.error', mark: 'waiting' },
};
const SAME: Record<string, string> = {
  created: 'unfinished',
  in_progress: 'unfinished',
  abandoned: 'expired',
};

export function journey(
  me: Me,
  profile: Profile | undefined,
  verification: Verification | undefined,
): Stop[] {
  const complete = profile?.complete ?? false;
  const status = verification?.status ?? (me.kycStatus === 'verified' ? 'approved' : 'none');
  const identity = said(identityStop(status, verification));
  const open = complete || identity.mark !== 'now';
  return [
    accountStop(me),
    complete
      ? { name: t('stop.about'), text: t('stop.about.done'), mark: 'done' }
      : {
          name: t('stop.about'),
          text: t('stop.about.now'),
          mark: 'now',
          path: '/profile',
          action: t('stop.about.action'),
        },
    {
      name: t('stop.identity'),
      ...(open ? identity : { text: t(IDENTITY.none!.text), mark: 'later' as const }),
    },
    decision(me, status),
  ];
}

function said({ text, action, ...rest }: Words): Omit<Stop, 'name'> {
  return { ...rest, text: t(text), ...(action ? { action: t(action) } : {}) };
}

/** The workflow opens a verification by itself: a person has begun with their first picture. */
function identityStop(status: string, verification: Verification | undefined) {
  const known = SAME[status] ?? status;
  const begun = known !== 'unfinished' || verification?.sides.length;
  return (begun && IDENTITY[known]) || IDENTITY.none!;
}

function decision(me: Me, status: string): Stop {
  if (me.kycStatus === 'verified')
    return { name: t('stop.decision'), text: t('stop.decision.verified'), mark: 'done' };
  if (me.kycStatus === 'rejected' || status === 'rejected')
    return { name: t('stop.decision'), text: t('stop.decision.declined'), mark: 'failed' };
  return { name: t('stop.decision'), text: t('stop.decision.later'), mark: 'later' };
}

/** Done with the phone's code; the address is asked for, but holds nobody up. */
function accountStop({ emailVerified }: Me): Stop {
  const done = { name: t('stop.account'), mark: 'done' as const };
  if (emailVerified) return { ...done, text: t('stop.account.text') };
  const action = t('email.confirm');
  return { ...done, text: t('stop.account.email'), path: '/email', action };
}
