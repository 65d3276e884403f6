/**
 * What simulated fans stand on: their pauses, and the narrow way to the use cases. It keeps a crowd of them from making a single real fan wait.
 *
 * Invariants
 *  - At most ASKS_AT_ONCE use cases are under way; the others wait in line, in the order in which they came.
 *  - Whoever has asked leaves the way free only after a rest as long as the answer took, and never shorter than REST_MS_MIN: the slower the node is, the less the
 *    crowd asks of it, and they take up at most half of ASKS_AT_ONCE on average.
 *  - After `stop` nothing begins: whoever pauses, waits in line or comes back with an answer is told so by SaleStopped. No timer is left.
 */
import { REFUSALS, isRefusal } from '../domain/refusals.js';
import type { Refusal, RefusalCode } from '../domain/refusals.js';
import type { Answer } from '../ticketing/asking.js';
import type { Timers } from '../timers.js';

export const ASKS_AT_ONCE = 8;
export const REST_MS_MIN = 2;
/** Tries of what may work without a change, and the longest pause between two of them. */
const TRIES_MAX = 6;
const RETRY_PAUSE_MS_MIN = 500;
const RETRY_PAUSE_MS_MAX = 4_000;

/** Thrown to whoever is on the stage when it is cleared. */
export class SaleStopped extends Error {
  constructor() {
    super('the demo sale was stopped');
    this.name = 'SaleStopped';
  }
}

export interface StageOptions {
  /** The node clock, ms. */
  readonly now: () => number;
  readonly timers: Timers;
  /** Steady, ms. @default the process's */
  readonly steady?: () => number;
  /** Called with every answer: how long it took, and the code of a refusal. Must not throw. */
  readonly observe?: (seconds: number, code: RefusalCode | null) => void;
}

interface Pause {
  readonly cancel: () => void;
  readonly stop: (reason: SaleStopped) => void;
}

interface Waiting {
  readonly go: () => void;
  readonly stop: (reason: SaleStopped) => void;
}

export class Stage {
  private readonly pauses = new Set<Pause>();
  private readonly rests = new Set<() => void>();
  private readonly line: Waiting[] = [];
  private free = ASKS_AT_ONCE;
  private isStopped = false;
  private readonly steady: () => number;

  constructor(private readonly options: StageOptions) {
    this.steady = options.steady ?? ((): number => performance.now());
  }

  now(): number {
    return this.options.now();
  }

  pause(ms: number): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.isStopped) {
        reject(new SaleStopped());
        return;
      }
      const cancel = this.options.timers.after(ms, () => {
        this.pauses.delete(pause);
        resolve();
      });
      const pause: Pause = { cancel, stop: reject };
      this.pauses.add(pause);
    });
  }

  /**
   * Asks when it is one's turn, and again after a pause for as long as the answer may be another one without a change.
   *
   * @param random 0 to 1: how long the pauses are.
   */
  async ask<View>(random: () => number, use: () => Answer<View>): Answer<View> {
    for (let tries = 1; ; tries += 1) {
      const answer = await this.askOnce(use);
      if (!isRefusal(answer) || tries === TRIES_MAX || !mayTryAgain(answer)) return answer;
      await this.pause(RETRY_PAUSE_MS_MIN + random() * (RETRY_PAUSE_MS_MAX - RETRY_PAUSE_MS_MIN));
    }
  }

  stop(): void {
    if (this.isStopped) return;
    this.isStopped = true;
    const reason = new SaleStopped();
    for (const { cancel, stop } of this.pauses) {
      cancel();
      stop(reason);
    }
    this.pauses.clear();
    for (const cancel of this.rests) cancel();
    this.rests.clear();
    for (const { stop } of this.line.splice(0)) stop(reason);
  }

  private async askOnce<View>(use: () => Answer<View>): Answer<View> {
    await this.enter();
    const from = this.steady();
    try {
      const answer = await use();
      this.options.observe?.((this.steady() - from) / 1000, isRefusal(answer) ? answer.refused : null);
      return answer;
    } finally {
      this.restFor(Math.max(REST_MS_MIN, this.steady() - from));
    }
  }

  private enter(): Promise<void> {
    if (this.isStopped) return Promise.reject(new SaleStopped());
    if (this.free > 0) {
      this.free -= 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      this.line.push({ go: resolve, stop: reject });
    });
  }

  private restFor(ms: number): void {
    if (this.isStopped) return;
    const cancel = this.options.timers.after(ms, () => {
      this.rests.delete(cancel);
      const next = this.line.shift();
      if (next === undefined) this.free += 1;
      else next.go();
    });
    this.rests.add(cancel);
  }
}

/** A turn that has not come is waited for in line, not here. */
function mayTryAgain({ refused }: Refusal): boolean {
  return REFUSALS[refused].retryable && refused !== 'QUEUE_TOKEN_NOT_ACTIVE';
}
