/**
 * Asks again and again, as live pages do.
 *
 * Invariants: never two questions of one poll at once; a hidden page asks nothing and catches up as soon as it is seen again; after trouble the pauses grow, with
 * full jitter, so that the pages of many operators do not come back all at once; a refusal that says how long to wait is obeyed.
 */
import { backOffMs } from '../../api/back-off.js';
import type { Problem } from '../../api/problems.js';
import { forgetTrouble, noteTrouble } from './troubles.js';

/** A question without an answer for so long is given up and asked again. */
const ANSWER_WITHIN_MS = 10_000;

export interface Poll {
  /** Asks at once, or as soon as the answer that is under way is there. */
  readonly now: () => void;
  readonly stop: () => void;
}

/** `ask` takes in what it hears by itself and resolves to what went wrong, null when nothing did. */
export type Ask = (signal: AbortSignal) => Promise<Problem | null>;

export function startPoll(everyMs: number, ask: Ask): Poll {
  const poll = new RunningPoll(everyMs, ask);
  poll.start();
  return poll;
}

class RunningPoll implements Poll {
  private aborter = new AbortController();
  private isOver = false;
  private readonly name = Symbol('poll');
  private timer: number | undefined;
  private isAsking = false;
  private isWanted = false;
  private failures = 0;

  constructor(
    private readonly everyMs: number,
    private readonly ask: Ask,
  ) {}

  start(): void {
    document.addEventListener('visibilitychange', this.now);
    window.addEventListener('pageshow', this.now);
    window.addEventListener('online', this.now);
    this.now();
  }

  readonly stop = (): void => {
    document.removeEventListener('visibilitychange', this.now);
    window.removeEventListener('pageshow', this.now);
    window.removeEventListener('online', this.now);
    window.clearTimeout(this.timer);
    this.isOver = true;
    this.aborter.abort();
    forgetTrouble(this.name);
  };

  readonly now = (): void => {
    window.clearTimeout(this.timer);
    if (this.isOver || document.hidden) return;
    if (this.isAsking) {
      this.isWanted = true;
      return;
    }
    void this.askOnce();
  };

  private async askOnce(): Promise<void> {
    const askedAt = performance.now();
    this.isAsking = true;
    this.isWanted = false;
    const aborter = new AbortController();
    this.aborter = aborter;
    const patience = window.setTimeout(() => aborter.abort(), ANSWER_WITHIN_MS);
    let problem: Problem | null;
    try {
      problem = await this.ask(aborter.signal);
    } finally {
      window.clearTimeout(patience);
      this.isAsking = false;
    }
    if (this.isOver) return;
    this.goOn(problem, performance.now() - askedAt);
  }

  private goOn(problem: Problem | null, tookMs: number): void {
    this.failures = problem === null ? 0 : this.failures + 1;
    const pauseMs = problem === null ? Math.max(0, this.everyMs - tookMs) : pauseAfter(problem, this.failures);
    if (problem === null) forgetTrouble(this.name);
    else noteTrouble(this.name, problem);
    this.timer = window.setTimeout(this.now, this.isWanted && problem === null ? 0 : pauseMs);
  }
}

function pauseAfter({ retryAfterSeconds }: Problem, failures: number): number {
  return Math.max((retryAfterSeconds ?? 0) * 1000, backOffMs(failures));
}
