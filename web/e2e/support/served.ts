/** The server that the browser's tests and measures have behind them. */
import { resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..', '..', '..');

/** The real application with everything outside of it in memory; it says on which port. */
const server = {
  command: '.venv/bin/python -m web.e2e.server',
  cwd: ROOT,
  wait: { stdout: /listening on (?<vestibule_tests>http:\S+)/ },
  timeout: 60_000,
};

/** For a configuration: started where there is a browser. */
export const served = (browser: boolean) => (browser ? { webServer: server } : {});
