/**
 * The node's clock: the wall clock at start, advanced by the monotonic clock. Holds, admissions and tokens live by it, so a wall clock that is set
 * (by hand, by NTP, by a machine that was suspended) must neither end nor revive anything.
 *
 * A difference to the wall clock is slewed: made up for at a bounded rate, never stepped. A jump of the wall clock is reported once, when it is noticed.
 * All the work is done inside `now()`; there is no timer to stop.
 */
import { performance } from 'node:perf_hooks';

/** How fast a difference to the wall clock is made up for: 5 ms a second. Clocks drift 50 times slower, and a hold of 300 s stays within 1.5 s of its length. */
export const SLEW_MS_PER_SECOND = 5;
/** The wall clock is read at most this often: drift is slow, and each read costs every caller. */
export const WALL_READ_INTERVAL_MS = 1_000;
/** A wall clock that moved this much more or less than the monotonic one since the last read was set, not drifting. */
export const JUMP_MS = 1_000;
/** The two clocks cannot be read at once. A pair of reads further apart than this (the process was paused in between) says nothing and is dropped. */
export const READ_SPREAD_MS_MAX = 20;

const SLEW_RATE = SLEW_MS_PER_SECOND / 1_000;

export interface ClockJump {
  readonly direction: 'forward' | 'backward';
  /** How far the wall clock jumped, whole ms, positive. */
  readonly byMs: number;
  /** Wall clock minus node clock after the jump, whole ms: what is slewed from now on. */
  readonly behindMs: number;
}

export interface NodeClockOptions {
  /** The wall clock, ms since 1970. @default Date.now */
  readonly wall?: () => number;
  /** A clock that is never set, ms since any moment, fractions allowed. @default performance.now */
  readonly monotonic?: () => number;
  /**
   * The clock does not start before this, ms since 1970: the time of the last record. If the wall clock was set back while the node was down, the node goes
   * on where it was and lets the wall clock catch up; else entities would live in different times. @default no such bound
   */
  readonly notBefore?: number;
  /** Called once for each jump of the wall clock larger than `JUMP_MS`; for the log. Must not throw. */
  readonly onJump: (jump: ClockJump) => void;
}

export class NodeClock {
  private readonly wall: () => number;
  private readonly monotonic: () => number;
  private readonly onJump: (jump: ClockJump) => void;
  /** Node clock minus monotonic clock at the start; it never changes. */
  private readonly origin: number;
  /**
   * What was slewed since, and what the wall clock asks for: node clock = monotonic clock + origin + slewed.
   * Kept apart from `origin`, for the tiny step between two dense calls would be lost in the rounding of so large a number.
   */
  private slewed = 0;
  private wanted = 0;
  /** The monotonic clock when `now` last ran, and when the wall clock was last looked at. */
  private seenAt: number;
  private wallReadAt: number;
  private latest: number;

  constructor(options: NodeClockOptions) {
    this.wall = options.wall ?? Date.now;
    this.monotonic = options.monotonic ?? (() => performance.now());
    this.onJump = options.onJump;
    this.seenAt = this.monotonic();
    this.wallReadAt = this.seenAt;
    const wall = this.wall();
    const start = Math.max(wall, options.notBefore ?? wall);
    this.origin = start - this.seenAt;
    this.wanted = wall - start;
    this.latest = Math.floor(start);
    if (-this.wanted > JUMP_MS) this.reportJump(this.wanted);
  }

  /** Ms since 1970, whole; never less than it was before. Bound, so that it can be handed on as a function. */
  readonly now = (): number => {
    const monotonic = this.monotonic();
    const elapsed = monotonic - this.seenAt;
    // The slew is slower than time, so as long as the monotonic clock goes forward this one does.
    if (elapsed > 0) {
      this.seenAt = monotonic;
      if (this.slewed !== this.wanted) this.slew(elapsed * SLEW_RATE);
      if (monotonic - this.wallReadAt >= WALL_READ_INTERVAL_MS) this.readWall(monotonic);
      this.latest = Math.floor(monotonic + this.slewed + this.origin);
    }
    return this.latest;
  };

  private slew(most: number): void {
    const missing = this.wanted - this.slewed;
    this.slewed = Math.abs(missing) <= most ? this.wanted : this.slewed + Math.sign(missing) * most;
  }

  private readWall(before: number): void {
    const wall = this.wall();
    // A pair that is dropped leaves `wallReadAt` as it is, so the next call tries again.
    if (this.monotonic() - before > READ_SPREAD_MS_MAX) return;
    this.wallReadAt = before;
    const wanted = wall - before - this.origin;
    const moved = wanted - this.wanted;
    this.wanted = wanted;
    if (Math.abs(moved) > JUMP_MS) this.reportJump(moved);
  }

  private reportJump(moved: number): void {
    this.onJump({
      direction: moved > 0 ? 'forward' : 'backward',
      byMs: Math.round(Math.abs(moved)),
      behindMs: Math.round(this.wanted - this.slewed),
    });
  }
}
