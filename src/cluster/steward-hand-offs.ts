/**
 * How a shard leaves this node. While it is served, what would take the next owner long is done; then intake stops, what is under way is finished, and the table is
 * changed: the shard is given to whoever should own it, which serves it as soon as it sees that. Only when nobody is known who could, the shard is released, and
 * whoever should own it takes it later. Callers wait from the end of the intake until the next owner serves, so nothing is done in between that can be done before.
 *
 * Failure cases
 *  - not all was finished in time, or the host failed: what is left is given up; those who wait hear UNAVAILABLE, and the log decides what was done.
 *  - the shard should stay after all when everything is finished: it is served again under the same epoch, for nobody else has had it.
 *  - nobody can tell whether the table has it: tried again with back-off, for as long as the table says that the shard is this node's.
 *  - somebody else has taken it, or the lease has lapsed: whoever notices lets the holding go, and nothing more is done here.
 */
import type { Timers } from '../timers.js';
import type { ClusterLog } from './log.js';
import type { ShardHost } from './shard-host.js';
import type { ShardEntry, ShardTable } from './shard-table.js';
import { backOffMs } from './steward-back-off.js';
import type { Holding, Holdings } from './steward-holdings.js';
import type { StewardSettings } from './steward-settings.js';

export interface HandOffDeps {
  readonly holdings: Holdings;
  readonly host: Pick<ShardHost, 'prepare' | 'handOff' | 'abandon'>;
  readonly table: Pick<ShardTable, 'take' | 'release' | 'entry'>;
  /** Node clock, ms. */
  readonly now: () => number;
  readonly timers: Timers;
  readonly random: () => number;
  readonly log: ClusterLog;
  readonly settings: Pick<StewardSettings, 'prepareMs' | 'handOffMs'>;
  /** Node clock, ms: everything must be gone by then. Infinity when this node stays. */
  readonly leavesAt: () => number;
  /** Whether the shard should be this node's, as things are now. */
  readonly shouldStay: (shard: number) => boolean;
  /** The session that should own it, and is there to serve it; null when there is none. */
  readonly heirOf: (shard: number) => string | null;
  /** What is served of the shard has changed. */
  readonly changed: (shard: number) => void;
  /** A shard that was served is not this node's any more. `finished`: nothing was given up on the way. */
  readonly released: (milliseconds: number, finished: boolean) => void;
}

/** So many shards go at once to begin with, and when the table has just not taken a change; more with every change that it takes after that. */
const AT_ONCE_MIN = 8;
/** A release that failed is tried again at least so often: the shard is not served meanwhile. Of `backOffMs`. */
const FAILURES_COUNTED_MAX = 3;
/** What is handed off before this node leaves must be finished so long before that, ms, for its release must be stored as well. */
const RELEASE_MS = 500;
/** Of the time that is left before this node leaves, so much may go into preparing: finishing comes first. */
const PREPARING_SHARE = 1 / 4;

export class HandOffs {
  /** Holdings that were released, not lost. */
  private readonly gone = new WeakSet<Holding>();
  /** Changes in a row that the table took, of those shards that go now. */
  private takenInARow = 0;

  constructor(private readonly deps: HandOffDeps) {}

  /** How many shards may be on their way: while the table cannot be changed, none of them is served. */
  get atOnceMax(): number {
    return AT_ONCE_MIN + this.takenInARow;
  }

  /** Of a shard that is served here. */
  async handOff(holding: Holding): Promise<void> {
    const { holdings, now, shouldStay, changed } = this.deps;
    if (holdings.going === 0) this.takenInARow = 0;
    holdings.enter(holding, 'preparing');
    await this.prepare(holding);
    if (!holdings.isHeld(holding)) return;
    if (shouldStay(holding.shard)) {
      holdings.enter(holding, 'here');
      return;
    }
    const startedAt = now();
    holdings.enter(holding, 'handing-off');
    changed(holding.shard);
    const finished = await this.finish(holding);
    if (!holdings.isHeld(holding)) return;
    // What was given up may still be stored, under this epoch: only a new one is sure to find that out.
    if (finished && shouldStay(holding.shard)) {
      holdings.enter(holding, 'taken');
      changed(holding.shard);
      return;
    }
    if (await this.release(holding)) this.deps.released(now() - startedAt, finished);
  }

  /** Of a shard that was taken and never served, or is not any more. True when the table says so. */
  async release(holding: Holding): Promise<boolean> {
    const { holdings, table, timers, random } = this.deps;
    holdings.enter(holding, 'releasing');
    for (let failures = 1; holdings.isHeld(holding); failures += 1) {
      const released = await this.tryRelease(holding.entry);
      if (!holdings.isHeld(holding)) break;
      if (released || !this.isStillOurs(holding, table.entry(holding.shard))) this.isReleased(holding);
      else await new Promise<void>((resolve) => timers.after(backOffMs(Math.min(failures, FAILURES_COUNTED_MAX), random()), resolve));
    }
    return this.gone.has(holding);
  }

  /** The table says that a shard which is being released is not this node's any more. */
  isReleased(holding: Holding): void {
    this.gone.add(holding);
    this.deps.holdings.remove(holding);
    this.deps.changed(holding.shard);
  }

  private async prepare({ shard }: Holding): Promise<void> {
    const { host, log, now, settings, leavesAt } = this.deps;
    const left = Math.max(0, leavesAt() - now());
    try {
      await host.prepare(new Set([shard]), now() + Math.min(settings.prepareMs, left * PREPARING_SHARE));
    } catch (error) {
      log.warn({ shard, err: error }, 'a shard is handed off unprepared; its next owner takes longer');
    }
  }

  private async finish({ shard }: Holding): Promise<boolean> {
    const { host, log, now, settings, leavesAt } = this.deps;
    const shards = new Set([shard]);
    try {
      const finished = await host.handOff(shards, Math.min(now() + settings.handOffMs, leavesAt() - RELEASE_MS));
      if (!finished) log.warn({ shard }, 'a shard was handed off although not all that was under way in it had been finished in time');
      return finished;
    } catch (error) {
      log.error({ shard, err: error }, 'a shard could not be handed off in order; it is given up');
      host.abandon(shards);
      return false;
    }
  }

  private async tryRelease(entry: ShardEntry): Promise<boolean> {
    const { table, heirOf, log } = this.deps;
    const heir = heirOf(entry.shard);
    let isStored = false;
    try {
      isStored = (await (heir === null ? table.release(entry) : table.take(entry, heir))) !== null;
    } catch (error) {
      log.warn({ shard: entry.shard, err: error }, 'a shard could not be released; it is tried again');
    }
    this.takenInARow = isStored ? this.takenInARow + 1 : 0;
    return isStored;
  }

  private isStillOurs(holding: Holding, found: ShardEntry): boolean {
    const { owner, epoch } = holding.entry;
    if (found.owner !== owner || found.epoch !== epoch) return false;
    this.deps.holdings.renew(holding, found);
    return true;
  }
}
