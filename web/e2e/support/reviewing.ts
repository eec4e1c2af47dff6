/** Cases and reviewers. */
import type { Page } from '@playwright/test';
import { signedIn } from './fixtures.ts';
import type { Case, Person, World } from './world.ts';

export const someCase = (world: World, reasons: string[], hoursAgo: number): Promise<Case> =>
  world.case({ reasons, hoursAgo });

export async function asReviewer(
  page: Page,
  world: World,
  email = 'reviewer@example.com',
): Promise<Person> {
  const reviewer = await world.person({ email, groups: ['reviewers'] });
  await signedIn(page, reviewer);
  return reviewer;
}

export const short = ({ caseId }: Case) => caseId.slice(0, 8);
