/** The hosts themselves: what a name of AWS decides, and the loopback address never shows. */
import { sendPassport } from '../support/steps.ts';
import { inFrontOfCamera } from '../support/camera.ts';
import { expect, test } from './system.ts';

const named = Boolean(process.env.VESTIBULE_FRONT);

test('pictures go to the bucket by its own host, under the policy of CloudFront', async ({
  page,
  system,
}) => {
  test.skip(!named, 'with the names of AWS: npm run --prefix web test:e2e:hosts');
  const sent: string[] = [];
  page.on('request', (each) => sent.push(`${each.method()} ${new URL(each.url()).host}`));
  const person = system.applicants[2]!;
  await inFrontOfCamera(page, person.frames);
  const answer = await page.goto(await system.hostedLink(person));
  const policy = answer!.headers()['content-security-policy']!;
  const sources = policy.split('; ').find((part) => part.startsWith('connect-src'))!;
  expect(sources).toMatch(
    /^connect-src 'self' https:\S+\.execute-api\.\S+ (https:\S+\.s3\.\S+ ?){2}$/,
  );
  expect(policy).not.toContain('127.0.0.1');
  await page.getByRole('button', { name: 'Begin' }).click();
  await sendPassport(page, Buffer.from(person.document, 'base64'));
  const form = /^POST vestibule-local-kyc-id-uploads-\d+\.s3\.eu-west-1\.amazonaws\.com$/;
  await expect.poll(() => sent.find((each) => form.test(each))).toBeTruthy();
  expect(system.hostsAsked().map((host) => host.replace(':443', ''))).toEqual(
    expect.arrayContaining([new URL(system.urls.web).host, new URL(system.urls.api).host]),
  );
});

test('a host that the policy does not name is out of reach for the page', async ({
  browser,
  system,
}) => {
  test.skip(!named, 'with the names of AWS: npm run --prefix web test:e2e:hosts');
  const page = await browser.newPage({ ignoreHTTPSErrors: true });
  await page.goto(system.urls.web);
  const global = 'https://vestibule-local-kyc-id-uploads-123456789012.s3.amazonaws.com/';
  const refused = page.evaluate(async (url) => {
    const broken = new Promise((done) =>
      document.addEventListener('securitypolicyviolation', (event) =>
        done(event.effectiveDirective),
      ),
    );
    await fetch(url).catch(() => undefined);
    return broken;
  }, global);
  expect(await refused).toBe('connect-src');
  await page.close();
});
