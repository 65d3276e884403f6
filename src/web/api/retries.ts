/**
 * Tries again what may be tried again: a request that never arrived, whose answer was lost, or that a busy node put off. Safe for reads, and for mutations that
 * carry the same Idempotency-Key each time.
 */
import { backOffMs, pause } from './back-off.js';
import { isPassing } from './problems.js';
import type { Outcome } from './problems.js';

export const TRIES_MAX = 5;
/** Longer than this nobody is kept waiting before they are told. */
const RETRY_AFTER_SECONDS_MAX = 5;

export async function withRetries<T>(attempt: () => Promise<Outcome<T>>, triesMax: number = TRIES_MAX): Promise<Outcome<T>> {
  for (let tries = 1; ; tries++) {
    const answer = await attempt();
    if (answer.ok || tries >= triesMax || !isPassing(answer.problem)) return answer;
    const wanted = answer.problem.retryAfterSeconds ?? 0;
    if (wanted > RETRY_AFTER_SECONDS_MAX) return answer;
    await pause(Math.max(wanted * 1_000 * (1 + Math.random() / 4), backOffMs(tries)));
  }
}
