/** Records what the camera shows, in pieces of a second. */

const PIECE_MS = 1_000;
const BITS_PER_SECOND = 1_000_000;
/** What the service's own component sends where the browser can; Safari has its own. */
const KIND = 'video/webm;codecs=vp8';
/** How late a recorder says that it has begun, by the service's own measurements. */
const LATE = 0.73;

export class Recorder {
  /** When the film begins, as near as can be known: ms since 1970. */
  startedAt = 0;
  endedAt = 0;
  /** The first piece is there. */
  readonly running: Promise<void>;
  private readonly recorder: MediaRecorder;
  private readonly stopped: Promise<void>;

  constructor(stream: MediaStream, piece: (piece: Blob) => void) {
    const kind = MediaRecorder.isTypeSupported(KIND) ? { mimeType: KIND } : {};
    const recorder = new MediaRecorder(stream, { ...kind, bitsPerSecond: BITS_PER_SECOND });
    const asked = Date.now();
    recorder.onstart = () => {
      this.startedAt = Math.round(asked + LATE * (Date.now() - asked));
    };
    this.running = new Promise((done, failed) => {
      recorder.onerror = () => failed(new Error('the film cannot be recorded'));
      recorder.ondataavailable = ({ data }) => {
        // An empty piece would say that the film is over.
        if (data.size) piece(data);
        if (data.size) done();
      };
    });
    this.running.catch(() => {}); // it is said where it is waited for
    this.stopped = new Promise((done) => {
      recorder.onstop = () => {
        this.endedAt = Date.now();
        done();
      };
    });
    recorder.start(PIECE_MS);
    this.recorder = recorder;
  }

  /** Resolves after the last piece. */
  async stop(): Promise<void> {
    if (this.recorder.state !== 'inactive') this.recorder.stop();
    await this.stopped;
  }
}
