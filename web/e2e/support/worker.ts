/**
 * What a worker has, from the first test that asks for it: its place in the tests' server, a company with
 * a directory, a service that films. All tests know all of it: Playwright gives those that would know
 * something else workers of their own, each with another browser.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { test as plain } from '@playwright/test';
import { Filmed, films, PATH } from './filming.ts';
import { told } from './world.ts';

const ROOT = resolve(import.meta.dirname, '..', '..', '..');

/** This worker's origins. */
export interface Place {
  name: string;
  site: string;
  api: string;
}

export interface Company {
  console: string;
  /** Nobody is in any group of the directory any more. */
  dismissAll: () => Promise<void>;
}

/** Where it films; `filmed` is the present test's. */
export interface Service {
  url: string;
  filmed: Filmed;
}

/** Where the server that playwright.config.ts starts takes commands. */
export const places = () => `${process.env.VESTIBULE_TESTS}/places`;

/** With a page that nobody watches and that belongs to no world. */
export const bare = plain.extend<object, { system: Place; company: Company; service: Service }>({
  system: [
    async ({}, use) => {
      const place = await told<Place>(places());
      await use(place);
      await told(`${places()}/${place.name}`, {}, 'DELETE');
    },
    { scope: 'worker' },
  ],
  company: [
    async ({}, use) => {
      const child: ChildProcess = spawn(
        resolve(ROOT, '.venv', 'bin', 'python'),
        ['-m', 'web.e2e.support.company'],
        {
          cwd: ROOT,
          stdio: ['pipe', 'pipe', 'inherit'],
          // AWS's 1,500 managed policies take a second to load; only Terraform needs them.
          env: { ...process.env, MOTO_IAM_LOAD_MANAGED_POLICIES: 'false' },
        },
      );
      const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
      const next = async () => {
        for (;;) {
          const { value, done } = await lines.next();
          if (done) throw new Error('the company ended; its words are above');
          if (value.startsWith('{')) return JSON.parse(value) as Record<string, string>;
        }
      };
      const { site } = await next();
      const dismissAll = async () => {
        child.stdin!.write('\n');
        await next();
      };
      await use({ console: `${site}/console/`, dismissAll });
      const gone = once(child, 'exit');
      child.stdin!.end();
      await gone;
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  service: [
    async ({}, use) => {
      const service = { url: '', filmed: new Filmed() };
      const server = createServer();
      films(server, () => service.filmed);
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
      service.url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}${PATH}`;
      await use(service);
      server.closeAllConnections();
      server.close();
    },
    { scope: 'worker' },
  ],
});
