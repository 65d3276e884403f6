/**
 * How a shard leaves this node: intake stops, what is under way is finished, the shard is released in the table, and whoever should own it takes it.
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

export interface HandOffDeps {
  readonly holdings: Holdings;
  readonly host: Pick<ShardHost, 'handOff' | 'abandon'>;
  readonly table: Pick<ShardTable, 'release' | 'entry'>;
  /** Node clock, ms. */
  readonly now: () => number;
  readonly timers: Timers;
  readonly random: () => number;
  readonly log: ClusterLog;
  /** Whether the shard should be this node's, as things are now. */
  readonly shouldStay: (shard: number) => boolean;
  /** What is served of the shard has changed. */
  readonly changed: (shard: number) => void;
  /** A shard that was served is not this node's any more. `finished`: nothing was given up on the way. */
  readonly released: (milliseconds: number, finished: boolean) => void;
}

export class HandOffs {
  /** Holdings that were released, not lost. */
  private readonly gone = new WeakSet<Holding>();

  constructor(private readonly deps: HandOffDeps) {}

  /** Of a shard that is served here. `deadline`: node clock, ms. */
  async handOff(holding: Holding, deadline: number): Promise<void> {
    const { holdings, now, shouldStay, changed } = this.deps;
    const startedAt = now();
    holdings.enter(holding, 'handing-off');
    changed(holding.shard);
    const finished = await this.finish(holding, deadline);
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
      else await new Promise<void>((resolve) => timers.after(backOffMs(failures, random()), resolve));
    }
    return this.gone.has(holding);
  }

  /** The table says that a shard which is being released is not this node's any more. */
  isReleased(holding: Holding): void {
    this.gone.add(holding);
    this.deps.holdings.remove(holding);
    this.deps.changed(holding.shard);
  }

  private async finish({ shard }: Holding, deadline: number): Promise<boolean> {
    const { host, log } = this.deps;
    const shards = new Set([shard]);
    try {
      const finished = await host.handOff(shards, deadline);
      if (!finished) log.warn({ shard }, 'a shard was handed off although not all that was under way in it had been finished in time');
      return finished;
    } catch (error) {
      log.error({ shard, err: error }, 'a shard could not be handed off in order; it is given up');
      host.abandon(shards);
      return false;
    }
  }

  private async tryRelease(entry: ShardEntry): Promise<boolean> {
    try {
      return (await this.deps.table.release(entry)) !== null;
    } catch (error) {
      this.deps.log.warn({ shard: entry.shard, err: error }, 'a shard could not be released; it is tried again');
      return false;
    }
  }

  private isStillOurs(holding: Holding, found: ShardEntry): boolean {
    const { owner, epoch } = holding.entry;
    if (found.owner !== owner || found.epoch !== epoch) return false;
    this.deps.holdings.renew(holding, found);
    return true;
  }
}
