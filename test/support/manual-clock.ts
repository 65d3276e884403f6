/** A clock and timers that only the test moves. */

interface Task {
  at: number;
  readonly order: number;
  readonly run: () => void;
}

/** How often the event loop goes round until everything that is not held back has come to rest: a checkout takes about 30 rounds. */
const ROUNDS_TO_REST = 100;

/** Lets the event loop go round until nothing moves any more: everything in these tests is a promise or an immediate, never a real timer. */
export async function atRest(): Promise<void> {
  for (let round = 0; round < ROUNDS_TO_REST; round += 1) await new Promise((resolve) => setImmediate(resolve));
}

export class ManualClock {
  private readonly tasks = new Set<Task>();
  private tasksSoFar = 0;

  /** @param time ms since 1970. */
  constructor(private time = 1_800_000_000_000) {}

  readonly now = (): number => this.time;

  /** The timers' port. */
  readonly after = (ms: number, run: () => void): (() => void) => {
    this.tasksSoFar += 1;
    const task = { at: Math.ceil(this.time + ms), order: this.tasksSoFar, run };
    this.tasks.add(task);
    return () => this.tasks.delete(task);
  };

  /** Timers that are set. */
  get waiting(): number {
    return this.tasks.size;
  }

  /** Timers ever set. */
  get everSet(): number {
    return this.tasksSoFar;
  }

  /** Time passes; timers go off in the order of their time, each when the clock shows it. */
  advance(ms: number): void {
    const until = this.time + ms;
    for (let task = this.first(until); task !== null; task = this.first(until)) this.fire(task);
    this.time = until;
  }

  /** The same, and after each timer whatever it set off comes to rest. */
  async pass(ms: number): Promise<void> {
    const until = this.time + ms;
    await atRest();
    for (let task = this.first(until); task !== null; task = this.first(until)) {
      this.fire(task);
      await atRest();
    }
    this.time = until;
  }

  /** The clock is set, forward or backward, and no timer goes off: they run by another clock. */
  set(time: number): void {
    const shift = time - this.time;
    this.time = time;
    for (const task of this.tasks) task.at += shift;
  }

  /** The next timer goes off although its time has not come. */
  fireEarly(): void {
    const task = this.first(Infinity);
    if (task === null) throw new Error('no timer is set');
    this.tasks.delete(task);
    task.run();
  }

  private first(until: number): Task | null {
    let first: Task | null = null;
    for (const task of this.tasks) {
      if (task.at > until) continue;
      if (first === null || task.at < first.at || (task.at === first.at && task.order < first.order)) first = task;
    }
    return first;
  }

  private fire(task: Task): void {
    this.tasks.delete(task);
    this.time = Math.max(this.time, task.at);
    task.run();
  }
}
