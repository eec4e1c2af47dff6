/** The element in React, in Vue and without a bundler: properties, events, languages, the policy. */
import { expect, test } from '../support/fixtures.ts';
import { PROFILE } from '../support/wordless.ts';
import { drawnDocument, hurry, sendPassport } from '../support/steps.ts';

for (const name of ['React', 'Vue'])
  test(`the whole flow in ${name}`, async ({ page, world, system }) => {
    const { tokens } = await world.person({ profile: PROFILE });
    const query = new URLSearchParams({ api: system.api, token: tokens.idToken });
    await page.goto(`/examples/${name.toLowerCase()}.html?${query}`);
    await expect(page.getByRole('heading', { name: `Hello from ${name}` })).toBeVisible();
    await hurry(page);
    await sendPassport(page, await drawnDocument(page));
    await expect(page.locator('p[data-step=liveness]')).toBeAttached();
    await page.getByRole('button', { name: 'I’m ready' }).click();
    await expect(page.locator('p[data-step=result]')).toHaveText('approved', { timeout: 20_000 });
  });

test('a script tag is enough, and the page’s language is loaded from beside it', async ({
  page,
  world,
  system,
}) => {
  const { tokens } = await world.person();
  const query = new URLSearchParams({ api: system.api, token: tokens.idToken });
  await page.goto(`/examples/umd.html?${query}`);
  await expect(
    page.getByRole('heading', { name: 'Bestätigen wir, dass Sie es sind' }),
  ).toBeVisible();
});
