/** The cluster as it is, and what happened in it while somebody looked: the differences between one look and the next, the newest first. */
import { useRef } from 'preact/hooks';
import { cluster } from '../../api/operators.js';
import type { Cluster } from '../../api/operators-types.js';
import type { Problem } from '../../api/problems.js';
import { serverNow } from '../../api/server-time.js';
import { newsBetween } from './cluster-news.js';
import type { News } from './cluster-news.js';
import { useLive } from './use-poll.js';

const CLUSTER_EVERY_MS = 1_000;
const NEWS_KEPT = 200;
/** How long a shard that changed hands stays marked. */
const MARKED_MS = 6_000;

export interface TimedNews extends News {
  readonly id: number;
  /** At the node, ms since 1970. */
  readonly atMs: number;
}

export interface WatchedCluster {
  readonly cluster: Cluster | null;
  readonly problem: Problem | null;
  readonly news: readonly TimedNews[];
  /** Shards that have just changed hands. */
  readonly changed: ReadonlySet<number>;
  /** Every node that was seen, in the order in which they get their colours: by name, and whoever joins later behind them. */
  readonly names: readonly string[];
}

interface Memory {
  cluster: Cluster | null;
  news: readonly TimedNews[];
  changed: ReadonlySet<number>;
  names: readonly string[];
  lastId: number;
}

export function useWatchedCluster(): WatchedCluster {
  const memory = useRef<Memory>({ cluster: null, news: [], changed: new Set(), names: [], lastId: 0 }).current;
  const { value, problem } = useLive('cluster', CLUSTER_EVERY_MS, cluster);
  if (value !== null && value !== memory.cluster) remember(memory, value);
  const { news, changed, names } = memory;
  return { cluster: value, problem, news, changed, names };
}

function remember(memory: Memory, next: Cluster): void {
  const before = memory.cluster;
  const now = serverNow();
  // Another node that answers sees the same cluster a little earlier or later; it is no news that it is another one.
  const fresh = before === null ? [] : newsBetween(before, next);
  const timed = fresh.map((news, index) => ({ ...news, id: memory.lastId + index + 1, atMs: now }));
  memory.lastId += fresh.length;
  memory.news = [...timed.reverse(), ...memory.news].slice(0, NEWS_KEPT);
  const marked = memory.news.filter(({ atMs }) => now - atMs < MARKED_MS).flatMap(({ shards }) => shards);
  if (marked.length > 0 || memory.changed.size > 0) memory.changed = new Set(marked);
  memory.names = namesWith(memory.names, next);
  memory.cluster = next;
}

function namesWith(names: readonly string[], { nodes, shards }: Cluster): readonly string[] {
  const seen = new Set([...nodes.map(({ nodeId }) => nodeId), ...shards.flatMap(({ owner }) => owner ?? [])]);
  const added = [...seen].filter((name) => !names.includes(name)).sort((one, other) => one.localeCompare(other, 'en', { numeric: true }));
  return added.length === 0 ? names : [...names, ...added];
}
