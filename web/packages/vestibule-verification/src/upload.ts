/**
 * One POST by XMLHttpRequest, because fetch cannot report upload progress.
 *
 * A progress listener makes the browser send a preflight, so the bucket needs a CORS rule for the
 * page's exact origin (docs: "Upload" in the README).
 */
import { VerificationError } from './errors.js';

export interface Outgoing {
  url: string;
  body: Blob | FormData;
  headers?: Record<string, string>;
  timeoutMs?: number;
  signal?: AbortSignal;
  onProgress?: (percent: number) => void;
}

export interface Incoming {
  status: number;
  text: string;
  retryAfter: number | undefined;
}

/** Resolves with any HTTP answer; rejects with `network_failed`, `network_timeout` or AbortError. */
export function send(out: Outgoing): Promise<Incoming> {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    const abort = () => xhr.abort();
    xhr.open('POST', out.url);
    xhr.timeout = out.timeoutMs ?? 120_000;
    for (const [name, value] of Object.entries(out.headers ?? {}))
      xhr.setRequestHeader(name, value);
    xhr.upload.onprogress = (event) => {
      if (event.lengthComputable) out.onProgress?.(Math.round((event.loaded / event.total) * 100));
    };
    xhr.onload = () =>
      resolve({ status: xhr.status, text: xhr.responseText, retryAfter: retryAfter(xhr) });
    xhr.onerror = () => reject(new VerificationError('network_failed'));
    xhr.ontimeout = () => reject(new VerificationError('network_timeout'));
    xhr.onabort = () => reject(new DOMException('aborted', 'AbortError'));
    // The listener would outlive the request and abort the next one that shares the signal.
    xhr.onloadend = () => out.signal?.removeEventListener('abort', abort);
    if (out.signal?.aborted) return reject(new DOMException('aborted', 'AbortError'));
    out.signal?.addEventListener('abort', abort);
    xhr.send(out.body);
  });
}

function retryAfter(xhr: XMLHttpRequest): number | undefined {
  const seconds = Number(xhr.getResponseHeader('Retry-After') ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds : undefined;
}

/** The multipart body of a presigned POST: the policy's fields first, the file last (S3 insists). */
export function presignedForm(fields: Record<string, string>, file: Blob): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', file);
  return form;
}

/** Waits between attempts: exponential with full jitter, so that clients do not return in step. */
export function backoffMs(attempt: number, random: () => number = Math.random): number {
  return Math.round(random() * Math.min(8_000, 500 * 2 ** attempt));
}
