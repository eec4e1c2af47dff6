/**
 * Looks at every picture of a camera that shows a document, and says what would make a better one.
 * One file that is a module of the page and, beside it, the worker that does the looking; where no
 * worker may run the page looks itself. Loaded with the camera.
 */
import { EVERY_MS, Guide, type Watched } from './guide.js';
import { LOOK_SIDE, read, type Reading } from './look.js';
import { pixels } from './pixels.js';
import { ask, workerOf } from './worker.js';

type Picture = Pick<ImageData, 'data' | 'width' | 'height'>;
type Told = { reading: Reading };

/** Tells after each look; what comes back ends it. */
export function looking(video: HTMLVideoElement, tell: (watched: Watched) => void): () => void {
  const guide = new Guide();
  let worker = workerOf(import.meta.url);
  let busy = false;
  let over = false;
  const look = async (): Promise<Reading> => {
    const { data, width, height } = pixels(video, LOOK_SIDE);
    if (!worker) return read(data, width, height);
    return (await ask<Told>(worker, { data, width, height }, [data.buffer])).reading;
  };
  const timer = setInterval(async () => {
    if (busy || !video.videoWidth || document.hidden) return;
    busy = true;
    try {
      const reading = await look();
      if (!over) tell(guide.look(reading));
    } catch {
      worker?.terminate();
      worker = undefined;
    }
    busy = false;
  }, EVERY_MS);
  return () => {
    clearInterval(timer);
    worker?.terminate();
    over = true;
  };
}

interface Scope {
  onmessage: (event: MessageEvent<Picture>) => void;
  postMessage: (told: Told | { fault: string }) => void;
}

if (typeof document === 'undefined' && typeof postMessage === 'function') {
  const scope = globalThis as unknown as Scope;
  scope.onmessage = ({ data: { data, width, height } }) => {
    try {
      scope.postMessage({ reading: read(data, width, height) });
    } catch (fault) {
      scope.postMessage({ fault: String(fault) });
    }
  };
}
