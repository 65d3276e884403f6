/**
 * Warnings about entities in trouble, without a flood: a journal that cannot be reached for a while troubles every entity that writes, again with every try.
 * Each kind of trouble is logged at once, and then at most once in a while, with the number of warnings that were left out.
 */
import type { EntityId } from '../domain/ids.js';

/** Between two warnings of one kind. */
const PAUSE_MS = 10_000;

interface Said {
  readonly at: number;
  leftOut: number;
}

export class TroubleLog {
  private readonly said = new Map<string, Said>();

  constructor(
    private readonly log: { warn(members: object, message: string): void },
    private readonly now: () => number,
  ) {}

  /** @param what one of a few fixed texts. */
  warn(entity: EntityId, what: string, error: unknown): void {
    const at = this.now();
    const before = this.said.get(what);
    if (before !== undefined && at - before.at < PAUSE_MS) {
      before.leftOut += 1;
      return;
    }
    this.said.set(what, { at, leftOut: 0 });
    const leftOut = before?.leftOut ?? 0;
    this.log.warn({ entity, err: error, ...(leftOut > 0 ? { leftOut } : {}) }, what);
  }
}
