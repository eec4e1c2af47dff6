/** Waits until the camera shows a face, and then what was asked of it; says why while it does not. */
import type { Gesture } from '../contract.js';
import { VerificationError } from '../errors.js';
import { pause } from '../host.js';
import type { Looks } from '../sight/looks.js';
import { type Fault, faultOf, meanOf, rests, shows } from '../sight/movement.js';
import type { Seen } from '../sight/sight.js';

export type Advice = Fault | 'seen' | 'unseen';

/** Time between two looks: the page must stay quick, and the camera brings no more. */
const BETWEEN_MS = 50;
/** Looks in a row that must show the same. */
const ENOUGH = 2;
/** Looks of which the face at rest is the mean. */
const REST = 3;
/** Nobody is hurried by a word: this long a movement may take before it is missed. */
const BEGUN_MS = 2_500;
/** So long a face is there and its movement unseen: then it goes by time, and the server judges. */
const UNSEEN_MS = 12_000;
/** When to give up a face that left. */
const PATIENCE_MS = 25_000;
/** A slow device looks seldom: it is not the person who is late. */
const LEAST_LOOKS = 12;
const NO_FACE_MS = 45_000;

interface Looking {
  look: (video: HTMLVideoElement) => Promise<Seen>;
}

export class Watch {
  private rest: Looks | undefined;
  /** What this face does, and we do not see: some smile at rest, some lids are always low. */
  private unseen: Gesture | undefined;

  constructor(
    private readonly eyes: Looking,
    private readonly video: HTMLVideoElement,
    private readonly signal: AbortSignal,
    private readonly advise: (advice: Advice | undefined) => void,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** One face, near enough, in the middle, in the light, still. Throws `face_not_seen`. */
  async settle(pace: number): Promise<void> {
    const end = this.now() + NO_FACE_MS * pace;
    let calm: Looks[] = [];
    while (calm.length < REST) {
      if (this.now() > end) throw new VerificationError('face_not_seen');
      const { fault, looks } = await this.look();
      this.advise(fault);
      const still = looks && !fault && (calm.length === 0 || rests(looks, calm.at(-1)));
      calm = still ? [...calm, looks] : looks && !fault ? [looks] : [];
    }
    this.rest = meanOf(calm);
  }

  /**
   * Until the movement is seen in some looks in a row, and was for `ms`: what is let go begins anew,
   * a single look that misses it is none. One that stays unseen on a face that stays is taken by
   * time. Throws `face_not_seen`.
   */
  async until(gesture: Gesture, ms: number, pace: number): Promise<void> {
    const begun = this.now();
    let since: number | undefined;
    let row = 0;
    let missed = 0;
    let looks = 0;
    let there: number | undefined;
    for (;;) {
      const { fault, looks: seen } = await this.look();
      const now = this.now();
      looks += 1;
      there = fault ? undefined : (there ?? now);
      const shown = !fault && this.sees(gesture, seen);
      missed = shown ? 0 : missed + 1;
      if (shown) [row, since] = [row + 1, since ?? now];
      else if (missed > 1 || fault) [row, since] = [0, undefined];
      if (shown && row >= ENOUGH && now - since! >= ms) return this.advise(this.told(gesture));
      if (shown) this.advise(this.told(gesture));
      else this.advise(fault ?? (now - begun > BEGUN_MS * pace ? 'unseen' : undefined));
      if (looks < LEAST_LOOKS) continue;
      if (there !== undefined && now - there > UNSEEN_MS * pace) this.unseen = gesture;
      if (fault && now - begun > PATIENCE_MS * pace) throw new VerificationError('face_not_seen');
    }
  }

  private sees(gesture: Gesture, looks: Looks | undefined): boolean {
    if (!looks || !this.rest) return false;
    return this.unseen === gesture || shows(gesture, looks, this.rest);
  }

  /** Nothing is called seen that was not. */
  private told(gesture: Gesture): Advice | undefined {
    return this.unseen === gesture ? undefined : 'seen';
  }

  private async look(): Promise<{ fault: Fault | undefined; looks: Looks | undefined }> {
    await pause(BETWEEN_MS, this.signal);
    const seen = await this.eyes.look(this.video);
    if (this.signal.aborted) throw new DOMException('aborted', 'AbortError');
    const wide = this.video.videoWidth / this.video.videoHeight;
    return { fault: faultOf(seen, wide), looks: seen.looks };
  }
}
