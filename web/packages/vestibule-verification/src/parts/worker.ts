/** A script beside the page. A page's policy may know none of ours; another origin's is no worker. */
interface Policies {
  createPolicy: (
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ) => { createScriptURL: (url: string) => string };
}

let policy: ReturnType<Policies['createPolicy']> | undefined;

export function workerOf(script: string): Worker | undefined {
  try {
    const { trustedTypes } = globalThis as { trustedTypes?: Policies };
    // A name of a policy is given once to a page, whichever part of ours comes first.
    const key = Symbol.for('vestibule-policy');
    const page = globalThis as { [key]?: typeof policy };
    policy ??= page[key] ??= trustedTypes?.createPolicy('vestibule', {
      createScriptURL: (url) => url,
    });
    return new Worker(policy?.createScriptURL(script) ?? script, { type: 'module' });
  } catch {
    return undefined;
  }
}

/** One question at a time; a fault, also of the script itself, is thrown. */
export function ask<Told extends object>(
  worker: Worker,
  asked: unknown,
  moved: Transferable[] = [],
): Promise<Told> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Told | { fault: string }>) =>
      'fault' in data ? reject(new Error(data.fault)) : resolve(data as Told);
    worker.onerror = (event) => reject(new Error(event.message || 'the worker did not start'));
    worker.postMessage(asked, moved);
  });
}
