/** Which browser the tests drive: Debian's Chromium when it is there, else Playwright's own. */
import { existsSync } from 'node:fs';

const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const found = process.env.VESTIBULE_CHROMIUM ?? installed.find((path) => existsSync(path));

/** Fixed colours and hinting: screenshots depend on nothing else of the machine but the fonts. */
const looks = ['--font-render-hinting=none', '--force-color-profile=srgb', '--disable-lcd-text'];
const camera = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];

export const chromium = (...more: string[]) => ({
  ...(found ? { executablePath: found } : {}),
  args: [...looks, ...camera, ...more],
});
