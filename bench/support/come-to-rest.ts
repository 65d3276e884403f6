/** Before books are closed: holds run out and payments are settled by themselves, and only then does what is served stay what the log says. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Auditor } from '../../src/audit/auditor.js';
import type { EventLog } from './event-log.js';

/** Who is told of every event, and says what they come to. */
export type Books = Pick<Auditor, 'feed' | 'totals'>;

/** A payment's grace and a margin for refunds and alarms. */
const REST_MS_MAX = 45_000;
const REST_POLL_MS = 250;

/**
 * Reads the log until no hold of the concert stands, no payment is under way and all money is where it belongs.
 * @param holdSeconds how long holds last; null when they last too long to wait for, and are left standing.
 * @returns false when that did not happen in time.
 */
export async function comeToRest(log: EventLog, auditor: Books, concertId: string, holdSeconds: number | null): Promise<boolean> {
  const deadline = performance.now() + (holdSeconds ?? 0) * 1000 + REST_MS_MAX;
  for (;;) {
    const fresh = await log.readToEnd((event) => auditor.feed(event));
    const { payments, money } = auditor.totals();
    const { seats } = auditor.totals(concertId);
    const holdsStand = holdSeconds !== null && seats.held > 0;
    const atRest = payments.pending === 0 && money.used - money.refunded === money.revenue && !holdsStand;
    if (atRest && fresh === 0) return true;
    if (performance.now() > deadline) return false;
    await sleep(REST_POLL_MS);
  }
}
