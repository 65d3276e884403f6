/** When a call is tried again, and after how long. */
import type { FrontrowError, StatusName } from './errors.js';

export interface BackOff {
  /** The first wait is a random time up to this; each further one up to twice as long. */
  readonly baseMs: number;
  readonly maxMs: number;
}

/** Exhausted and aborted are in it for where the service says when to come back: nothing else makes them retryable. */
const TRIED_AGAIN: ReadonlySet<StatusName> = new Set(['UNAVAILABLE', 'DEADLINE_EXCEEDED', 'RESOURCE_EXHAUSTED', 'ABORTED']);

/**
 * Whether the same may be sent again: every method either only reads, or makes what nobody misses, or carries what makes the repetition one with the first. A
 * refusal that only time or somebody else can lift, such as QUEUE_TOKEN_NOT_ACTIVE, is the caller's to wait for.
 */
export function mayTryAgain(error: FrontrowError): boolean {
  return error.retryable && TRIED_AGAIN.has(error.status);
}

/**
 * Full jitter: those who failed together do not come back together. What the service asked for is waited at least.
 *
 * @param failures how often it has failed, at least 1
 */
export function waitMs(
  failures: number,
  { baseMs, maxMs }: BackOff,
  retryAfterMs: number | null,
  random: () => number = Math.random,
): number {
  return (retryAfterMs ?? 0) + random() * Math.min(maxMs, baseMs * 2 ** (failures - 1));
}

const TOKENS_MAX = 100;
const TOKENS_PER_SUCCESS = 0.1;

/**
 * Keeps retries from multiplying an outage, as gRPC's own retry throttling does: each failure takes a token, each success gives a tenth back, and while no
 * more than half of them are left nothing is tried again. In the long run at most one call in ten is a retry.
 */
export class RetryBudget {
  private tokens = TOKENS_MAX;

  succeeded(): void {
    this.tokens = Math.min(TOKENS_MAX, this.tokens + TOKENS_PER_SUCCESS);
  }

  /** Returns whether there may be a retry. */
  failed(): boolean {
    this.tokens = Math.max(0, this.tokens - 1);
    return this.tokens > TOKENS_MAX / 2;
  }
}
