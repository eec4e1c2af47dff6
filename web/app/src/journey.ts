/** The five steps of an onboarding and where somebody is on it: pure, from what the API says. */
import type { Me, Profile, Verification } from 'vestibule-shell';

export type Mark = 'done' | 'now' | 'waiting' | 'failed' | 'later';

export interface Stop {
  name: string;
  text: string;
  mark: Mark;
  /** Where to do it, and what the button says. */
  path?: string;
  action?: string;
}

/** What the applicant can do, or what is being done for them. */
const IDENTITY: Record<string, Omit<Stop, 'name'>> = {
  none: {
    text: 'A picture of your document and a few movements in front of the camera.',
    mark: 'now',
    path: '/verify',
    action: 'Verify my identity',
  },
  unfinished: {
    text: 'You have begun. Continue where you stopped.',
    mark: 'now',
    path: '/verify',
    action: 'Continue verification',
  },
  processing: { text: 'We are checking your pictures. It takes a minute.', mark: 'waiting' },
  needs_review: {
    text: 'A person is looking at your case. We will tell you as soon as it is decided.',
    mark: 'waiting',
  },
  resubmit_requested: {
    text: 'We need another picture of your document.',
    mark: 'now',
    path: '/verify',
    action: 'Send another picture',
  },
  approved: { text: 'Your document and your face are confirmed.', mark: 'done' },
  rejected: { text: 'We could not confirm your identity.', mark: 'failed' },
  expired: {
    text: 'Not everything arrived in time. You can start again.',
    mark: 'now',
    path: '/verify',
    action: 'Start again',
  },
  error: { text: 'Something went wrong on our side. We are looking into it.', mark: 'waiting' },
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
  const identity = identityStop(status, verification);
  const open = complete || identity.mark !== 'now';
  return [
    { name: 'Account and phone', text: 'Your phone number is confirmed.', mark: 'done' },
    complete
      ? { name: 'About you', text: 'Your details are complete.', mark: 'done' }
      : {
          name: 'About you',
          text: 'Your name, date of birth and nationality, as on your document.',
          mark: 'now',
          path: '/profile',
          action: 'Fill in my details',
        },
    { name: 'Identity', ...(open ? identity : { text: IDENTITY.none!.text, mark: 'later' }) },
    decision(me, status),
  ];
}

/** The workflow opens a verification by itself: a person has begun with their first picture. */
function identityStop(status: string, verification: Verification | undefined) {
  const known = SAME[status] ?? status;
  const begun = known !== 'unfinished' || verification?.sides.length;
  return (begun && IDENTITY[known]) || IDENTITY.none!;
}

function decision(me: Me, status: string): Stop {
  if (me.kycStatus === 'verified')
    return { name: 'Decision', text: 'You’re verified. Welcome!', mark: 'done' };
  if (me.kycStatus === 'rejected' || status === 'rejected')
    return { name: 'Decision', text: 'Your application was declined.', mark: 'failed' };
  return { name: 'Decision', text: 'We tell you here, by e-mail and by SMS.', mark: 'later' };
}
