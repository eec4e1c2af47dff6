/** The open line to the service: one signed message after the other, and what comes back. */
import { VerificationError, type ErrorCode } from '../errors.js';
import type { StreamAnswer } from '../contract.js';
import { decode, encode, headersOf } from './frames.js';
import { type Asked, askedOf, VERSIONS } from './messages.js';
import { Signer } from './signer.js';

/** Close codes by which the service's own component says why it ends a stream. */
export const CLOSED = { well: 1000, unfit: 4001, cancelled: 4003, fault: 4005 } as const;

const CONNECT_MS = 10_000;
const BY_EXCEPTION: Record<string, ErrorCode> = {
  AccessDeniedException: 'session_expired',
  SessionNotFoundException: 'session_expired',
  ValidationException: 'session_used',
  ThrottlingException: 'rate_limited',
  ServiceQuotaExceededException: 'rate_limited',
};

const utf8 = (text: string) => new TextEncoder().encode(text);

export interface Film {
  sessionId: string;
  width: number;
  height: number;
}

/** Resolves or rejects once, and may be given up: nobody waits for it then. */
function awaited<T>() {
  let settle!: { resolve: (value: T) => void; reject: (fault: unknown) => void };
  const promise = new Promise<T>((resolve, reject) => (settle = { resolve, reject }));
  promise.catch(() => {});
  return { promise, ...settle };
}

export class Line {
  /** The challenge. */
  readonly asked;
  /** The service has all it needs. */
  readonly over;
  private sending: Promise<void> = Promise.resolve();
  private readonly settled = awaited<Asked>();
  private readonly ended = awaited<void>();

  private constructor(
    private readonly socket: WebSocket,
    private readonly signer: Signer,
  ) {
    this.asked = this.settled.promise;
    this.over = this.ended.promise;
    socket.binaryType = 'arraybuffer';
    socket.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => this.hear(new Uint8Array(data));
    socket.onclose = ({ code }) => this.fail(lost(`the stream ended: ${code}`));
    socket.onerror = () => this.fail(lost('the stream broke'));
  }

  /** `now` is right by the server's clock: a signature of another hour is refused. */
  static async open(access: StreamAnswer, film: Film, now: () => Date): Promise<Line> {
    const signer = new Signer(access, access.region, now);
    const address = await signer.address(new URL(access.url), {
      'session-id': film.sessionId,
      'video-width': String(film.width),
      'video-height': String(film.height),
      'challenge-versions': VERSIONS,
    });
    const socket = new WebSocket(address);
    const line = new Line(socket, signer);
    const patience = setTimeout(() => line.close(CLOSED.well), CONNECT_MS);
    await Promise.race([new Promise((done) => (socket.onopen = done)), line.asked]).finally(() =>
      clearTimeout(patience),
    );
    return line;
  }

  /** After all that was sent before; `build` may take its time. */
  send(type: string, build: () => object | Promise<object>): Promise<void> {
    const job = this.sending.then(async () => {
      const headers = headersOf({
        ':event-type': type,
        ':message-type': 'event',
        ':content-type': 'application/json',
      });
      const message = encode(headers, utf8(JSON.stringify(await build())));
      this.socket.send(await this.signer.envelope(message));
    });
    this.sending = job;
    job.catch((fault: unknown) => this.fail(fault));
    return job;
  }

  close(code: number): void {
    this.socket.close(code);
  }

  private hear(bytes: Uint8Array): void {
    try {
      const { headers, body } = decode(bytes);
      const text = new TextDecoder().decode(body);
      if (headers[':message-type'] !== 'event')
        throw refusal(String(headers[':exception-type'] ?? headers[':error-code']), text);
      this.meet(String(headers[':event-type']), JSON.parse(text || '{}'));
    } catch (fault) {
      this.fail(fault);
    }
  }

  /** Events that we do not know change nothing. */
  private meet(type: string, event: object): void {
    if (type === 'DisconnectionEvent') this.ended.resolve();
    if (type !== 'ServerSessionInformationEvent') return;
    const asked = askedOf(event);
    if (!asked) throw new VerificationError('server_error', { message: 'no challenge we know' });
    this.settled.resolve(asked);
  }

  private fail(fault: unknown): void {
    this.settled.reject(fault);
    this.ended.reject(fault);
  }
}

const lost = (message: string): VerificationError =>
  new VerificationError('network_failed', { message });
const refusal = (name: string, message: string): VerificationError =>
  new VerificationError(BY_EXCEPTION[name] ?? 'server_error', { message, serverCode: name });
