/** Time for simulations: much of it passes quickly, the same way for every run. And processes, which time can pass without. */
import type { FakeClock } from './fake-bucket.js';

/** Time that passes when all that was to happen has happened. */
export class SimClock implements FakeClock {
  private readonly due = new Map<number, (() => void)[]>();
  /** The keys of `due`: a binary heap, the earliest first. */
  private readonly times: number[] = [];
  private time = 0;

  readonly now = (): number => this.time;

  readonly after = (ms: number, task: () => void): (() => void) => {
    const at = Math.ceil(this.time + Math.max(0, ms));
    let isOff = false;
    const run = (): void => {
      if (!isOff) task();
    };
    const tasks = this.due.get(at);
    if (tasks === undefined) {
      this.due.set(at, [run]);
      this.push(at);
    } else tasks.push(run);
    return () => {
      isOff = true;
    };
  };

  async run(ms: number): Promise<void> {
    const until = this.time + ms;
    await atRest();
    for (let at = this.times[0]; at !== undefined && at <= until; at = this.times[0]) {
      this.pop();
      const tasks = this.due.get(at) ?? [];
      this.due.delete(at);
      this.time = at;
      for (const task of tasks) task();
      await atRest();
    }
    this.time = until;
  }

  private push(at: number): void {
    const { times } = this;
    let index = times.push(at) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if ((times[parent] ?? 0) <= at) break;
      times[index] = times[parent] ?? 0;
      index = parent;
    }
    times[index] = at;
  }

  private pop(): void {
    const { times } = this;
    const last = times.pop() ?? 0;
    if (times.length === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= times.length) break;
      if ((times[child + 1] ?? Infinity) < (times[child] ?? 0)) child += 1;
      if ((times[child] ?? 0) >= last) break;
      times[index] = times[child] ?? 0;
      index = child;
    }
    times[index] = last;
  }
}

/** All that follows of itself happens in promises. */
const atRest = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A process: nothing of it runs while it is stopped, or after it has died. */
export class SimProcess implements FakeClock {
  isPaused = false;
  isDead = false;
  private readonly missed: (() => void)[] = [];

  constructor(private readonly clock: SimClock) {}

  readonly now = (): number => this.clock.now();

  readonly after = (ms: number, task: () => void): (() => void) => {
    let isOff = false;
    const run = (): void => {
      if (isOff || this.isDead) return;
      if (this.isPaused) this.missed.push(run);
      else task();
    };
    this.clock.after(ms, run);
    return () => {
      isOff = true;
    };
  };

  resume(): void {
    this.isPaused = false;
    for (const run of this.missed.splice(0)) run();
  }
}
