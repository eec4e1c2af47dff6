/** The API as the element needs it. Every fault leaves as a VerificationError or an AbortError. */
import type {
  Endpoints,
  FrameAnswer,
  FrameRequest,
  LivenessAnswer,
  PreviewAnswer,
  Problem,
  SessionAnswer,
  Side,
  UploadAnswer,
  VerifyAnswer,
} from './contract.js';
import { ENDPOINTS } from './contract.js';
import { fromHttp, VerificationError } from './errors.js';
import { backoffMs, presignedForm, send } from './upload.js';

/** How often the server is asked whether it kept a picture: about half a minute in all. */
const LOOKS = 25;

export interface ClientOptions {
  base: string;
  token: () => string | Promise<string>;
  endpoints?: Partial<Endpoints>;
  retries?: number;
  wait?: (ms: number) => Promise<void>;
  /** Told when the network is lost and we keep trying, and when it is back. */
  onTrouble?: (lost: boolean) => void;
}

const TRANSIENT: ReadonlySet<string> = new Set([
  'network_failed',
  'network_timeout',
  'server_error',
  'rate_limited',
]);
/** A pause between two attempts is over at once when the network is back. */
const unlessOnline = (ms: number): Promise<void> =>
  new Promise((done) => {
    const over = () => {
      clearTimeout(timer);
      removeEventListener('online', over);
      done();
    };
    const timer = setTimeout(over, ms);
    addEventListener('online', over);
  });

export interface DocumentUpload {
  file: Blob;
  side: Side;
  mode: 'presigned' | 'direct';
  idempotencyKey: string;
  signal?: AbortSignal;
  onProgress?: (percent: number) => void;
}

export class Client {
  private readonly paths: Endpoints;
  private readonly wait: (ms: number) => Promise<void>;

  constructor(private readonly options: ClientOptions) {
    this.paths = { ...ENDPOINTS, ...options.endpoints };
    this.wait = options.wait ?? unlessOnline;
  }

  /** What the session is, where an applicant's session and not a user of the pool is asked for. */
  async session(): Promise<SessionAnswer | undefined> {
    if (!this.options.base.endsWith('/v1/session')) return undefined;
    return this.json<SessionAnswer>('GET', '', undefined, { retry: true });
  }

  /** Sends one side of the document, through the gateway or straight to the bucket. */
  async uploadDocument(job: DocumentUpload): Promise<UploadAnswer> {
    return job.mode === 'direct' ? this.uploadDirect(job) : this.uploadPresigned(job);
  }

  startLiveness(verificationId: string, signal?: AbortSignal): Promise<LivenessAnswer> {
    return this.json('POST', this.paths.startLiveness, { verificationId }, { signal });
  }

  /** A frame is tried again for as long as its session lives: `until`, milliseconds since 1970. */
  submitFrame(frame: FrameRequest, signal?: AbortSignal, until?: number): Promise<FrameAnswer> {
    const headers = { 'Idempotency-Key': frame.frameId };
    return this.json('POST', this.paths.submitFrame, frame, {
      headers,
      signal,
      retry: true,
      until,
    });
  }

  /** Asks for the comparison once more; the server compares a session only once. */
  startVerify(verificationId: string, signal?: AbortSignal): Promise<VerifyAnswer> {
    return this.json('POST', this.paths.verify, { verificationId }, { signal, retry: true });
  }

  /** What was read so far. */
  preview(verificationId: string, signal?: AbortSignal): Promise<PreviewAnswer> {
    const path = this.paths.preview.replace('{verificationId}', verificationId);
    return this.json('GET', path, undefined, { signal, retry: true });
  }

  /** A person looks instead of the machine. */
  askForPerson(verificationId: string): Promise<VerifyAnswer> {
    const path = this.paths.assistance.replace('{verificationId}', verificationId);
    return this.json('POST', path, {}, { retry: true });
  }

  verdict(verificationId: string, signal?: AbortSignal): Promise<VerifyAnswer> {
    const query = new URLSearchParams({ verificationId });
    return this.json('GET', `${this.paths.verify}?${query}`, undefined, { signal, retry: true });
  }

  private async uploadDirect(job: DocumentUpload): Promise<UploadAnswer> {
    const query = new URLSearchParams({ side: job.side });
    return this.patiently(job.signal, async () => {
      const answer = await send({
        url: `${this.options.base}${this.paths.upload}?${query}`,
        body: job.file,
        headers: {
          ...(await this.auth()),
          'Content-Type': job.file.type,
          'Idempotency-Key': job.idempotencyKey,
        },
        ...pick(job),
      });
      if (answer.status >= 300)
        throw fromHttp(answer.status, problemOf(answer.text), answer.retryAfter);
      return JSON.parse(answer.text) as UploadAnswer;
    });
  }

