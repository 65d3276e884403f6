/**
 * Something the fan does that changes something: once, however often the button is pressed. The Idempotency-Key is made once per intention: a try whose outcome
 * is not known (no answer, busy node) is repeated with the same key, and only a decided one, or another intention, begins a new one. While the node is away the
 * button keeps working for a while, so that a restart of it costs the fan nothing but time.
 */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { BACK_OFF_MS_MAX, backOffMs, pause } from '../../api/back-off.js';
import { intentionKey } from '../../api/client.js';
import { isPassing } from '../../api/problems.js';
import type { Outcome, Problem } from '../../api/problems.js';

export interface Action<Arguments extends readonly unknown[]> {
  readonly busy: boolean;
  readonly problem: Problem | null;
  readonly start: (...values: Arguments) => Promise<void>;
  /** What was refused has been read. */
  readonly clear: () => void;
}

/** @param intention in words of the app: two actions with the same one are the same intention, if the first is undecided. */
export function useAction<T, Arguments extends readonly unknown[]>(
  intention: (...values: Arguments) => string,
  run: (key: string, ...values: Arguments) => Promise<Outcome<T>>,
  done: (value: T) => void,
): Action<Arguments> {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const latest = useRef({ intention, run, done, isHere: true, isRunning: false, undecided: '', key: '' });
  Object.assign(latest.current, { intention, run, done });
  useEffect(() => {
    const { current } = latest;
    current.isHere = true;
    return () => void (current.isHere = false);
  }, []);
  const start = useCallback(async (...values: Arguments): Promise<void> => {
    const { current } = latest;
    // The state comes too late for the second click of a double click.
    if (current.isRunning) return;
    current.isRunning = true;
    const wanted = current.intention(...values);
    if (current.undecided !== wanted) current.key = intentionKey();
    current.undecided = wanted;
    setBusy(true);
    setProblem(null);
    const answer = await keepTrying(
      () => current.run(current.key, ...values),
      () => current.isHere,
    );
    current.isRunning = false;
    if (answer.ok || !isPassing(answer.problem)) current.undecided = '';
    if (!current.isHere) return;
    setBusy(false);
    if (answer.ok) current.done(answer.value);
    else setProblem(answer.problem);
  }, []);
  const clear = useCallback(() => setProblem(null), []);
  return { busy, problem, start, clear };
}

const KEEP_TRYING_MS = 45_000;

/** Each attempt has its own few retries; between them the node is left alone for longer and longer. */
async function keepTrying<T>(attempt: () => Promise<Outcome<T>>, isWanted: () => boolean): Promise<Outcome<T>> {
  const began = performance.now();
  for (let tries = 3; ; tries++) {
    const answer = await attempt();
    if (answer.ok || !isPassing(answer.problem) || !isWanted()) return answer;
    const waitsTooLong = (answer.problem.retryAfterSeconds ?? 0) * 1_000 > BACK_OFF_MS_MAX;
    if (waitsTooLong || performance.now() - began > KEEP_TRYING_MS) return answer;
    await pause(backOffMs(tries));
  }
}
