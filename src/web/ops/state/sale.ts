/** What is known of a sale, and of the node that answers, over time: kept while the page is open, and asked only for what is new. */
import { useRef, useState } from 'preact/hooks';
import { nodeStats, saleHistory } from '../../api/operators.js';
import type { NodeSample, SaleSample } from '../../api/operators-types.js';
import { success } from '../../api/problems.js';
import type { Outcome } from '../../api/problems.js';
import { AnsweringNode } from './answering-node.js';
import { merged } from './samples.js';
import type { Sample, Timed } from './samples.js';
import { usePoll } from './use-poll.js';

const POLL_EVERY_MS = 1_000;

export interface History<Item extends Sample> {
  readonly all: readonly Timed<Item>[];
  readonly intervalMs: number;
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
  const empty: History<Item> = { all: [], intervalMs: POLL_EVERY_MS };
  const kept = useRef({ key, history: empty });
  const [, redraw] = useState(0);
  if (kept.current.key !== key) kept.current = { key, history: empty };
  usePoll(key, POLL_EVERY_MS, async (signal) => {
    const record = kept.current;
    const answer = await ask(record.history.all.at(-1)?.item.at ?? null, signal);
    if (kept.current !== record) return null;
    if (!answer.ok) return answer.problem;
    record.history = { all: merged(record.history.all, answer.value.items), intervalMs: answer.value.intervalMs };
    redraw((count) => count + 1);
    return null;
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

/** Of one node at a time: with another one its own history begins. */
export function useNodeStats(): StatsHistory {
  const node = useRef(new AnsweringNode()).current;
  const [shown, setShown] = useState<{ readonly nodeId: string | null; readonly change: number }>({ nodeId: null, change: 0 });
  const history = useHistory<NodeSample>(`stats ${shown.change}`, async (since, signal) => {
    const answer = await nodeStats(since, signal);
    if (!answer.ok) return answer;
    const { nodeId, intervalMs } = answer.value;
    const standing = node.heard(nodeId, performance.now());
    if (standing === 'same') setShown((before) => (before.nodeId === nodeId ? before : { ...before, nodeId }));
    if (standing === 'other') setShown(({ change }) => ({ nodeId, change: change + 1 }));
    return standing === 'same' ? answer : success({ items: [], intervalMs });
  });
  return { ...history, nodeId: shown.nodeId };
}
