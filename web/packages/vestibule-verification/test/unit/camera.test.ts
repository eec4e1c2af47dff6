/**
 * The camera as phones want it to be opened. WebKit: a video plays by itself only muted and inline
 * (webkit.org/blog/6784); a second getUserMedia takes the first one's tracks away (bug 179363).
 */
import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Camera, show } from '../../src/parts/camera.js';

class Track extends EventTarget {
  readyState = 'live';
  stop = () => {
    this.readyState = 'ended';
    log.push('stopped');
  };
}
const log: string[] = [];
const opened: Track[] = [];
/** What the browser is asked for, and what it answers. */
let answer: () => unknown;
let asked: MediaStreamConstraints[] = [];

beforeEach(() => {
  log.length = opened.length = 0;
  asked = [];
  answer = () => {
    const track = new Track();
    opened.push(track);
    return { active: true, getTracks: () => [track] };
  };
  const getUserMedia = async (constraints: MediaStreamConstraints) => {
    log.push('opened');
    asked.push(constraints);
    return answer();
  };
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia } });
});
afterEach(() => vi.unstubAllGlobals());

describe('the camera', () => {
  it.each(['user', 'environment'] as const)(
    'is asked for within the click, without sound, and the side (%s) is a wish',
    (facing) => {
      void new Camera().start(facing, () => {});
      expect(asked).toHaveLength(1);
      expect(asked[0]!.audio).toBe(false);
      const video = asked[0]!.video as MediaTrackConstraints;
      expect(video.facingMode).toEqual({ ideal: facing });
      // A wish that cannot be had is no fault: OverconstrainedError is for `exact`.
      expect(JSON.stringify(video)).not.toMatch(/exact|min/);
    },
  );

  it('is never open twice: the first one is let go before the second is asked for', async () => {
    const camera = new Camera();
    await camera.start('environment', () => {});
    await camera.start('user', () => {});
    expect(log).toEqual(['opened', 'stopped', 'opened']);
    expect(camera.open).toBe(true);
    camera.stop();
    expect(camera.open).toBe(false);
    expect(opened.map(({ readyState }) => readyState)).toEqual(['ended', 'ended']);
  });

  it('that somebody else takes away, or a phone that sleeps, is told', async () => {
    const lost = vi.fn();
    await new Camera().start('user', lost);
    opened[0]!.dispatchEvent(new Event('ended'));
    expect(lost).toHaveBeenCalledOnce();
  });

  it.each([
    ['NotAllowedError', 'camera_denied'],
    ['SecurityError', 'camera_denied'],
    ['NotFoundError', 'camera_missing'],
    ['OverconstrainedError', 'camera_missing'],
    ['NotReadableError', 'camera_busy'],
    ['AbortError', 'camera_busy'],
    ['SomethingNew', 'camera_busy'],
  ])('that stays shut says why: %s', async (name, code) => {
    answer = () => {
      throw new DOMException('as the browser says it', name);
    };
    await expect(new Camera().start('user', () => {})).rejects.toMatchObject({ code });
  });

  it.each([{}, { mediaDevices: {} }])('is not there on a page without https', async (browser) => {
    vi.stubGlobal('navigator', browser);
    await expect(new Camera().start('user', () => {})).rejects.toMatchObject({
      code: 'camera_insecure',
    });
  });
});

describe('the picture of the camera', () => {
  const stream = {} as MediaStream;
  const shown = (play: () => Promise<void>, videoWidth = 640) =>
    Object.assign(new EventTarget(), {
      srcObject: null,
      videoWidth,
      play,
    }) as unknown as HTMLVideoElement;

  it('is played by a call, and waited for until it has a size', async () => {
    const play = vi.fn(async () => {});
    const video = shown(play, 0);
    let done = false;
    const showing = show(video, stream).then(() => (done = true));
    await Promise.resolve();
    expect(video.srcObject).toBe(stream);
    expect(play).toHaveBeenCalledOnce();
    await new Promise((later) => setTimeout(later));
    expect(done).toBe(false);
    video.dispatchEvent(new Event('loadeddata'));
    await showing;
  });

  it('that may not play by itself is said as a fault that another click mends', async () => {
    const refused = async () => {
      throw new DOMException('the request is not allowed', 'NotAllowedError');
    };
    await expect(show(shown(refused), stream)).rejects.toMatchObject({
      code: 'camera_interrupted',
      retryable: true,
    });
  });

  it('that was taken away while it began is nobody’s fault', async () => {
    const gone = async () => {
      throw new DOMException('interrupted by a new load', 'AbortError');
    };
    await expect(show(shown(gone), stream)).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('stands in videos that iOS plays where they are, without sound and without a click', () => {
    const folder = new URL('../../src/parts/', import.meta.url);
    const tags = readdirSync(folder)
      .filter((name) => name.endsWith('.ts'))
      .flatMap((name) => readFileSync(new URL(name, folder), 'utf8').match(/<video[^>]*>/g) ?? []);
    expect(tags).toHaveLength(2);
    for (const tag of tags)
      for (const word of ['playsinline', 'muted', 'autoplay'])
        expect(tag).toMatch(new RegExp(`\\b${word}\\b`));
    const film = readFileSync(new URL('film-screen.ts', folder), 'utf8');
    expect(film).toContain('video.muted = true;');
    expect(film).toContain('video.playsInline = true;');
  });
});
