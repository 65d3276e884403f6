/** Polls as hooks: what a page shows live lives as long as the page does. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Outcome, Problem } from '../../api/problems.js';
import { startPoll } from './polling.js';
import type { Ask, Poll } from './polling.js';

/** Starts anew whenever `key` changes; null: not now. `ask` is always the one of the last render. */
export function usePoll(key: string | null, everyMs: number, ask: Ask): { readonly now: () => void } {
  const latest = useRef(ask);
  latest.current = ask;
  const running = useRef<Poll | null>(null);
  useEffect(() => {
    if (key === null) return undefined;
    const poll = startPoll(everyMs, (signal) => latest.current(signal));
    running.current = poll;
    return () => {
      running.current = null;
      poll.stop();
    };
  }, [key, everyMs]);
  return useRef({ now: () => running.current?.now() }).current;
}

export interface Live<Value> {
  /** The last answer; null before the first. It stays while there is trouble. */
  readonly value: Value | null;
  readonly problem: Problem | null;
  readonly now: () => void;
}

interface Heard<Value> {
  readonly key: string | null;
  readonly value: Value | null;
  readonly problem: Problem | null;
}

export function useLive<Value>(key: string | null, everyMs: number, ask: (signal: AbortSignal) => Promise<Outcome<Value>>): Live<Value> {
  const [heard, setHeard] = useState<Heard<Value>>({ key, value: null, problem: null });
  const { now } = usePoll(key, everyMs, async (signal) => {
    const answer = await ask(signal);
    setHeard((before) => {
      if (answer.ok) return { key, value: answer.value, problem: null };
      return { key, value: before.key === key ? before.value : null, problem: answer.problem };
    });
    return answer.ok ? null : answer.problem;
  });
  // An answer about something else is no answer.
  return heard.key === key ? { value: heard.value, problem: heard.problem, now } : { value: null, problem: null, now };
}
