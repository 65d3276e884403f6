/**
 * Something that a page shows, from the node. It is asked for again when the page comes back from the browser's memory, and when a connection that was lost is
 * there again. What was shown stays until there is something newer: a reload that fails takes nothing away.
 */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { reach } from '../../api/client.js';
import { isPassing } from '../../api/problems.js';
import type { Outcome, Problem } from '../../api/problems.js';

export interface Loaded<T> {
  /** null until it has come. */
  readonly value: T | null;
  /** Of the last try; null when that went well. */
  readonly problem: Problem | null;
  readonly isLoading: boolean;
  readonly reload: () => Promise<void>;
  /** Shows what is known to be newer. */
  readonly put: (value: T) => void;
}

export interface LoadOptions {
  /** Asked again so often while the page is seen; about, so that not all pages ask at once. */
  readonly everyMs?: number | undefined;
}

interface State<T> {
  readonly key: string;
  readonly value: T | null;
  readonly problem: Problem | null;
  readonly isLoading: boolean;
}

/** @param key names what is loaded: with another key it is something else. */
export function useLoad<T>(key: string, load: () => Promise<Outcome<T>>, { everyMs }: LoadOptions = {}): Loaded<T> {
  const empty: State<T> = { key, value: null, problem: null, isLoading: true };
  const [state, setState] = useState<State<T>>(empty);
  const current = state.key === key ? state : empty;
  const latest = useRef({ key, load, count: 0 });
  latest.current.load = load;
  latest.current.key = key;

  const reload = useCallback(async (): Promise<void> => {
    const count = (latest.current.count += 1);
    const asked = latest.current.key;
    setState((before) =>
      before.key === asked ? { ...before, isLoading: true } : { key: asked, value: null, problem: null, isLoading: true },
    );
    const answer = await latest.current.load();
    // Only the last one that was asked for counts.
    if (latest.current.count !== count || latest.current.key !== asked) return;
    setState((before) => ({
      key: asked,
      value: answer.ok ? answer.value : before.key === asked ? before.value : null,
      problem: answer.ok ? null : answer.problem,
      isLoading: false,
    }));
  }, []);
  const put = useCallback((value: T): void => {
    latest.current.count += 1;
    setState({ key: latest.current.key, value, problem: null, isLoading: false });
  }, []);

  useEffect(() => void reload(), [key, reload]);
  useEffect(() => {
    const counting = latest.current;
    return () => void (counting.count += 1);
  }, []);
  useReturn(reload, current.problem);
  useEvery(reload, everyMs);
  return { value: current.value, problem: current.problem, isLoading: current.isLoading, reload, put };
}

function useReturn(reload: () => Promise<void>, problem: Problem | null): void {
  useEffect(() => {
    const back = (event: PageTransitionEvent): void => {
      if (event.persisted) void reload();
    };
    addEventListener('pageshow', back);
    return () => removeEventListener('pageshow', back);
  }, [reload]);
  const isHere = reach.value === 'fine';
  const waits = problem !== null && isPassing(problem);
  useEffect(() => {
    if (isHere && waits) void reload();
  }, [isHere, waits, reload]);
}

function useEvery(reload: () => Promise<void>, everyMs: number | undefined): void {
  useEffect(() => {
    if (everyMs === undefined) return;
    let timer: ReturnType<typeof setTimeout>;
    const again = (): void => {
      timer = setTimeout(
        () => {
          if (document.visibilityState === 'visible') void reload();
          again();
        },
        everyMs * (0.85 + Math.random() * 0.3),
      );
    };
    const seen = (): void => {
      if (document.visibilityState === 'visible') void reload();
    };
    again();
    document.addEventListener('visibilitychange', seen);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', seen);
    };
  }, [reload, everyMs]);
}
