/**
 * This node's lease, and the times that everything about membership is measured in.
 *
 * The lease runs from the sending of a heartbeat that was acknowledged, so it begins before anybody else can see the heartbeat, and it is over before anybody
 * else may believe so: others wait `SILENCE_MS` from the moment they first *saw* a heartbeat, which is later than its sending.
 *
 * It is looked up on the monotonic clock at every call. No timer has to go off for it to be over: a process that was stopped and continued finds it over in the
 * first thing that runs. What that clock does not count is time in which the whole machine stood still; the log's fence holds then too, a read may be that old.
 */
import type { Lease } from './member.js';

/** How long a heartbeat gives the right to write and to answer. */
export const LEASE_MS = 2_000;
/** From one heartbeat to the next: three may be lost. */
export const HEARTBEAT_MS = 500;
/**
 * Whoever was not heard of for so long, counted from when its last heartbeat was first seen, has no lease any more. An eighth more than the lease: clocks of
 * different machines do not run at the same rate, though far closer to it than that.
 */
export const SILENCE_MS = 2_250;
/** A key that nobody renews lapses by itself, by the clock of the bucket's servers. More than the lease, for that clock may be another one after a change of leader. */
export const KEY_TTL_SECONDS = 3;
export const KEY_TTL_MS = KEY_TTL_SECONDS * 1_000;

export class HeldLease implements Lease {
  private until = -Infinity;

  /** @param steady monotonic, ms. */
  constructor(
    private readonly steady: () => number,
    private readonly lengthMs: number = LEASE_MS,
  ) {}

  holds(): boolean {
    return this.steady() < this.until;
  }

  left(): number {
    return Math.max(0, this.until - this.steady());
  }

  /** A session begins: a heartbeat that was sent then is the first of it that was acknowledged. False when that was too long ago to hold. */
  begin(sentAt: number): boolean {
    this.until = sentAt + this.lengthMs;
    return this.holds();
  }

  /**
   * A heartbeat that was sent then was acknowledged. False when the lease was over before that was known: then it stays over, for somebody may have found it so and
   * let go of everything.
   */
  extend(sentAt: number): boolean {
    if (!this.holds()) return false;
    this.until = Math.max(this.until, sentAt + this.lengthMs);
    return true;
  }

  /** Over at once. */
  end(): void {
    this.until = -Infinity;
  }
}
