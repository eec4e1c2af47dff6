/**
 * The hosts of AWS on this computer: a proxy that answers `https://` for them itself, so that pages,
 * forms, links and content security policy have the names they have on AWS.
 *
 * CloudFront's name leads to the site, under CloudFront's policy; API Gateway's with its stage to the
 * API; a bucket's to the embedded cloud. To any other host there is no way.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import {
  createServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { TLSSocket } from 'node:tls';

const ROOT = resolve(import.meta.dirname, '..', '..', '..');
const PYTHON = resolve(ROOT, '.venv', 'bin', 'python');
const BUCKET = /^([a-z0-9.-]+)\.s3\.[a-z0-9-]+\.amazonaws\.com$/;

/** What a running system tells (system.py). */
export interface Told {
  names: { web: string; api: string };
  policy: string;
  urls: { web: string; api: string; cloud: string };
}

interface Place {
  origin: string;
  path: string;
  policy?: string;
}

/** The bucket that a host is, if it is one. */
export const bucketOf = (host: string) => BUCKET.exec(host)?.[1];

/** Where a request leads; undefined for a host that is not ours. */
export function place(host: string, path: string, told: Told): Place | undefined {
  const api = new URL(told.names.api);
  if (host === new URL(told.names.web).host)
    return { origin: told.urls.web, path, policy: told.policy };
  if (host === api.host && path.startsWith(`${api.pathname}/`))
    return { origin: told.urls.api, path: path.slice(api.pathname.length) };
  const bucket = bucketOf(host);
  return bucket ? { origin: told.urls.cloud, path: `/${bucket}${path}` } : undefined;
}

export class Front {
  /** Hosts that the page or a function asked for, each once. */
  readonly asked = new Set<string>();
  private told: Told | undefined;
  private readonly folder = mkdtempSync(join(tmpdir(), 'vestibule-front-'));
  private readonly open = new Set<Socket>();

  private constructor(
    private readonly proxy: Server,
    private readonly inside: Server,
  ) {}

  static async start(port: number): Promise<Front> {
    const front = new Front(createServer(), createServer());
    const made = spawnSync(PYTHON, ['web/e2e/live/hosts.py', front.folder], { cwd: ROOT });
    if (made.status) throw new Error(`no certificate: ${made.stderr.toString()}`);
    const file = (name: string) => readFileSync(join(front.folder, name));
    const [key, cert] = [file('key.pem'), file('certificate.pem')];
    front.proxy.on('connect', (asked: IncomingMessage, socket: Socket, head: Buffer) => {
      front.open.add(socket);
      socket.on('close', () => front.open.delete(socket)).on('error', () => socket.destroy());
      front.asked.add(asked.url!);
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      if (head.length) socket.unshift(head);
      const secure = new TLSSocket(socket, { isServer: true, key, cert });
      secure.on('error', () => socket.destroy());
      front.inside.emit('connection', secure);
    });
    front.inside.on('request', (asked, answer) => front.pass(asked, answer));
    await new Promise<void>((done) => front.proxy.listen(port, '127.0.0.1', done));
    return front;
  }

  get certificate(): string {
    return join(this.folder, 'certificate.pem');
  }

  leadsTo(told: Told): void {
    this.told = told;
  }

  private pass(asked: IncomingMessage, answer: ServerResponse): void {
    const to = this.told && place(asked.headers.host ?? '', asked.url!, this.told);
    if (!to) {
      answer.writeHead(502).end();
      return;
    }
    const { host } = new URL(to.origin);
    const { method, headers } = asked;
    const onward = request(
      `${to.origin}${to.path}`,
      { method, headers: { ...headers, host } },
      (found) => {
        const policy = to.policy && { 'content-security-policy': to.policy };
        answer.writeHead(found.statusCode!, { ...found.headers, ...policy });
        found.pipe(answer);
      },
    );
    onward.on('error', () => answer.destroy());
    asked.pipe(onward);
  }

  async stop(): Promise<void> {
    for (const socket of this.open) socket.destroy();
    await new Promise((done) => this.proxy.close(done));
    rmSync(this.folder, { recursive: true });
  }
}
