/**
 * What a stream's handler writes to, over a grpc-js call.
 *
 * Invariants
 *  - The library gets one message at a time: the next when the connection has taken the one before. What else was written waits here, where it can be
 *    thrown away when the stream is refused, so a reader that does not read holds no more than one message on its connection.
 *  - `write` says no when a reader is behind by bytes or by time, and `onReady` tells when it has caught up.
 *  - Nothing is written after the end. `onGone` is called at most once, and never after an end of our own.
 *  - A status comes after what was sent, so it cannot reach a reader that does not read; such a stream is cut after GOODBYE_MS_MAX. It counts as open until
 *    its connection has nothing left of it.
 */
import type { ServerWritableStream } from '@grpc/grpc-js';
import type { Refusal } from '../../domain/refusals.js';
import type { Timers } from '../../timers.js';
import type { Outgoing } from '../methods.js';
import { serviceErrorOf } from '../status.js';
import { cut, transportOf } from './transport.js';

/** Bytes that may wait for a reader before it is told nothing more. */
const WAITING_BYTES_MAX = 16 * 1024;
/** A reader that has not taken a message after so long is told nothing more, however little waits. */
const LATE_AFTER_MS = 250;
/** How long a reader may take to read up to the end of its stream. */
export const GOODBYE_MS_MAX = 5_000;

export interface OutgoingDeps {
  readonly clock: { now(): number };
  readonly timers: Timers;
}

/** How a stream came to its end; null: the caller went away, or its deadline passed. */
export type Ending = { readonly refusal: Refusal | null } | null;

export class EncodedOutgoing implements Outgoing<Buffer> {
  private readonly transport;
  private readonly waiting: Buffer[] = [];
  private waitingBytes = 0;
  private sending: Buffer | null = null;
  private sentAt = 0;
  private saidEnough = false;
  /** Set when nothing more may be written: what closes the stream when the last message is out. */
  private finish: (() => void) | null = null;
  private isOver = false;
  private isGone = false;
  private isClosed = false;
  private stopDeadline: () => void = () => undefined;
  private stopGoodbye: () => void = () => undefined;
  private readyListener: () => void = () => undefined;
  private goneListener: () => void = () => undefined;

  /**
   * @param onOver called once, when nothing more will be written.
   * @param onClosed called once, when the connection has nothing left of the stream.
   */
  constructor(
    private readonly call: ServerWritableStream<unknown, Buffer>,
    private readonly deps: OutgoingDeps,
    private readonly onOver: (ending: Ending) => void,
    private readonly onClosed: () => void,
  ) {
    this.transport = transportOf(call);
    call.once('cancelled', () => this.closed());
    this.transport?.once('close', () => this.closed());
    const deadline = Number(call.getDeadline());
    // The library ends the stream at its deadline too, but only a reader that reads hears of it.
    if (Number.isFinite(deadline)) this.stopDeadline = deps.timers.after(Math.max(0, deadline - Date.now()), () => this.leave());
    if (this.transport?.destroyed === true) this.closed();
  }

  /** The stream can still be written to. */
  get isOpen(): boolean {
    return !this.isOver;
  }

  write(message: Buffer): boolean {
    if (this.isOver) return false;
    if (this.sending === null) this.send(message);
    else {
      this.waiting.push(message);
      this.waitingBytes += message.length;
    }
    const takesMore = this.waitingBytes <= WAITING_BYTES_MAX && this.deps.clock.now() - this.sentAt <= LATE_AFTER_MS;
    if (!takesMore) this.saidEnough = true;
    return takesMore;
  }

  onReady(listener: () => void): void {
    this.readyListener = listener;
  }

  onGone(listener: () => void): void {
    if (this.isGone) listener();
    else this.goneListener = listener;
  }

  end(): void {
    this.finishWith(null, () => this.call.end());
  }

  refuse(refusal: Refusal): void {
    if (this.isOver) return;
    this.throwAway();
    this.finishWith(refusal, () => this.call.emit('error', serviceErrorOf(refusal)));
  }

  /** Refuses a stream that its handler still counts on: to the handler, its reader has gone. */
  abandon(refusal: Refusal): void {
    if (this.isOver) return;
    this.isGone = true;
    this.refuse(refusal);
    this.goneListener();
  }

  private send(message: Buffer): void {
    this.sending = message;
    this.sentAt = this.deps.clock.now();
    this.call.write(message, this.sent);
  }

  /** The connection has taken the message. */
  private readonly sent = (): void => {
    this.sending = null;
    if (this.isClosed) return;
    const next = this.waiting.shift();
    if (next !== undefined) {
      this.waitingBytes -= next.length;
      this.send(next);
    } else if (this.finish !== null) {
      this.finish();
    } else if (this.saidEnough) {
      this.saidEnough = false;
      this.readyListener();
    }
  };

  private finishWith(refusal: Refusal | null, finish: () => void): void {
    if (this.isOver) return;
    this.finish = finish;
    this.over({ refusal });
    if (this.sending === null) finish();
  }

  private over(ending: Ending): void {
    this.isOver = true;
    this.stopDeadline();
    if (!this.isClosed) this.stopGoodbye = this.deps.timers.after(GOODBYE_MS_MAX, () => cut(this.transport));
    this.onOver(ending);
  }

  /** Nobody waits for what would still be written. */
  private leave(): void {
    if (this.isOver) return;
    this.throwAway();
    this.isGone = true;
    this.over(null);
    this.goneListener();
  }

  private closed(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.throwAway();
    this.leave();
    this.stopDeadline();
    this.stopGoodbye();
    this.onClosed();
  }

  private throwAway(): void {
    this.waiting.length = 0;
    this.waitingBytes = 0;
  }
}
