/** A list that comes in pages, one below the other. Something that moved from one page to the next meanwhile is shown once. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { reach } from '../../api/client.js';
import { isPassing } from '../../api/problems.js';
import type { Outcome, Problem } from '../../api/problems.js';
import type { Page } from '../../api/types.js';

export interface Pages<Item> {
  readonly items: readonly Item[];
  readonly problem: Problem | null;
  readonly isLoading: boolean;
  readonly hasMore: boolean;
  readonly more: () => void;
  /** From the beginning; what was shown stays until then. */
  readonly reload: () => void;
}

interface State<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
  readonly problem: Problem | null;
  readonly isLoading: boolean;
}

export function usePages<Item>(
  key: string,
  load: (cursor?: string) => Promise<Outcome<Page<Item>>>,
  idOf: (item: Item) => string,
): Pages<Item> {
  const [state, setState] = useState<State<Item>>({ items: [], next: null, problem: null, isLoading: true });
  const latest = useRef({ load, idOf, count: 0 });
  Object.assign(latest.current, { load, idOf });
  const ask = useCallback(async (cursor: string | null): Promise<void> => {
    const count = (latest.current.count += 1);
    setState((before) => ({ ...before, isLoading: true }));
    const page = await (cursor === null ? latest.current.load() : latest.current.load(cursor));
    if (latest.current.count !== count) return;
    setState((before) => {
      if (!page.ok) return { ...before, problem: page.problem, isLoading: false };
      const items = cursor === null ? page.value.items : joined(before.items, page.value.items, latest.current.idOf);
      return { items, next: page.value.next, problem: null, isLoading: false };
    });
  }, []);
  useEffect(() => {
    void ask(null);
    const counting = latest.current;
    return () => void (counting.count += 1);
  }, [key, ask]);
  const isHere = reach.value === 'fine';
  const waits = state.problem !== null && isPassing(state.problem);
  useEffect(() => {
    if (isHere && waits) void ask(null);
  }, [isHere, waits, ask]);
  const { items, next, problem, isLoading } = state;
  const more = useCallback(() => void ask(next), [next, ask]);
  const reload = useCallback(() => void ask(null), [ask]);
  return { items, problem, isLoading, hasMore: next !== null, more, reload };
}

function joined<Item>(before: readonly Item[], after: readonly Item[], idOf: (item: Item) => string): readonly Item[] {
  const known = new Set(before.map(idOf));
  return [...before, ...after.filter((item) => !known.has(idOf(item)))];
}
