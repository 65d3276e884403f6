/**
 * Sends frames on one stream, one at a time: the next when the connection has taken the one before. What is to be sent gathers meanwhile, so a busy link has
 * fewer and larger frames, and a peer that does not read holds one frame here and nothing more.
 */
import { Writer } from './wire.js';

/** The side of a stream of grpc-js that is written to. */
export interface FrameSink {
  write(frame: Buffer, taken: () => void): unknown;
}

export class FrameWriter {
  private readonly writer = new Writer();
  private isDue = false;
  private isBusy = false;
  private isStopped = false;

  /** @param fill writes the next frame; returns false when there is nothing to send. */
  constructor(
    private readonly sink: FrameSink,
    private readonly fill: (writer: Writer) => boolean,
  ) {}

  /** The connection has taken all that was sent. */
  get isIdle(): boolean {
    return !this.isBusy && !this.isDue;
  }

  /** There is something to send: together with all that comes up in this turn of the event loop. */
  wake(): void {
    if (this.isDue || this.isBusy || this.isStopped) return;
    this.isDue = true;
    setImmediate(this.send);
  }

  stop(): void {
    this.isStopped = true;
  }

  private readonly send = (): void => {
    this.isDue = false;
    if (this.isStopped) return;
    // The library has copied what it was given by the time it has sent it.
    this.writer.reset();
    if (!this.fill(this.writer)) return;
    this.isBusy = true;
    this.sink.write(this.writer.written(), this.taken);
  };

  private readonly taken = (): void => {
    this.isBusy = false;
    this.wake();
  };
}
