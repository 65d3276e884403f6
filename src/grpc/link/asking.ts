/**
 * What this node asks one peer: waits to be sent, then to be answered.
 *
 * Invariants
 *  - Every ask gets exactly one outcome: an answer, or at its deadline, when the connection breaks, or when it cannot be sent.
 *  - `unsent` is said only of what was in no frame, or of what the peer says it did not take; whatever may have been carried out is `unknown`.
 *  - No more than the peer allows is unanswered; no more than `queuedMax` waits to be sent.
 */
import type { PeerOutcome, PeerRequest } from '../../cluster/transport.js';
import type { Timers } from '../../timers.js';
import { beginAsks, writeAsk, writeCancels } from './asks-frames.js';
import { encodeValue } from './codec.js';
import type { EncodedValue } from './codec.js';
import { Fifo } from './fifo.js';
import { valueBytesMax } from './limits.js';
import type { LinkLimits } from './limits.js';
import type { ReceivedReply } from './replies-frames.js';
import type { Writer } from './wire.js';

export interface AskingDeps {
  readonly limits: LinkLimits;
  /** Node clock, ms. */
  readonly now: () => number;
  /** Monotonic, ms. */
  readonly steady: () => number;
  readonly timers: Timers;
  /** From the sending of an ask to its reply; of one ask at a time. */
  readonly roundTrip: (ms: number) => void;
  /** There is something to send. */
  readonly wake: () => void;
}

interface Pending {
  readonly request: PeerRequest;
  /** Node clock, ms. */
  readonly giveUpAt: number;
  readonly resolve: (outcome: PeerOutcome) => void;
}

/** Looking through all asks for those that are over is done at most so often. */
const SWEEP_MS_MIN = 10;

export class Asking {
  private readonly queue = new Fifo<Pending>();
  private readonly unanswered = new Map<number, Pending>();
  private cancels: number[] = [];
  private lastNumber = 0;
  /** 0: nothing can be sent now. */
  private asksAtOnce = 0;
  /** Set while asks are not even queued. */
  private shutBecause: string | null = null;
  /** When the next ask is over, as far as that is watched for; node clock, ms. */
  private sweepAt = Infinity;
  private stopSweep: () => void = () => undefined;
  private timed: { readonly number: number; readonly at: number } | null = null;

  constructor(private readonly deps: AskingDeps) {}

  get queued(): number {
    return this.queue.size;
  }

  get awaited(): number {
    return this.unanswered.size;
  }

  /** Ever sent. */
  get asked(): number {
    return this.lastNumber;
  }

  /** Never rejects. */
  ask(request: PeerRequest): Promise<PeerOutcome> {
    const { limits, now, wake } = this.deps;
    if (this.shutBecause !== null) return Promise.resolve({ kind: 'unsent', reason: this.shutBecause });
    if (this.queue.size >= limits.queuedMax) return Promise.resolve({ kind: 'unsent', reason: 'too many asks wait to be sent' });
    const giveUpAt = request.envelope.deadline ?? now() + limits.askMaxMs;
    return new Promise((resolve) => {
      this.queue.push({ request, giveUpAt, resolve });
      if (giveUpAt < this.sweepAt) this.sweepBy(giveUpAt);
      if (this.asksAtOnce > 0) wake();
    });
  }

  /** A connection is being made: asks wait for it. */
  hope(): void {
    this.shutBecause = null;
  }

  /** There is a connection. */
  open(asksAtOnce: number): void {
    this.shutBecause = null;
    this.asksAtOnce = asksAtOnce;
    if (this.queue.size > 0) this.deps.wake();
  }

  /** The connection broke, or there will be none soon. */
  shut(reason: string): void {
    this.shutBecause = reason;
    this.asksAtOnce = 0;
    this.cancels = [];
    this.timed = null;
    const sent = [...this.unanswered.values()];
    this.unanswered.clear();
    const unsent = this.queue.takeAll();
    for (const { resolve } of sent) resolve({ kind: 'unknown', reason });
    for (const { resolve } of unsent) resolve({ kind: 'unsent', reason });
  }

  /** The next frame. False when there is none. */
  fill(writer: Writer): boolean {
    if (this.cancels.length > 0) {
      writeCancels(writer, this.cancels.splice(0));
      return true;
    }
    const { limits, now, steady } = this.deps;
    const last = this.lastNumber;
    const time = now();
    const begun = beginAsks(writer);
    while (this.unanswered.size < this.asksAtOnce && writer.length < limits.frameBytes) {
      const pending = this.queue.shift();
      if (pending === undefined) break;
      this.send(writer, pending, time);
    }
    if (this.lastNumber === last) return false;
    writer.end(begun);
    this.timed ??= { number: last + 1, at: steady() };
    return true;
  }

  replied(replies: readonly ReceivedReply[]): void {
    for (const { number, outcome } of replies) {
      const pending = this.unanswered.get(number);
      // Given up before.
      if (pending === undefined) continue;
      this.unanswered.delete(number);
      if (number === this.timed?.number) {
        this.deps.roundTrip(this.deps.steady() - this.timed.at);
        this.timed = null;
      }
      pending.resolve(outcome);
    }
    if (this.queue.size > 0) this.deps.wake();
  }

  private send(writer: Writer, pending: Pending, time: number): void {
    const { request, giveUpAt, resolve } = pending;
    if (giveUpAt <= time) {
      resolve({ kind: 'unsent', reason: 'its deadline passed before it was sent' });
      return;
    }
    let command: EncodedValue;
    try {
      command = encodeValue(request.envelope.command);
    } catch {
      resolve({ kind: 'unsent', reason: 'the command cannot be encoded' });
      return;
    }
    const before = writer.length;
    writeAsk(writer, this.lastNumber + 1, request, command, request.envelope.deadline === undefined ? null : giveUpAt - time);
    if (writer.length - before > valueBytesMax(this.deps.limits)) {
      writer.backTo(before);
      resolve({ kind: 'unsent', reason: 'the command is too large' });
      return;
    }
    this.lastNumber += 1;
    this.unanswered.set(this.lastNumber, pending);
  }

  private sweepBy(at: number): void {
    this.stopSweep();
    this.sweepAt = at;
    this.stopSweep = this.deps.timers.after(Math.max(SWEEP_MS_MIN, at - this.deps.now()), this.sweep);
  }

  /** Gives up what is over. */
  private readonly sweep = (): void => {
    const now = this.deps.now();
    let next = Infinity;
    const unanswered: Pending[] = [];
    for (const [number, pending] of this.unanswered) {
      if (pending.giveUpAt > now) {
        next = Math.min(next, pending.giveUpAt);
        continue;
      }
      this.unanswered.delete(number);
      if (number === this.timed?.number) this.timed = null;
      this.cancels.push(number);
      unanswered.push(pending);
    }
    const unsent: Pending[] = [];
    for (const pending of this.queue.takeAll()) {
      if (pending.giveUpAt > now) {
        next = Math.min(next, pending.giveUpAt);
        this.queue.push(pending);
      } else unsent.push(pending);
    }
    this.sweepAt = Infinity;
    if (next < Infinity) this.sweepBy(next);
    for (const { resolve } of unanswered) resolve({ kind: 'unknown', reason: 'no answer before its deadline' });
    for (const { resolve } of unsent) resolve({ kind: 'unsent', reason: 'its deadline passed before it was sent' });
    if (this.cancels.length > 0 || this.queue.size > 0) this.deps.wake();
  };
}
