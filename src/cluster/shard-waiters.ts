/** Commands that wait for a shard to be served: bounded in number and time, woken when something about their shard has changed. */
import type { Timers } from '../timers.js';

export class ShardWaiters {
  private readonly byShard = new Map<number, Set<() => void>>();
  private count = 0;

  constructor(
    private readonly timers: Timers,
    private readonly most: number,
  ) {}

  get size(): number {
    return this.count;
  }

  /** Resolves with true when woken or after `ms`; with false at once when too many wait. */
  wait(shard: number, ms: number): Promise<boolean> {
    if (this.count >= this.most) return Promise.resolve(false);
    return new Promise((resolve) => {
      const waiting = this.byShard.get(shard) ?? new Set();
      this.byShard.set(shard, waiting);
      this.count += 1;
      const leave = (): void => {
        if (!waiting.delete(leave)) return;
        if (waiting.size === 0 && this.byShard.get(shard) === waiting) this.byShard.delete(shard);
        this.count -= 1;
        cancel();
        resolve(true);
      };
      const cancel = this.timers.after(ms, leave);
      waiting.add(leave);
    });
  }

  wake(shard: number): void {
    for (const leave of [...(this.byShard.get(shard) ?? [])]) leave();
  }
}
