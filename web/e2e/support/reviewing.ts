/** Cases and reviewers of the test server. */
import type { Page } from '@playwright/test';
import type { Case, World } from '../../test-server/src/world.ts';
import { signedIn } from './session.ts';

export const HOUR = 3_600_000;
export const PROFILE = {
  fullName: 'Victor Listed',
  dateOfBirth: '1961-04-12',
  nationality: 'UTO',
  address: '',
};

export function someCase(world: World, reasons: string[], hoursAgo: number): Case {
  const person = world.person({
    email: `applicant-${world.people.length}@applicants.example`,
    profile: PROFILE,
  });
  const verification = world.verificationOf(person);
  verification.status = 'needs_review';
  return world.open(verification, reasons, new Date(Date.now() - hoursAgo * HOUR));
}

export async function asReviewer(page: Page, world: World, email = 'reviewer@example.com') {
  const reviewer = world.person({ email, groups: ['reviewers'] });
  await signedIn(page, reviewer);
  return reviewer;
}

export const short = ({ caseId }: Case) => caseId.slice(0, 8);
