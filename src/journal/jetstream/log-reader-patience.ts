/**
 * How long a read waits for the log: while a stream changes its leader, which takes up to 6 s, nobody can answer. A read that got no answer is asked again, with
 * longer and longer pauses, for a bounded time; then it rejects, and whoever asked decides.
 */
import { errors } from '@nats-io/transport-node';
import { DamagedEntity } from '../port.js';

/** Time and chance, handed in so that a test can steer them. */
export interface Timing {
  /** Monotonic, ms. */
  now(): number;
  /** Calls `task` once after `ms`; returns how to call it off. */
  after(ms: number, task: () => void): () => void;
  /** From 0, below 1. */
  random(): number;
}

export interface PatienceLimits {
  /** One attempt without an answer for so long has failed. */
  readonly attemptMs: number;
  /** No attempt begins later than this after the first. */
  readonly totalMs: number;
}

/** Twice the longest change of leader that was seen. */
export const READ_LIMITS: PatienceLimits = { attemptMs: 2_000, totalMs: 12_000 };

const PAUSE_FIRST_MS = 25;
const PAUSE_MS_MAX = 250;
/** A question without an answer for so long is asked again beside itself; only so many at once, for where all answers are slow, more questions make them slower. */
const ASKED_AGAIN_MS = 400;
const REPEATS_AT_ONCE_MAX = 16;

/** Nobody could answer in time. */
export class LogUnreadable extends Error {
  constructor(what: string, cause: unknown) {
    super(`${what} could not be read from the log: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.name = 'LogUnreadable';
  }
}

export class Patience {
  private readonly waiting = new Set<(reason: Error) => void>();
  private stopped: Error | null = null;
  private repeats = 0;

  constructor(
    readonly timing: Timing,
    readonly limits: PatienceLimits = READ_LIMITS,
  ) {}

  /**
   * The answer of the first attempt that succeeds. What is damaged, and a connection that is closed for good, is not tried again.
   * @throws LogUnreadable when the time is up.
   */
  async persist<Answer>(what: string, attempt: () => Promise<Answer>, overlaps = false): Promise<Answer> {
    const startedAt = this.timing.now();
    for (let failures = 0; ; failures += 1) {
      try {
        return await this.within(attempt, overlaps);
      } catch (error) {
        if (error instanceof DamagedEntity) throw error;
        if (this.stopped !== null || isFinal(error)) throw new LogUnreadable(what, error);
        const pauseMs = this.pauseAfter(failures);
        if (this.timing.now() - startedAt + pauseMs > this.limits.totalMs) throw new LogUnreadable(what, error);
        await this.pause(pauseMs);
      }
    }
  }

  /** The same for what changes nothing. Whoever is asked may be no leader yet, or stand still, and says nothing: others that are asked meanwhile may answer. */
  insist<Answer>(what: string, attempt: () => Promise<Answer>): Promise<Answer> {
    return this.persist(what, attempt, true);
  }

  /** The attempt's answer, or a rejection when it takes too long. What comes later is ignored. `overlaps`: it may be made again beside itself. */
  within<Answer>(attempt: () => Promise<Answer>, overlaps = false): Promise<Answer> {
    if (this.stopped !== null) return Promise.reject(this.stopped);
    return new Promise((resolve, reject) => {
      let cancelRepeats: () => void = () => undefined;
      const fail = (reason: Error): void => {
        cancelRepeats();
        reject(reason);
      };
      const settle = this.arm(this.limits.attemptMs, () => fail(new Error(`no answer within ${this.limits.attemptMs} ms`)), fail);
      const ask = (): Promise<void> =>
        attempt().then(
          (answer) => {
            settle();
            cancelRepeats();
            resolve(answer);
          },
          (error: unknown) => {
            settle();
            fail(error instanceof Error ? error : new Error(String(error)));
          },
        );
      void ask();
      if (overlaps) cancelRepeats = this.repeat(ask);
    });
  }

  pause(ms: number): Promise<void> {
    if (this.stopped !== null) return Promise.reject(this.stopped);
    return new Promise((resolve, reject) => {
      this.arm(ms, resolve, reject);
    });
  }

  /** How long to wait after so many failures in a row: longer and longer, up to half of it by chance. */
  pauseAfter(failures: number): number {
    const ms = Math.min(PAUSE_MS_MAX, PAUSE_FIRST_MS * 2 ** Math.min(failures, 10));
    return ms * (1 - this.timing.random() / 2);
  }

  /** Everything that waits rejects, and nothing is tried again. */
  stop(): void {
    this.stopped ??= new Error('the journal is closed');
    for (const reject of this.waiting) reject(this.stopped);
    this.waiting.clear();
  }

  /** Now and then, until it is called off. */
  private repeat(ask: () => Promise<void>): () => void {
    let cancel: () => void = () => undefined;
    const later = (): void => {
      cancel = this.timing.after(ASKED_AGAIN_MS, () => {
        this.askBeside(ask);
        later();
      });
    };
    later();
    return () => cancel();
  }

  private askBeside(ask: () => Promise<void>): void {
    if (this.repeats >= REPEATS_AT_ONCE_MAX) return;
    this.repeats += 1;
    void ask().finally(() => {
      this.repeats -= 1;
    });
  }

  /** Calls `due` after `ms`, or `reject` when all is stopped, whichever comes first; returns how to call it off. */
  private arm(ms: number, due: () => void, reject: (reason: Error) => void): () => void {
    const stop = (reason: Error): void => {
      cancel();
      reject(reason);
    };
    const cancel = this.timing.after(ms, () => {
      this.waiting.delete(stop);
      due();
    });
    this.waiting.add(stop);
    return () => {
      this.waiting.delete(stop);
      cancel();
    };
  }
}

function isFinal(error: unknown): boolean {
  return error instanceof errors.ClosedConnectionError || error instanceof errors.DrainingConnectionError || error instanceof TypeError;
}
