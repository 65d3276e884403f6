/**
 * One ask for many requests: what thousands want to know at once is asked for once.
 *
 * Invariants
 *  - At most one ask is under way for a thing, and at most one more waits for its end: however many come, a thing is asked one after the other.
 *  - Whoever asks for a fresh answer gets none whose ask had begun before.
 *  - Nothing is remembered of an ask that is over.
 */
import type { Refusal } from '../domain/refusals.js';
import type { Answer } from './asking.js';

export class SharedAsks<View> {
  private readonly underWay = new Map<string, Promise<View | Refusal>>();
  private readonly waiting = new Map<string, Promise<View | Refusal>>();

  constructor(private readonly ask: (key: string) => Answer<View>) {}

  /** Things that are asked for. */
  get size(): number {
    return this.underWay.size;
  }

  /** The ask that is under way, or a new one. */
  join(key: string): Answer<View> {
    return this.underWay.get(key) ?? this.begin(key);
  }

  /** An ask that has not begun yet. */
  fresh(key: string): Answer<View> {
    const running = this.underWay.get(key);
    if (running === undefined) return this.begin(key);
    const known = this.waiting.get(key);
    if (known !== undefined) return known;
    const next = (): Answer<View> => {
      this.waiting.delete(key);
      // Somebody may have begun one the moment the other ended: that is as new.
      return this.join(key);
    };
    const waiting = running.then(next, next);
    this.waiting.set(key, waiting);
    return waiting;
  }

  private begin(key: string): Answer<View> {
    const answer = this.answered(key);
    this.underWay.set(key, answer);
    return answer;
  }

  private async answered(key: string): Answer<View> {
    // Whatever the ask does at once, it does after it was noted.
    await Promise.resolve();
    try {
      return await this.ask(key);
    } finally {
      this.underWay.delete(key);
    }
  }
}
