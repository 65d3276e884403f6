/**
 * Something the operator does: once at a time, with one Idempotency-Key per intention. Pressing again after an answer that never came means the same intention, so
 * it has the same key; anything else is a new one.
 */
import { useRef, useState } from 'preact/hooks';
import { intentionKey } from '../../api/client.js';
import { isPassing } from '../../api/problems.js';
import type { Outcome, Problem } from '../../api/problems.js';

export interface Action<Input> {
  readonly isBusy: boolean;
  readonly problem: Problem | null;
  readonly start: (input: Input) => void;
  readonly forget: () => void;
}

interface Intention {
  readonly key: string;
  readonly text: string;
}

export function useAction<Input, Value>(
  run: (input: Input, key: string) => Promise<Outcome<Value>>,
  onDone: (value: Value, input: Input) => void,
): Action<Input> {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const running = useRef(false);
  const unanswered = useRef<Intention | null>(null);
  const start = async (input: Input): Promise<void> => {
    if (running.current) return;
    const text = JSON.stringify(input);
    const key = unanswered.current?.text === text ? unanswered.current.key : intentionKey();
    running.current = true;
    setBusy(true);
    setProblem(null);
    const answer = await run(input, key);
    running.current = false;
    setBusy(false);
    unanswered.current = !answer.ok && isPassing(answer.problem) ? { key, text } : null;
    if (answer.ok) onDone(answer.value, input);
    else setProblem(answer.problem);
  };
  return { isBusy, problem, start: (input) => void start(input), forget: () => setProblem(null) };
}