  private async uploadPresigned(job: DocumentUpload): Promise<UploadAnswer> {
    const asked = await this.json<UploadAnswer>(
      'POST',
      `${this.paths.upload}?mode=presigned`,
      { contentType: job.file.type, size: job.file.size, side: job.side },
      { headers: { 'Idempotency-Key': job.idempotencyKey }, signal: job.signal, retry: true },
    );
    const { upload } = asked;
    if (!upload) throw new VerificationError('server_error', { message: 'no upload form' });
    await this.patiently(job.signal, async () => {
      const body = presignedForm(upload.fields, job.file);
      const answer = await send({ url: upload.url, body, ...pick(job) });
      if (answer.status < 300) return;
      // A bucket that is busy says 503; one that refuses will refuse again.
      const code = answer.status >= 500 ? 'server_error' : 'upload_failed';
      const message = `the bucket answered ${answer.status}`;
      throw new VerificationError(code, { message, cause: answer.text });
    });
    await this.admitted(asked.verificationId, job);
    return asked;
  }

  /** The bucket has the picture; waits until the server has looked at it and kept it. */
  private async admitted(verificationId: string, job: DocumentUpload): Promise<void> {
    for (let look = 0; look < LOOKS; look++) {
      const { sides } = await this.verdict(verificationId, job.signal);
      if (!sides || sides.includes(job.side)) return;
      await this.wait(Math.min(2_000, 200 + 100 * look));
      if (job.signal?.aborted) throw new DOMException('aborted', 'AbortError');
    }
    throw new VerificationError('file_unreadable', { message: 'the picture was not kept' });
  }

  private async auth(): Promise<Record<string, string>> {
    const token = await this.options.token();
    return token ? { Authorization: `Bearer ${token}` } : {};
  }

  private json<T>(method: string, path: string, body: unknown, extra: Extra): Promise<T> {
    const once = () => this.once<T>(method, path, body, extra);
    return extra.retry ? this.patiently(extra.signal, once, extra.until) : once();
  }

  /** Tries again what may succeed later: a few times, or until a moment. */
  private async patiently<T>(
    signal: AbortSignal | undefined,
    job: () => Promise<T>,
    until?: number,
  ): Promise<T> {
    const retries = until === undefined ? (this.options.retries ?? 5) : Infinity;
    for (let attempt = 0; ; attempt++) {
      try {
        const answer = await job();
        if (attempt) this.options.onTrouble?.(false);
        return answer;
      } catch (fault) {
        const pause = again(fault, attempt);
        const late = Date.now() + (pause ?? 0) > (until ?? Infinity);
        if (pause === undefined || attempt >= retries || late || signal?.aborted) {
          if (attempt) this.options.onTrouble?.(false);
          throw fault;
        }
        this.options.onTrouble?.(true);
        await this.wait(pause);
        if (signal?.aborted) throw new DOMException('aborted', 'AbortError');
      }
    }
  }

  private async once<T>(method: string, path: string, body: unknown, extra: Extra): Promise<T> {
    const headers: Record<string, string> = { ...(await this.auth()), ...extra.headers };
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    let response: Response;
    try {
      response = await fetch(this.options.base + path, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(extra.signal ? { signal: extra.signal } : {}),
      });
    } catch (cause) {
      if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
      throw new VerificationError('network_failed', { cause });
    }
    const text = await response.text();
    if (response.ok) return JSON.parse(text) as T;
    const seconds = Number(response.headers.get('Retry-After') ?? Number.NaN);
    throw fromHttp(
      response.status,
      problemOf(text),
      Number.isFinite(seconds) ? seconds : undefined,
    );
  }
}

interface Extra {
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
  retry?: boolean;
  until?: number | undefined;
}

/** How long to wait before the next attempt; undefined when there should be none. */
function again(fault: unknown, attempt: number): number | undefined {
  if (!(fault instanceof VerificationError) || !TRANSIENT.has(fault.code)) return undefined;
  return fault.retryAfter ? fault.retryAfter * 1000 : backoffMs(attempt);
}

function pick(job: DocumentUpload) {
  return {
    ...(job.signal ? { signal: job.signal } : {}),
    ...(job.onProgress ? { onProgress: job.onProgress } : {}),
  };
}

function problemOf(text: string): Problem {
  try {
    return JSON.parse(text) as Problem;
  } catch {
    return {};
  }
}
