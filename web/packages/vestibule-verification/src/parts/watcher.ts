/** Looks at the camera's picture beside the page: in a worker, or in the page where none may run. */
import type { Nets } from '../sight/worker.js';
import type { Picture } from '../sight/sample.js';
import type { Seen } from '../sight/sight.js';
import { pixels } from './pixels.js';
import { ask, workerOf } from './worker.js';

/** The longer side of the copy that is looked at. */
const SIDE = 480;
/** Slow lines need this long for a megabyte and a half; after it the movements go by time. */
const PATIENCE_MS = 25_000;

const beside = (): { script: string; nets: Nets } => ({
  script: new URL('./sight.js', import.meta.url).href,
  nets: {
    finder: new URL('./face-finder.tflite', import.meta.url).href,
    mesh: new URL('./face-mesh.tflite', import.meta.url).href,
  },
});

type Look = (picture: Picture) => Promise<Seen> | Seen;

export class Watcher {
  private loading: Promise<Look | undefined> | undefined;
  private worker: Worker | undefined;

  /** Begins to load; undefined in the end where it cannot be had. */
  ready(): Promise<boolean> {
    this.loading ??= Promise.race([
      this.load().catch(() => undefined),
      new Promise<undefined>((done) => setTimeout(() => done(undefined), PATIENCE_MS)),
    ]);
    return this.loading.then((look) => {
      // What was not there may be there the next time.
      if (!look) this.loading = undefined;
      return look !== undefined;
    });
  }

  async look(video: HTMLVideoElement): Promise<Seen> {
    const look = await this.loading;
    if (!look) throw new Error('not ready');
    return look(pixels(video, SIDE));
  }

  close(): void {
    this.worker?.terminate();
    this.worker = this.loading = undefined;
  }

  private async load(): Promise<Look> {
    const { script, nets } = beside();
    const worker = workerOf(script);
    if (!worker) {
      const { eyes } = (await import(
        /* @vite-ignore */ script
      )) as typeof import('../sight/worker.js');
      return eyes(nets);
    }
    this.worker = worker;
    await ask(worker, { nets });
    return async (picture) => {
      return (await ask<{ seen: Seen }>(worker, { picture }, [picture.data.buffer])).seen;
    };
  }
}
