/** Starts the whole system on free ports; the browser opens its site as a person does. */
import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { expect, type Page, test as plain } from '@playwright/test';
import { watch } from '../support/fixtures.ts';
import { bucketOf, Front, type Told } from './front.ts';

const ROOT = resolve(import.meta.dirname, '..', '..', '..');
const SHOTS = resolve(import.meta.dirname, '..', '..', 'test-results', 'live-pages');
export const PYTHON = resolve(ROOT, '.venv', 'bin', 'python');

export interface Applicant {
  name: string;
  born: string;
  nationality: string;
  /** JPEG, Base64. */
  document: string;
  frames: Record<string, string[]>;
}

export interface System {
  urls: { api: string; cloud: string; console: string; web: string };
  applicants: Applicant[];
  /** Hosts that were asked for by name; none where everything is on the loopback address. */
  hostsAsked: () => string[];
  /** Into the reviewers' group, with an authenticator; the six digits for the next sign-in. */
  makeReviewer: (email: string, password: string) => Promise<string>;
  /** Where another backend sends this person: a hosted link. */
  hostedLink: (person: Applicant) => Promise<string>;
  /** Likewise, for the movements alone: that backend has sent the document itself. */
  faceLink: (person: Applicant) => Promise<string>;
  /** What that backend knows of them: status and verified name. */
  seenByBackend: () => Promise<string>;
  /** That backend has them forgotten: else the same face, come again, would go to a reviewer. */
  eraseAtBackend: () => Promise<string>;
  /** The six digits of the newest SMS to this number. */
  code: (phone: string) => Promise<string>;
  /** Subject and text of the newest mail to this address that says so. */
  letter: (email: string, says: RegExp) => Promise<string>;
}

class Running {
  private constructor(
    private readonly child: ChildProcess,
    private readonly lines: AsyncIterator<string>,
    private readonly reader: Interface,
  ) {}

  /** With a front, the system's site, API and buckets have the names of AWS. */
  static start(front?: Front): Running {
    const named = front
      ? [`http://127.0.0.1:${process.env.VESTIBULE_FRONT}`, front.certificate]
      : [];
    const child = spawn(PYTHON, ['web/e2e/live/system.py', ...named], {
      cwd: ROOT,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const reader = createInterface({ input: child.stdout! });
    return new Running(child, reader[Symbol.asyncIterator](), reader);
  }

  /** The next answer; what else the system says on its way is passed on. */
  async answer(): Promise<string> {
    for (;;) {
      const { value, done } = await this.lines.next();
      if (done) throw new Error('the system ended; its words are above');
      if (value.startsWith('{')) return value;
      console.warn(value);
    }
  }

  async tell(command: string): Promise<string> {
    this.child.stdin!.write(`${command}\n`);
    return (JSON.parse(await this.answer()) as { code: string }).code;
  }

  async stop(): Promise<void> {
    const ended = new Promise((done) => this.child.once('exit', done));
    this.child.stdin!.end();
    this.reader.close();
    await ended;
  }
}

/** Subject and text of each message to an address or a number, the oldest first. */
async function messagesTo(cloud: string, whom: string): Promise<string[]> {
  const answer = await fetch(`${cloud}/local/outbox`);
  const { messages } = (await answer.json()) as {
    messages: { to: string[]; subject?: string; text?: string }[];
  };
  return messages
    .filter(({ to }) => to.includes(whom))
    .map(({ subject, text }) => `${subject ?? ''}\n${text ?? ''}`);
}

async function newestCode(cloud: string, phone: string): Promise<string> {
  const texts = await messagesTo(cloud, phone);
  return texts.map((text) => /\b\d{6}\b/.exec(text)?.[0] ?? '').findLast(Boolean) ?? '';
}

/** A person in a command. */
function words({ name, born, nationality }: Applicant): string {
  return `${name.replaceAll(' ', '+')} ${born} ${nationality}`;
}

interface PerTest {
  shot: (name: string, from?: Page) => Promise<void>;
}

export const test = plain.extend<PerTest, { system: System }>({
  system: [
    async ({}, use) => {
      const port = process.env.VESTIBULE_FRONT;
      const front = port ? await Front.start(Number(port)) : undefined;
      const running = Running.start(front);
      const told = JSON.parse(await running.answer()) as Pick<System, 'urls' | 'applicants'> & Told;
      front?.leadsTo(told);
      await use({
        applicants: told.applicants,
        urls: { ...told.urls, ...told.names },
        hostsAsked: () => [...(front?.asked ?? [])],
        makeReviewer: (email, password) => running.tell(`reviewer ${email} ${password}`),
        hostedLink: (person) => running.tell(`link ${words(person)}`),
        faceLink: (person) => running.tell(`face ${words(person)} ${person.document}`),
        seenByBackend: () => running.tell('seen'),
        eraseAtBackend: () => running.tell('erase'),
        code: async (phone) => {
          let found = '';
          await expect
            .poll(async () => (found = await newestCode(told.urls.cloud, phone)))
            .toMatch(/^\d{6}$/);
          return found;
        },
        letter: async (email, says) => {
          const newest = async () =>
            (await messagesTo(told.urls.cloud, email)).findLast((one) => says.test(one)) ?? '';
          await expect.poll(newest).toMatch(says);
          return newest();
        },
      });
      await running.stop();
      await front?.stop();
    },
    { scope: 'worker', timeout: 400_000 },
  ],
  baseURL: async ({ system }, use) => use(system.urls.web),
  page: async ({ page, system }, use) => {
    const named = [system.urls.web, system.urls.api].map((url) => new URL(url).hostname);
    const faults = watch(page, (host) => named.includes(host) || bucketOf(host) !== undefined);
    await use(page);
    expect(faults, 'faults of the page, its policy or its hosts').toEqual([]);
  },
  shot: async ({ page }, use) => {
    await use(async (name, from = page) => {
      await from.screenshot({ path: resolve(SHOTS, `${name}.png`), fullPage: true });
    });
  },
});

export { expect };
