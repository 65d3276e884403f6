/** What operators see of the cluster, as this node knows it. */
import { nodeIdOf } from './member-entry.js';
import type { Member, Membership } from './member.js';
import type { ShardEntry, ShardTable } from './shard-table.js';
import { SHARD_COUNT } from './shards.js';
import type { Wish } from './steward-wish.js';

export interface NodeView extends Member {
  /** Shards that the table gives to its session. */
  readonly shards: number;
  /** Shards that the ring gives to it; 0 while it is not up. */
  readonly wished: number;
}

/** A shard that is not where the ring wants it. */
export interface Movement {
  readonly shard: number;
  /** Node ids. `from` null: nobody owns it. `to` null: there is nobody to own it. */
  readonly from: string | null;
  readonly to: string | null;
}

export interface StewardView {
  readonly nodeId: string;
  readonly settled: boolean;
  /** Of the shard table. */
  readonly revision: number;
  readonly nodes: readonly NodeView[];
  /** All of them, by shard. */
  readonly shards: readonly ShardEntry[];
  /** Shards that nobody owns, or only sessions that are not among the members any more. */
  readonly orphans: number;
  /** By shard. */
  readonly movements: readonly Movement[];
}

export function viewOf(
  { self, members }: Pick<Membership, 'self' | 'members'>,
  table: Pick<ShardTable, 'entry' | 'revision'>,
  wish: Wish,
  settled: boolean,
): StewardView {
  const shards = Array.from({ length: SHARD_COUNT }, (_, shard) => table.entry(shard));
  const counts = new Map<string | null, number>();
  for (const { owner } of shards) counts.set(owner, (counts.get(owner) ?? 0) + 1);
  const nodes = members.map((member) => ({ ...member, shards: counts.get(member.session) ?? 0, wished: wish.countOf(member.nodeId) }));
  return {
    nodeId: self.nodeId,
    settled,
    revision: table.revision,
    nodes,
    shards,
    orphans: nodes.reduce((left, node) => left - node.shards, SHARD_COUNT),
    movements: shards
      .map(({ shard, owner }) => ({ shard, from: owner === null ? null : nodeIdOf(owner), to: wish.ownerOf(shard) }))
      .filter(({ from, to }) => from !== to),
  };
}
