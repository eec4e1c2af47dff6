/** The API as the element needs it. Every fault leaves as a VerificationError or an AbortError. */
import type {
  Endpoints,
  FrameAnswer,
  FrameRequest,
  LivenessAnswer,
  Problem,
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
}

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
    this.wait = options.wait ?? ((ms) => new Promise((done) => setTimeout(done, ms)));
  }

  /** Sends one side of the document, through the gateway or straight to the bucket. */
  async uploadDocument(job: DocumentUpload): Promise<UploadAnswer> {
    return job.mode === 'direct' ? this.uploadDirect(job) : this.uploadPresigned(job);
  }

  startLiveness(verificationId: string, signal?: AbortSignal): Promise<LivenessAnswer> {
    return this.json('POST', this.paths.startLiveness, { verificationId }, { signal });
  }

  submitFrame(frame: FrameRequest, signal?: AbortSignal): Promise<FrameAnswer> {
    const headers = { 'Idempotency-Key': frame.frameId };
    return this.json('POST', this.paths.submitFrame, frame, { headers, signal, retry: true });
  }

  /** Asks for the comparison once more; the server compares a session only once. */
  startVerify(verificationId: string, signal?: AbortSignal): Promise<VerifyAnswer> {
    return this.json('POST', this.paths.verify, { verificationId }, { signal, retry: true });
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
  }

  private async uploadPresigned(job: DocumentUpload): Promise<UploadAnswer> {
    const asked = await this.json<UploadAnswer>(
      'POST',
      `${this.paths.upload}?mode=presigned`,
      { contentType: job.file.type, size: job.file.size, side: job.side },
      { headers: { 'Idempotency-Key': job.idempotencyKey }, signal: job.signal, retry: true },
    );
    if (!asked.upload) throw new VerificationError('server_error', { message: 'no upload form' });
    const answer = await send({
      url: asked.upload.url,
      body: presignedForm(asked.upload.fields, job.file),
      ...pick(job),
    });
    if (answer.status >= 300) {
      const message = `the bucket answered ${answer.status}`;
      throw new VerificationError('upload_failed', { message, cause: answer.text });
    }
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

  private async json<T>(
    method: string,
    path: string,
    body: unknown,
    extra: { headers?: Record<string, string>; signal?: AbortSignal | undefined; retry?: boolean },
  ): Promise<T> {
    const retries = extra.retry ? (this.options.retries ?? 3) : 0;
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.once<T>(method, path, body, extra);
      } catch (fault) {
        const transient =
          fault instanceof VerificationError &&
          ['network_failed', 'server_error', 'rate_limited'].includes(fault.code);
        if (!transient || attempt >= retries) throw fault;
        await this.wait(fault.retryAfter ? fault.retryAfter * 1000 : backoffMs(attempt));
      }
    }
  }

  private async once<T>(
    method: string,
    path: string,
    body: unknown,
    extra: { headers?: Record<string, string>; signal?: AbortSignal | undefined },
  ): Promise<T> {
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
