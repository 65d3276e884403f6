/**
 * Who waits for the shard table to reach a revision. Thousands may wait at once, mostly for the same few revisions: those who wait for the same one about as long
 * as each other share one promise and one timer.
 */
import type { Timers } from '../timers.js';

/** Waits end at multiples of this, so a wait may last so much longer than was asked for. */
const TICK_MS = 50;
/** Shared waits at once. */
const GROUPS_MAX = 1_000;

interface Group {
  readonly revision: number;
  readonly promise: Promise<boolean>;
  /** Ends the wait. */
  readonly end: (isReached: boolean) => void;
}

export class RevisionWaits {
  private readonly groups = new Map<string, Group>();
  /** No group waits for less. */
  private lowest = Infinity;

  constructor(
    /** Monotonic, ms. */
    private readonly now: () => number,
    private readonly timers: Timers,
  ) {}

  /** Resolves with true when the revision is reached, with false after `patienceMs`, or at once when too many wait for different things. */
  wait(revision: number, patienceMs: number): Promise<boolean> {
    if (patienceMs <= 0) return Promise.resolve(false);
    const endsAt = Math.ceil((this.now() + patienceMs) / TICK_MS) * TICK_MS;
    const name = `${revision} ${endsAt}`;
    const known = this.groups.get(name);
    if (known !== undefined) return known.promise;
    if (this.groups.size >= GROUPS_MAX) return Promise.resolve(false);
    const group = this.open(name, revision, endsAt);
    this.groups.set(name, group);
    this.lowest = Math.min(this.lowest, revision);
    return group.promise;
  }

  reached(revision: number): void {
    if (revision < this.lowest) return;
    for (const group of [...this.groups.values()]) if (group.revision <= revision) group.end(true);
  }

  endAll(): void {
    for (const group of [...this.groups.values()]) group.end(false);
  }

  private open(name: string, revision: number, endsAt: number): Group {
    let tell: (isReached: boolean) => void = () => undefined;
    const promise = new Promise<boolean>((resolve) => {
      tell = resolve;
    });
    const callOff = this.timers.after(endsAt - this.now(), () => this.close(name, tell, false));
    const end = (isReached: boolean): void => {
      callOff();
      this.close(name, tell, isReached);
    };
    return { revision, promise, end };
  }

  private close(name: string, tell: (isReached: boolean) => void, isReached: boolean): void {
    this.groups.delete(name);
    this.lowest = Infinity;
    for (const group of this.groups.values()) this.lowest = Math.min(this.lowest, group.revision);
    tell(isReached);
  }
}
