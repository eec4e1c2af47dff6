/**
 * The same file as a worker and, where a page allows none, as a module: looks at pictures, one at a
 * time. It brings the nets itself, from where the page says.
 */
import type { Picture } from './sample.js';
import { type Seen, sight } from './sight.js';

export interface Nets {
  finder: string;
  mesh: string;
}

export type Asked = { nets: Nets } | { picture: Picture };
export type Told = { ready: true } | { seen: Seen } | { fault: string };

export async function eyes({ finder, mesh }: Nets): Promise<(picture: Picture) => Seen> {
  const [a, b] = await Promise.all([bytes(finder), bytes(mesh)]);
  return sight(a, b);
}

async function bytes(url: string): Promise<ArrayBuffer> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`answered ${answer.status}`);
  return answer.arrayBuffer();
}

interface Scope {
  onmessage: ((event: MessageEvent<Asked>) => void) | null;
  postMessage: (told: Told) => void;
}

/** Answers what the page asks. */
function serve(scope: Scope): void {
  let look: ((picture: Picture) => Seen) | undefined;
  scope.onmessage = async ({ data }) => {
    try {
      if ('nets' in data) {
        look = await eyes(data.nets);
        scope.postMessage({ ready: true });
      } else scope.postMessage({ seen: look!(data.picture) });
    } catch (fault) {
      scope.postMessage({ fault: String(fault) });
    }
  };
}

if (typeof document === 'undefined' && typeof postMessage === 'function')
  serve(globalThis as unknown as Scope);
