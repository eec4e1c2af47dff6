/** Signed in from the first moment, as after a reload: the tokens are in the tab's storage. */
import type { Page } from '@playwright/test';
import { tokenOf } from '../../test-server/src/api.ts';
import type { Person } from '../../test-server/src/world.ts';

export async function signedIn(page: Page, person: Person): Promise<void> {
  const token = tokenOf(person);
  const session = {
    idToken: token,
    accessToken: token,
    refreshToken: 'refresh',
    endsAt: Date.now() + 3_600_000,
  };
  await page.addInitScript(
    (stored) => sessionStorage.setItem('vestibule:session', stored),
    JSON.stringify(session),
  );
}
