/** Waiting for a face and its movements: what is said meanwhile, and when it is given up. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Advice, Watch } from '../../src/parts/observing.js';
import type { Looks } from '../../src/sight/looks.js';
import { NOBODY, type Seen } from '../../src/sight/sight.js';

const REST: Looks = { yaw: 0, pitch: -10, eyes: 0.3, contrast: 0.5, mouth: 0.7 };
const AHEAD: Seen = { faces: 1, x: 0.5, y: 0.5, size: 0.5, light: 120, looks: REST };
const LEFT: Seen = { ...AHEAD, looks: { ...REST, yaw: 14 } };
const VIDEO = { videoWidth: 640, videoHeight: 480 } as HTMLVideoElement;

/** Somebody before a camera, the words they were told, and how often they were looked at. */
function before(scene: Seen) {
  const said: (Advice | undefined)[] = [];
  const now = { scene, looks: 0, takes: 0 };
  const stop = new AbortController();
  const eyes = {
    look: async () => {
      now.looks++;
      if (now.takes) await new Promise((done) => setTimeout(done, now.takes));
      return now.scene;
    },
  };
  const watch = new Watch(eyes, VIDEO, stop.signal, (advice) => said.push(advice));
  const slow = (takes: number) => (now.takes = takes);
  return { watch, said, now, stop, slow };
}
const outcome = (wait: Promise<unknown>) =>
  wait.then(
    () => 'seen',
    (fault: unknown) => (fault as { code?: string; name: string }).code,
  );

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

describe('before anything begins', () => {
  it('an empty chair is told so, and given up after a while', async () => {
    const { watch, said } = before(NOBODY);
    const end = outcome(watch.settle(1));
    await vi.advanceTimersByTimeAsync(50_000);
    expect(await end).toBe('face_not_seen');
    expect(new Set(said)).toEqual(new Set(['none']));
  });

  it('a face that looks about is no face at rest', async () => {
    const { watch, now } = before(AHEAD);
    const end = outcome(watch.settle(1));
    for (let n = 0; n < 20; n++) {
      now.scene = n % 2 ? LEFT : AHEAD;
      await vi.advanceTimersByTimeAsync(50);
    }
    now.scene = AHEAD;
    const looked = now.looks;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await end).toBe('seen');
    expect(now.looks).toBeGreaterThan(looked + 1);
  });
});

describe('a movement', () => {
  async function settled() {
    const all = before(AHEAD);
    const settling = all.watch.settle(1);
    await vi.advanceTimersByTimeAsync(500);
    await settling;
    return all;
  }

  it('is waited for, and what is let go begins anew', async () => {
    const { watch, now, said } = await settled();
    let over = false;
    void watch.until('turn_left', 1_000, 1).then(() => (over = true));
    now.scene = LEFT;
    await vi.advanceTimersByTimeAsync(900);
    now.scene = AHEAD;
    await vi.advanceTimersByTimeAsync(100);
    now.scene = LEFT;
    await vi.advanceTimersByTimeAsync(900);
    expect(over).toBe(false);
    await vi.advanceTimersByTimeAsync(300);
    expect(over).toBe(true);
    expect(said.at(-1)).toBe('seen');
  });

  it('goes on over a single look that misses it', async () => {
    const { watch, now } = await settled();
    let over = false;
    void watch.until('turn_left', 1_000, 1).then(() => (over = true));
    now.scene = LEFT;
    await vi.advanceTimersByTimeAsync(500);
    now.scene = AHEAD;
    await vi.advanceTimersByTimeAsync(50);
    now.scene = LEFT;
    await vi.advanceTimersByTimeAsync(600);
    expect(over).toBe(true);
  });

  it('of a face that was away is not given up by a device that looks seldom', async () => {
    const { watch, now, slow, said } = await settled();
    slow(2_500);
    now.scene = NOBODY;
    const end = outcome(watch.until('turn_left', 0, 1));
    await vi.advanceTimersByTimeAsync(27_000);
    now.scene = LEFT;
    await vi.advanceTimersByTimeAsync(8_000);
    expect(await end).toBe('seen');
    expect(said.at(-1)).toBe('seen');
  });

  it('that is not seen is said after a moment; on a face that stays it goes by time', async () => {
    const { watch, said } = await settled();
    said.length = 0;
    const end = outcome(watch.until('smile', 0, 1));
    await vi.advanceTimersByTimeAsync(2_000);
    expect(new Set(said)).toEqual(new Set([undefined]));
    await vi.advanceTimersByTimeAsync(9_000);
    expect(said.at(-1)).toBe('unseen');
    let over = false;
    void end.then(() => (over = true));
    await vi.advanceTimersByTimeAsync(500);
    expect(over).toBe(false);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await end).toBe('seen');
    expect(said).not.toContain('seen');
    // The frames that follow want the face, and its time.
    let next = false;
    void watch.until('smile', 400, 1).then(() => (next = true));
    await vi.advanceTimersByTimeAsync(300);
    expect(next).toBe(false);
    await vi.advanceTimersByTimeAsync(400);
    expect(next).toBe(true);
  });

  it('that was not seen once is looked for again when another was', async () => {
    const { watch, now } = await settled();
    const unseen = outcome(watch.until('smile', 0, 1));
    await vi.advanceTimersByTimeAsync(14_000);
    expect(await unseen).toBe('seen');
    let over = false;
    void watch.until('turn_left', 0, 1).then(() => (over = true));
    await vi.advanceTimersByTimeAsync(3_000);
    expect(over).toBe(false);
    now.scene = LEFT;
    await vi.advanceTimersByTimeAsync(300);
    expect(over).toBe(true);
  });

  it('never goes by time before an empty chair', async () => {
    const { watch, now } = await settled();
    const end = outcome(watch.until('smile', 0, 1));
    await vi.advanceTimersByTimeAsync(10_000);
    now.scene = NOBODY;
    await vi.advanceTimersByTimeAsync(5_000);
    now.scene = AHEAD;
    await vi.advanceTimersByTimeAsync(5_000);
    now.scene = NOBODY;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await end).toBe('face_not_seen');
  });

  it('of a face that left is no movement, and more time is given to who asks for it', async () => {
    const { watch, now, said } = await settled();
    now.scene = NOBODY;
    const end = outcome(watch.until('neutral', 0, 2.5));
    await vi.advanceTimersByTimeAsync(55_000);
    expect(said.at(-1)).toBe('none');
    await vi.advanceTimersByTimeAsync(20_000);
    expect(await end).toBe('face_not_seen');
  });

  it('ends with the camera', async () => {
    const { watch, stop, now } = await settled();
    const end = watch.until('smile', 0, 1).catch((fault: Error) => fault.name);
    await vi.advanceTimersByTimeAsync(100);
    stop.abort();
    await vi.advanceTimersByTimeAsync(100);
    expect(await end).toBe('AbortError');
    const { looks } = now;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(now.looks).toBe(looks);
  });
});
