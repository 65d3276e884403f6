/** What is known of a sale, and of the node that answers, over time: kept while the page is open, and asked only for what is new. */
import { useRef, useState } from 'preact/hooks';
import { nodeStats, saleHistory } from '../../api/operators.js';
import type { NodeSample, SaleSample } from '../../api/operators-types.js';
import type { Outcome, Problem } from '../../api/problems.js';
import { merged } from './samples.js';
import type { Sample, Timed } from './samples.js';
import { usePoll } from './use-poll.js';

export const POLL_EVERY_MS = 1_000;

export interface History<Item extends Sample> {
  readonly all: readonly Timed<Item>[];
  readonly intervalMs: number;
  readonly problem: Problem | null;
}

interface Stretch<Item> {
  readonly items: readonly Item[];
  readonly intervalMs: number;
}

/** Grows by asking only for what is new. Another key is another history. */
function useHistory<Item extends Sample>(
  key: string | null,
  ask: (since: string | null, signal: AbortSignal) => Promise<Outcome<Stretch<Item>>>,
): History<Item> {
  const empty: History<Item> = { all: [], intervalMs: POLL_EVERY_MS, problem: null };
  const kept = useRef({ key, history: empty });
  const [, redraw] = useState(0);
  if (kept.current.key !== key) kept.current = { key, history: empty };
  usePoll(key, POLL_EVERY_MS, async (signal) => {
    const record = kept.current;
    const answer = await ask(record.history.all.at(-1)?.item.at ?? null, signal);
    if (kept.current !== record) return null;
    record.history = answer.ok
      ? { all: merged(record.history.all, answer.value.items), intervalMs: answer.value.intervalMs, problem: null }
      : { ...record.history, problem: answer.problem };
    redraw((count) => count + 1);
    return answer.ok ? null : answer.problem;
  });
  return kept.current.history;
}

export function useSaleHistory(concertId: string | null): History<SaleSample> {
  return useHistory(concertId, (since, signal) => saleHistory(concertId ?? '', since, signal));
}

export interface StatsHistory extends History<NodeSample> {
  /** The node that answers; null before it did. */
  readonly nodeId: string | null;
}

/** Behind a load balancer another node may answer the next time: then its own history begins. */
export function useNodeStats(): StatsHistory {
  const [nodeId, setNodeId] = useState<string | null>(null);
  const history = useHistory<NodeSample>(`stats of ${nodeId ?? 'whoever answers'}`, async (since, signal) => {
    const answer = await nodeStats(since, signal);
    if (answer.ok) setNodeId(answer.value.nodeId);
    return answer;
  });
  return { ...history, nodeId };
}
