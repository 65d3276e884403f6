/** Tells the log what a steward waits for, when that takes long: nothing else says why shards are not served. */
import type { ClusterLog } from './log.js';
import type { Membership } from './member.js';
import type { ShardTable } from './shard-table.js';
import { SHARD_COUNT } from './shards.js';
import type { StewardFigures } from './steward-tally.js';
import type { Wish } from './steward-wish.js';

/** A change of members is done with in less. */
const PATIENCE_MS = 2_000;
const TELL_EVERY_MS = 5_000;
/** Sessions that are named. */
const OWNERS_MAX = 4;

export interface WaitsDeps {
  readonly membership: Pick<Membership, 'self' | 'members' | 'lease' | 'isGone'>;
  readonly table: Pick<ShardTable, 'entry' | 'revision'>;
  readonly wish: Wish;
  readonly figures: () => StewardFigures;
  /** Node clock, ms. */
  readonly now: () => number;
  readonly log: ClusterLog;
}

export class StewardWaits {
  private since: number | null = null;
  private toldAt = -Infinity;

  constructor(private readonly deps: WaitsDeps) {}

  /** To be called now and then. */
  look(isSettled: boolean): void {
    const { now, log } = this.deps;
    const time = now();
    if (isSettled) {
      if (this.since !== null && this.toldAt >= this.since)
        log.info({ ms: time - this.since }, 'all shards are where they should be again');
      this.since = null;
      return;
    }
    this.since ??= time;
    if (time - this.since < PATIENCE_MS || time - this.toldAt < TELL_EVERY_MS) return;
    this.toldAt = time;
    const { lease } = this.deps.membership;
    const members = { ms: time - this.since, ...this.deps.figures(), ...this.missing() };
    log.info(members, lease.holds() ? 'waiting for shards to be where they should be' : 'waiting for a lease: nothing is served here');
  }

  /** Shards that this node should serve and does not own: whose they are. */
  private missing() {
    const { membership, table, wish } = this.deps;
    const { self, members } = membership;
    const owners = new Map<string, number>();
    let [unowned, ofGone] = [0, 0];
    for (let shard = 0; shard < SHARD_COUNT; shard += 1) {
      const { owner } = table.entry(shard);
      if (wish.ownerOf(shard) !== self.nodeId || owner === self.session) continue;
      if (owner === null) unowned += 1;
      else if (membership.isGone(owner)) ofGone += 1;
      else owners.set(owner, (owners.get(owner) ?? 0) + 1);
    }
    return {
      revision: table.revision,
      members: members.map(({ session, state }) => `${session} ${state}`),
      unowned,
      ofGone,
      ofOthers: Object.fromEntries([...owners].slice(0, OWNERS_MAX)),
    };
  }
}
