/** How long to wait before the next try: exponential, with full jitter, so that thousands of pages that lost the same node do not come back as one. */
export const BACK_OFF_FIRST_MS = 500;
export const BACK_OFF_MS_MAX = 15_000;

/** @param tries how many have failed in a row, from 1. */
export function backOffMs(tries: number): number {
  const ceiling = Math.min(BACK_OFF_MS_MAX, BACK_OFF_FIRST_MS * 2 ** Math.min(tries, 10));
  return Math.max(BACK_OFF_FIRST_MS / 2, Math.random() * ceiling);
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
