/** Failures in a row, and how long to wait after the latest of them: not at all after the first, then ever longer, so that lasting trouble does not eat the loop. */

const WAIT_MS_MIN = 500;
const WAIT_MS_MAX = 30_000;
/** A failure this long after the one before is the first of a new row. */
const MEMORY_MS = 2 * WAIT_MS_MAX;

export class FailureRow {
  private count = 0;
  private lastAt = -Infinity;

  get length(): number {
    return this.count;
  }

  /** @returns how long to wait before the next try, ms. */
  add(now: number): number {
    this.count = now - this.lastAt > MEMORY_MS ? 1 : this.count + 1;
    this.lastAt = now;
    return this.count === 1 ? 0 : Math.min(WAIT_MS_MAX, WAIT_MS_MIN * 2 ** (this.count - 2));
  }

  /** Something went well. */
  end(): void {
    this.count = 0;
  }
}
