/**
 * Whether this node can judge others: only while its own heartbeats are acknowledged, for then the bucket takes heartbeats, and this process runs and is heard.
 */
import { HEARTBEAT_MS, KEY_TTL_MS } from './lease.js';

/** Without an acknowledged heartbeat for so long something is wrong on the way, or this process did not run. */
const ACKNOWLEDGED_WITHIN_MS = 3 * HEARTBEAT_MS;

export class Health {
  /** Since when every heartbeat is acknowledged; null: the last one was not. */
  private since: number | null = null;
  private lastSentAt = -Infinity;

  constructor(private readonly steady: () => number) {}

  /** A heartbeat that was sent then. */
  acknowledged(sentAt: number): void {
    this.refresh();
    this.since ??= this.steady();
    this.lastSentAt = Math.max(this.lastSentAt, sentAt);
  }

  trouble(): void {
    this.since = null;
  }

  isGood(): boolean {
    this.refresh();
    return this.since !== null;
  }

  /** Good for one whole TTL, counted from `notBefore` at the earliest: whoever is alive has shown it by now. */
  isSettled(notBefore: number | null): boolean {
    this.refresh();
    return this.since !== null && this.steady() - Math.max(this.since, notBefore ?? -Infinity) >= KEY_TTL_MS;
  }

  /** When it will be settled if it stays good; Infinity when it is not good. */
  settledAt(notBefore: number | null): number {
    this.refresh();
    return this.since === null ? Infinity : Math.max(this.since, notBefore ?? -Infinity) + KEY_TTL_MS;
  }

  private refresh(): void {
    if (this.since !== null && this.steady() - this.lastSentAt > ACKNOWLEDGED_WITHIN_MS) this.since = null;
  }
}
