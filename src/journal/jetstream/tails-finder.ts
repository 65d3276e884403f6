/** Asks the log for the ends of chains that are not known here: entities that were not loaded, or not used, lately. */
import { DamagedEntity } from '../port.js';
import type { AppendTimers } from './append-backoff.js';
import { backoffMs, pause } from './append-backoff.js';
import type { LogAccess } from './log-access.js';
import { LEASE_OVER } from './outcome.js';
import type { Tail } from './tails.js';
import { UNBORN } from './tails.js';

const QUESTIONS_AT_ONCE = 64;

export interface FinderDeps<Item> {
  readonly log: LogAccess;
  readonly timers: AppendTimers;
  readonly random: () => number;
  readonly entityOf: (item: Item) => string;
  readonly mayWrite: () => boolean;
  readonly onFound: (item: Item, tail: Tail) => void;
  /** The lease is over before the log could be asked, or the entity's log is damaged. */
  readonly onFailed: (item: Item, reason: string) => void;
}

export class TailFinder<Item> {
  private waiting: Item[] = [];
  private asking = 0;
  private stopped = false;

  constructor(private readonly deps: FinderDeps<Item>) {}

  find(item: Item): void {
    this.waiting.push(item);
    this.next();
  }

  stop(): void {
    this.stopped = true;
    this.waiting = [];
  }

  private next(): void {
    while (this.asking < QUESTIONS_AT_ONCE) {
      const item = this.waiting.shift();
      if (item === undefined) return;
      this.asking += 1;
      void this.ask(item).then(() => {
        this.asking -= 1;
        this.next();
      });
    }
  }

  /** Until the leader has said, or the lease is over. */
  private async ask(item: Item): Promise<void> {
    const { log, timers, random, entityOf, mayWrite, onFound, onFailed } = this.deps;
    for (let attempt = 1; mayWrite(); attempt += 1) {
      const answer = await log.last(entityOf(item)).then(
        (last) => last ?? UNBORN,
        (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
      );
      if (this.stopped) return;
      if (answer instanceof DamagedEntity) {
        onFailed(item, answer.message);
        return;
      }
      if (!(answer instanceof Error)) {
        onFound(item, answer);
        return;
      }
      await pause(timers, backoffMs(attempt, random));
    }
    if (!this.stopped) onFailed(item, LEASE_OVER);
  }
}
