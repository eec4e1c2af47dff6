import type { Me, Profile, Verification } from 'vestibule-shell';
import { describe, expect, it } from 'vitest';
import { journey } from '../../src/journey.js';

const me = (kycStatus: Me['kycStatus'] = 'not_verified'): Me => ({
  userId: 'u1',
  email: 'anna@applicants.example',
  emailVerified: true,
  kycStatus,
  registered: true,
  onboarding: {},
});
const profile: Profile = {
  fullName: 'Anna',
  dateOfBirth: '1991-03-14',
  nationality: 'GRC',
  address: '',
  complete: true,
};
const at = (status: string): Verification => ({
  verificationId: 'v1',
  status,
  kycStatus: 'pending',
  assurance: '',
  checks: [],
  reasons: [],
  message: '',
  attempt: 1,
  sides: ['front'],
  livenessEngine: null,
});
const marks = (...given: Parameters<typeof journey>) => journey(...given).map((stop) => stop.mark);

describe('the journey', () => {
  it('asks for one thing at a time', () => {
    expect(marks(me(), undefined, undefined)).toEqual(['done', 'now', 'later', 'later']);
    expect(marks(me(), profile, undefined)).toEqual(['done', 'done', 'now', 'later']);
  });

  it('continues what was begun, and waits while we look', () => {
    expect(journey(me(), profile, at('in_progress'))[2]).toMatchObject({
      mark: 'now',
      action: 'Continue verification',
    });
    expect(marks(me(), profile, at('processing'))).toEqual(['done', 'done', 'waiting', 'later']);
    expect(marks(me('pending'), profile, at('needs_review'))[2]).toBe('waiting');
  });

  it('does not call begun what only the workflow has opened', () => {
    const opened = { ...at('created'), sides: [] };
    expect(journey(me('pending'), profile, opened)[2]?.action).toBe('Verify my identity');
  });

  it.each(['expired', 'abandoned'])('lets somebody start again when it is %s', (status) => {
    expect(journey(me(), profile, at(status))[2]).toMatchObject({ action: 'Start again' });
  });

  it('asks for another picture', () => {
    const stop = journey(me('pending'), profile, at('resubmit_requested'))[2];
    expect(stop).toMatchObject({ mark: 'now', path: '/verify', action: 'Send another picture' });
  });

  it('ends well or badly, and a registry that knows more wins', () => {
    expect(marks(me('verified'), profile, at('approved'))).toEqual(Array(4).fill('done'));
    expect(marks(me('verified'), profile, undefined)).toEqual(Array(4).fill('done'));
    expect(marks(me('pending'), profile, at('rejected'))).toEqual([
      'done',
      'done',
      'failed',
      'failed',
    ]);
  });

  it('shows a state it does not know as something to do, never as nothing', () => {
    expect(journey(me(), profile, at('something_new'))[2]?.action).toBe('Verify my identity');
  });
});
