/** What is read off a page while somebody goes through it, by the debugger and by the page itself. */
import type { CDPSession, Page } from '@playwright/test';

/** A slow phone: Lighthouse's slow 4G (round trip 150 ms, 1.6 Mbit/s) and a processor of a quarter. */
export const SLOW_4G = { latency: 150, down: 1_638_400 / 8, up: 750_000 / 8 };
/** What Chromium's developer tools call slow 4G: each request waits as long as four round trips. */
export const SLOW_4G_OF_DEVTOOLS = { latency: 562.5, down: 1_474_560 / 8, up: 675_000 / 8 };
export const SLOW_PROCESSOR = 4;

declare global {
  interface Window {
    measured: { longest: number; blocked: number; tasks: number; clicks: number; keys: number };
  }
}

export interface Instruments {
  /** Bytes over the network since the last question. */
  bytes: () => number;
  /** Seconds the main thread worked since the page began. */
  busy: () => Promise<number>;
  throttle: (network: typeof SLOW_4G, processor: number) => Promise<void>;
}

export async function instruments(page: Page): Promise<Instruments> {
  const debug = await page.context().newCDPSession(page);
  const bytes = await weighed(debug);
  await debug.send('Performance.enable', { timeDomain: 'timeTicks' });
  await page.addInitScript(noteTasks);
  return {
    bytes,
    busy: async () => {
      const { metrics } = await debug.send('Performance.getMetrics');
      return metrics.find(({ name }) => name === 'TaskDuration')!.value;
    },
    throttle: async ({ latency, down, up }, rate) => {
      await debug.send('Network.emulateNetworkConditions', {
        offline: false,
        latency,
        downloadThroughput: down,
        uploadThroughput: up,
      });
      await debug.send('Emulation.setCPUThrottlingRate', { rate });
    },
  };
}

async function weighed(debug: CDPSession): Promise<() => number> {
  let sum = 0;
  await debug.send('Network.enable');
  debug.on('Network.loadingFinished', ({ encodedDataLength }) => (sum += encodedDataLength));
  return () => {
    const told = sum;
    sum = 0;
    return told;
  };
}

/** In the page: tasks of 50 ms and more, and what a person does. */
function noteTasks(): void {
  window.measured = { longest: 0, blocked: 0, tasks: 0, clicks: 0, keys: 0 };
  const { measured } = window;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) {
      measured.tasks += 1;
      measured.longest = Math.max(measured.longest, duration);
      measured.blocked += duration - 50;
    }
  }).observe({ type: 'longtask', buffered: true });
  addEventListener('click', () => (measured.clicks += 1), true);
  addEventListener('input', () => (measured.keys += 1), true);
}

/** Forgets the tasks so far: what comes is counted alone. */
export const afresh = (page: Page) =>
  page.evaluate(() => void Object.assign(window.measured, { longest: 0, blocked: 0, tasks: 0 }));

/** Milliseconds from the beginning of the visit to a heading that is drawn. */
export const headingDrawn = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((done) => {
        const shown = () => {
          const places = [
            ...document.querySelectorAll<HTMLElement>('h1'),
            ...(document
              .querySelector('vestibule-verification')
              ?.shadowRoot?.querySelectorAll<HTMLElement>('h2') ?? []),
          ];
          if (places.some((it) => it.offsetHeight > 0 && it.textContent!.trim()))
            requestAnimationFrame(() => done(performance.now()));
          else requestAnimationFrame(shown);
        };
        shown();
      }),
  );

export const median = (values: number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
