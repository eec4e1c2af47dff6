/** Opens and closes the camera; says in our words why it could not be opened. */
import { type ErrorCode, VerificationError } from '../errors.js';
import { isAbort } from '../host.js';

const BY_NAME: Record<string, ErrorCode> = {
  NotAllowedError: 'camera_denied',
  SecurityError: 'camera_denied',
  NotFoundError: 'camera_missing',
  OverconstrainedError: 'camera_missing',
  NotReadableError: 'camera_busy',
  AbortError: 'camera_busy',
};

export class Camera {
  private stream: MediaStream | undefined;

  get open(): boolean {
    return this.stream?.active ?? false;
  }

  /** `user` is the side of the screen (selfie), `environment` the other one (documents). */
  async start(facing: 'user' | 'environment', onEnded: () => void): Promise<MediaStream> {
    this.stop();
    // getUserMedia is absent on plain http: other than localhost, whatever the types say.
    const devices = navigator.mediaDevices as MediaDevices | undefined;
    if (!devices?.getUserMedia) throw new VerificationError('camera_insecure');
    const ideal = facing === 'user' ? { width: 640, height: 480 } : { width: 1920, height: 1080 };
    try {
      this.stream = await devices.getUserMedia({
        audio: false,
        video: {
          facingMode: { ideal: facing },
          width: { ideal: ideal.width },
          height: { ideal: ideal.height },
        },
      });
    } catch (cause) {
      const name = cause instanceof DOMException ? cause.name : '';
      throw new VerificationError(BY_NAME[name] ?? 'camera_busy', { cause });
    }
    for (const track of this.stream.getTracks()) track.addEventListener('ended', onEnded);
    return this.stream;
  }

  stop(): void {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = undefined;
  }
}

/**
 * Shows the stream; iOS needs muted + playsinline, which the template sets. A picture that the browser
 * will not play is said: the next try is a click, after which it plays.
 */
export async function show(video: HTMLVideoElement, stream: MediaStream): Promise<void> {
  video.srcObject = stream;
  // What was taken away meanwhile nobody waits for.
  await video.play().catch((cause: unknown) => {
    throw isAbort(cause) ? cause : new VerificationError('camera_interrupted', { cause });
  });
  if (video.videoWidth > 0) return;
  await new Promise<void>((done) =>
    video.addEventListener('loadeddata', () => done(), { once: true }),
  );
}
