/**
 * Work on many things, a little with each turn of the event loop, so that telling ten thousand watchers never makes others wait for more than a moment.
 * One list of work for all: however much there is to do, a turn does no more than one slice of it.
 */

/** A slice ends after so many things or so long, whichever comes first. What the network does about them comes on top of that time. */
export const SLICE_THINGS_MAX = 500;
export const SLICE_MS_MAX = 4;

/** Does one more thing; false when there is none left. */
type Work = () => boolean;

export class Turns {
  private readonly work: Work[] = [];
  private scheduled = false;

  /**
   * @param now steady, ms.
   * @param onError what a thing threw; the others are done all the same.
   */
  constructor(
    private readonly now: () => number,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Calls `task` for each of them, beginning with the next turn, and for those that are added while it goes on; resolves after the last one. */
  forEach<Thing>(things: Iterable<Thing>, task: (thing: Thing) => void): Promise<void> {
    return new Promise((resolve) => {
      const rest = things[Symbol.iterator]();
      this.work.push(() => {
        const next = rest.next();
        if (next.done === true) {
          resolve();
          return false;
        }
        task(next.value);
        return true;
      });
      this.schedule();
    });
  }

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.slice();
      if (this.work.length > 0) this.schedule();
    });
  }

  /** Whoever did not get done goes to the end of the line. */
  private slice(): void {
    const until = this.now() + SLICE_MS_MAX;
    for (let left = SLICE_THINGS_MAX; left > 0 && this.now() < until; left -= 1) {
      const first = this.work[0];
      if (first === undefined) return;
      if (this.done(first)) this.work.shift();
    }
    const first = this.work.shift();
    if (first !== undefined) this.work.push(first);
  }

  private done(work: Work): boolean {
    try {
      return !work();
    } catch (error) {
      this.onError(error);
      return false;
    }
  }
}
