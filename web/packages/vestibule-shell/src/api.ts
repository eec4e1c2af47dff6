/** Calls to the REST API. Paths of `/auth/…` go without a token, all others with one. */
import { noNetwork, problemOf } from './problem.js';

export class Api {
  /** Set by the session. */
  token: () => Promise<string> = async () => '';
  /** Called when the server no longer knows us. */
  onSignedOut: () => void = () => {};

  constructor(readonly base: string) {}

  get<T>(path: string): Promise<T> {
    return this.call<T>('GET', path);
  }

  post<T>(path: string, body: unknown): Promise<T> {
    return this.call<T>('POST', path, body);
  }

  put<T>(path: string, body: unknown): Promise<T> {
    return this.call<T>('PUT', path, body);
  }

  /** A file as it is; the API looks at its bytes. */
  send<T>(path: string, file: Blob, kind: string): Promise<T> {
    return this.answer<T>('POST', path, file, kind);
  }

  call<T>(method: string, path: string, body?: unknown): Promise<T> {
    if (body === undefined) return this.answer<T>(method, path);
    return this.answer<T>(method, path, JSON.stringify(body), 'application/json');
  }

  private async answer<T>(
    method: string,
    path: string,
    body?: BodyInit,
    kind?: string,
  ): Promise<T> {
    const open = path.startsWith('/auth/');
    const headers: Record<string, string> = {};
    if (!open) headers.Authorization = `Bearer ${await this.token()}`;
    if (kind) headers['Content-Type'] = kind;
    const answer = await this.fetch(this.base + path, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
    });
    if (answer.status === 401 && !open) this.onSignedOut();
    if (!answer.ok) throw await problemOf(answer);
    const text = await answer.text();
    return (text ? JSON.parse(text) : undefined) as T;
  }

  private async fetch(url: string, init: RequestInit): Promise<Response> {
    try {
      return await fetch(url, init);
    } catch {
      throw noNetwork();
    }
  }
}
