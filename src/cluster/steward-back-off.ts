/** How long to wait before something that failed is tried again: longer each time, and never in step with others. */
import type { Timers } from '../timers.js';

const BACK_OFF_MS_MIN = 50;
const BACK_OFF_MS_MAX = 1_000;

/** @param failures how often it has failed, at least 1. @param random 0 <= random < 1. */
export function backOffMs(failures: number, random: number): number {
  const ceiling = Math.min(BACK_OFF_MS_MAX, BACK_OFF_MS_MIN * 2 ** (failures - 1));
  return ceiling / 2 + (random * ceiling) / 2;
}

/** Shards that could not be taken, and may be tried again after a while. */
export class Retries {
  private readonly failed = new Map<number, { failures: number; callOff: (() => void) | null }>();

  constructor(
    private readonly timers: Timers,
    private readonly random: () => number,
    /** A shard may be tried again. */
    private readonly onDue: () => void,
  ) {}

  waits(shard: number): boolean {
    return (this.failed.get(shard)?.callOff ?? null) !== null;
  }

  hasFailed(shard: number): void {
    const known = this.failed.get(shard) ?? { failures: 0, callOff: null };
    known.failures += 1;
    known.callOff?.();
    known.callOff = this.timers.after(backOffMs(known.failures, this.random()), () => {
      known.callOff = null;
      this.onDue();
    });
    this.failed.set(shard, known);
  }

  /** Another one could be taken just now: what kept the others from it may be over. */
  hurry(): void {
    let anyDue = false;
    for (const known of this.failed.values()) {
      anyDue ||= known.callOff !== null;
      known.callOff?.();
      known.callOff = null;
    }
    if (anyDue) this.onDue();
  }

  forget(shard: number): void {
    this.failed.get(shard)?.callOff?.();
    this.failed.delete(shard);
  }

  forgetAll(): void {
    for (const shard of [...this.failed.keys()]) this.forget(shard);
  }
}
