/** The whole way in Firefox, as its makers ship it: over WebDriver BiDi, with a camera of ours. */
import { existsSync, writeFileSync } from 'node:fs';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { expect, test } from '../support/fixtures.ts';
import { someFace, stand } from '../support/camera.ts';
import { drawnDocument } from '../support/steps.ts';
import { PROFILE } from '../support/wordless.ts';
import { PASSWORD, type World } from '../support/world.ts';

const FIREFOX = ['/usr/bin/firefox-esr', '/usr/bin/firefox'].find((path) => existsSync(path));
const WAIT = { timeout: 30_000 };

test.use({ nets: true });

test('the whole way in Firefox', async ({ page, world, system }, info) => {
  test.skip(!process.env.VESTIBULE_LONG, 'a long run');
  test.skip(!FIREFOX, 'NOT RUN: there is no Firefox (apt install firefox-esr)');
  test.setTimeout(180_000);
  const picture = info.outputPath('passport.jpg');
  writeFileSync(picture, await drawnDocument(page));
  const firefox = await puppeteer.launch({
    browser: 'firefox',
    executablePath: FIREFOX!,
    headless: true,
    extraPrefsFirefox: {
      'media.navigator.streams.fake': true,
      'media.navigator.permission.disabled': true,
    },
  });
  try {
    await wholeWay(await opened(firefox), world, system.site, picture);
  } finally {
    await firefox.close();
  }
  const known = await world.known('anna@applicants.example');
  expect(known?.verification).toMatchObject({ state: 'approved', sides: ['front'] });
});

/** A page whose faults are the test's. */
async function opened(firefox: Browser): Promise<Page> {
  const page = await firefox.newPage();
  await page.setViewport({ width: 1280, height: 900 });
  await page.evaluateOnNewDocument(stand, someFace());
  page.on('pageerror', (fault) => {
    throw fault;
  });
  return page;
}

async function wholeWay(page: Page, world: World, site: string, picture: string): Promise<void> {
  const there = async (selector: string) => (await page.waitForSelector(selector, WAIT))!;
  const press = async (selector: string) => (await there(selector)).click();
  const type = async (selector: string, text: string) => (await there(selector)).type(text);
  const inside = (what: string) => `vestibule-verification >>> ${what}`;
  const main = inside('[part~=primary-button]');

  await page.goto(`${site}/?lang=en#/sign-up`);
  await type('#email', 'anna@applicants.example');
  await type('#password', PASSWORD);
  await type('#phoneNumber', '+306912345678');
  await press('main button.primary');
  await there('#code');
  await type('#code', await world.code());
  await press('main button.primary');
  await press('.stop.now a.primary');
  await type('#fullName', PROFILE.fullName);
  await page.$eval(
    '#dateOfBirth',
    (it, day) => void ((it as HTMLInputElement).value = day),
    PROFILE.dateOfBirth,
  );
  await page.select('#nationality', PROFILE.nationality);
  await press('main button.primary');
  await press('.stop.now a[href="#/verify"]');

  await press(inside('#type-passport'));
  await page.$eval('vestibule-verification', (it) =>
    Object.assign(it, { readyMs: 60, gestureMs: 160, pollMs: 100, muted: true }),
  );
  await press(main);
  const file = await page.waitForSelector(inside('input[type=file]'), { ...WAIT, hidden: true });
  await (file as unknown as import('puppeteer-core').ElementHandle<HTMLInputElement>).uploadFile(
    picture,
  );
  await there(inside('[part=preview]'));
  await press(main);
  await press(inside('[part~=right-button]'));
  await there(inside('[part=tips]'));
  await press(main);
  await there(inside('[part=result][data-status=approved]'));
  await press('[slot=result-end]');
  await page.waitForFunction(() => document.querySelectorAll('.stop.done').length === 4, WAIT);
}
