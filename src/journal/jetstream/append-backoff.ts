/** How long to wait before the next attempt. */

/** An append of the same entity that is being replicated is done in a few milliseconds. */
const FIRST_MS = 5;
/** A stream without a leader has one again within seconds, and should be found as soon as it has. */
const LAST_MS = 250;
const SPREAD = 0.5;

/** Timers, as they are handed in everywhere. */
export interface AppendTimers {
  /** Calls `task` once after `ms`; returns how to call it off. */
  after(ms: number, task: () => void): () => void;
}

/** @param attempt from 1. Doubles, up to a quarter of a second, each within half of itself at random, so that many who were refused together do not come back together. */
export function backoffMs(attempt: number, random: () => number): number {
  const ms = Math.min(LAST_MS, FIRST_MS * 2 ** (attempt - 1));
  return ms * (1 - SPREAD / 2 + random() * SPREAD);
}

export function pause(timers: AppendTimers, ms: number): Promise<void> {
  return new Promise((resolve) => {
    timers.after(ms, resolve);
  });
}
