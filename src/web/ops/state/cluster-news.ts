/**
 * What happened in the cluster, told from the difference between two looks at it. A shard that a member gave away was handed over; one that was taken from
 * somebody who is no member any more was fenced: whatever its old owner still writes is refused.
 */
import type { Cluster, ClusterNode, ClusterShard } from '../../api/operators-types.js';

export type NewsKind =
  | 'joined'
  | 'left'
  | 'restarted'
  | 'joining'
  | 'up'
  | 'leaving'
  | 'handedOver'
  | 'fenced'
  | 'givenUp'
  | 'takenUp'
  | 'settled'
  | 'unsettled';

export interface News {
  readonly kind: NewsKind;
  /** The node it is about; the old owner of shards, '' when there was none. */
  readonly from: string;
  /** The new owner of shards. */
  readonly to: string;
  /** Ascending; empty when it is about a node. */
  readonly shards: readonly number[];
}

export function newsBetween(before: Cluster, after: Cluster): readonly News[] {
  const news = [...nodeNews(before, after), ...shardNews(before, after)];
  if (before.settled !== after.settled) news.push(about(after.settled ? 'settled' : 'unsettled', after.nodeId));
  return news;
}

function about(kind: NewsKind, from: string): News {
  return { kind, from, to: '', shards: [] };
}

function byName(nodes: readonly ClusterNode[]): ReadonlyMap<string, ClusterNode> {
  return new Map(nodes.map((node) => [node.nodeId, node]));
}

function nodeNews(before: Cluster, after: Cluster): News[] {
  const known = byName(before.nodes);
  const present = byName(after.nodes);
  const news = before.nodes.filter(({ nodeId }) => !present.has(nodeId)).map(({ nodeId }) => about('left', nodeId));
  for (const { nodeId, session, state } of after.nodes) {
    const old = known.get(nodeId);
    if (old === undefined) news.push(about('joined', nodeId));
    else if (old.session !== session) news.push(about('restarted', nodeId));
    else if (old.state !== state) news.push(about(state, nodeId));
  }
  return news;
}

/** One piece of news for all shards that went the same way. */
function shardNews(before: Cluster, after: Cluster): readonly News[] {
  const stillThere = new Set(
    before.nodes.filter(({ session }) => after.nodes.some((node) => node.session === session)).map(({ nodeId }) => nodeId),
  );
  const old = new Map(before.shards.map((entry) => [entry.shard, entry]));
  const moves = new Map<string, { readonly kind: NewsKind; readonly from: string; readonly to: string; readonly shards: number[] }>();
  for (const entry of after.shards) {
    const was = old.get(entry.shard);
    const kind = was === undefined ? null : moveOf(was, entry, stillThere);
    if (was === undefined || kind === null) continue;
    const from = was.owner ?? '';
    const to = entry.owner ?? '';
    const name = `${kind} ${from} ${to}`;
    const move = moves.get(name) ?? { kind, from, to, shards: [] };
    move.shards.push(entry.shard);
    moves.set(name, move);
  }
  return [...moves.values()];
}

function moveOf(was: ClusterShard, is: ClusterShard, stillThere: ReadonlySet<string>): NewsKind | null {
  if (was.owner === is.owner && was.epoch === is.epoch) return null;
  if (is.owner === null) return was.owner === null ? null : 'givenUp';
  if (was.owner === null) return 'takenUp';
  if (!stillThere.has(was.owner)) return 'fenced';
  return was.owner === is.owner ? 'takenUp' : 'handedOver';
}

/** "0-3, 7, 9-12": ascending numbers as people write them. */
export function rangesOf(numbers: readonly number[]): string {
  const ranges: { first: number; last: number }[] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last?.last === number - 1) last.last = number;
    else ranges.push({ first: number, last: number });
  }
  return ranges.map(({ first, last }) => (first === last ? String(first) : `${first}–${last}`)).join(', ');
}
