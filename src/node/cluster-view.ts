/** The cluster as operators see it through this node. */
import { nodeIdOf } from '../cluster/member-entry.js';
import type { Membership } from '../cluster/member.js';
import type { ShardTable } from '../cluster/shard-table.js';
import { SHARD_COUNT } from '../cluster/shards.js';
import type { ClusterView } from '../rest/deps.js';

export function clusterView({ self, members }: Membership, table: ShardTable, settled: boolean): ClusterView {
  const entries = Array.from({ length: SHARD_COUNT }, (_, shard) => table.entry(shard));
  const owned = new Map<string, number>();
  for (const { owner } of entries) if (owner !== null) owned.set(owner, (owned.get(owner) ?? 0) + 1);
  return {
    mode: 'cluster',
    nodeId: self.nodeId,
    settled,
    revision: table.revision,
    nodes: members.map((member) => ({ ...member, shards: owned.get(member.session) ?? 0 })),
    shards: entries.map(({ shard, owner, epoch, revision }) => ({
      shard,
      owner: owner === null ? null : nodeIdOf(owner),
      epoch,
      revision,
    })),
  };
}
