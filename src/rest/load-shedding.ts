/**
 * When the node is too busy to take on more.
 *
 * Whoever asks more of a server than it can do makes everybody wait, until nobody is answered in time. What shows that first and surely is neither the load
 * of the processor nor the number of requests but how long requests wait before anything is done for them; and of that not a single high value (a burst,
 * a collection of garbage, a snapshot) but that it stays. So do CoDel in the network's routers and the servers that took it over from there (Ben Maurer, "Fail
 * at Scale", ACM Queue 2015; "Overload Control for Scaling WeChat Microservices", SoCC 2018). How much may then be in work at once is found by trial, as TCP
 * finds it, because the same node bears ten thousand polls or a hundred halls (Netflix's concurrency-limits, Envoy's adaptive concurrency). A slow disk makes
 * answers late but keeps nobody waiting for the loop, so it sheds nothing.
 *
 * Requests wait in the kernel while the event loop is in its turn. Those read in one turn were all there when it began to read, and none has waited longer
 * than since the turn before, or at all before that when the loop was idle in between. The rules:
 *
 * - A request's wait is the time since its turn began to read, and the length of the turn before unless the loop was idle in between.
 * - The node becomes overloaded when, of all requests over `STANDING_MS`, more than four in five waited longer than the target, and the loop was idle for less than
 *   half of that time. A slow turn alone does not make that, and what has piled up behind it is answered.
 * - From then on only so many requests may be in work at once; others are refused. At first what the node has shown to answer within twice the target; then,
 *   every `ADJUST_MS`, less by a tenth when requests waited longer than the target on average, else more by a tenth if any had to be refused.
 * - The overload is over when nothing had to be refused for `STANDING_MS`.
 *
 * A node at its limit is thus never without work, and what it refuses it refuses at once. What was taken on is never cut.
 */

/** The field's customary interval: longer than bursts that drain by themselves, shorter than anybody's patience. */
export const STANDING_MS = 100;
/** Several turns at the target, so that a turn that happens to be long decides nothing. */
export const ADJUST_MS = 25;
/** However slow single requests are, the node goes on. */
export const IN_WORK_MIN = 4;
/** Of the requests of a window; half of them are late after any stop of a node that is half busy. */
const LATE_SHARE = 0.8;
const LESS = 0.9;
const MORE = 1.1;

export interface LoopClock {
  /** Steady, ms. */
  now(): number;
  /** How long the event loop has had nothing to do since the start, ms. */
  idle(): number;
  /** Calls back when all that is there to be read has been read. */
  afterReading(callback: () => void): void;
}

export class LoadShedder {
  /** How many requests may be in work; Infinity while the node is not overloaded. */
  private inWorkMax = Infinity;
  private inWork = 0;
  private reading = false;
  private turnBeganAt: number;
  private waitedBefore = 0;
  private idleBefore: number;
  private idleAtWindow: number;
  private windowBeganAt: number;
  private lastRefusedAt = -Infinity;
  /** Of the requests in this window: how many, how many waited too long, how long all of them waited, and how many were answered or refused. */
  private seen = 0;
  private late = 0;
  private waitedMs = 0;
  private answered = 0;
  private refused = 0;
  private readonly readingEnds = (): void => void (this.reading = false);

  /** @param targetMs how long requests may wait on end. */
  constructor(
    private readonly targetMs: number,
    private readonly clock: LoopClock,
  ) {
    this.turnBeganAt = this.windowBeganAt = clock.now();
    this.idleBefore = this.idleAtWindow = clock.idle();
  }

  /** To be asked once for every request, as soon as it is read. One that is taken on must `end`. */
  takesOn(): boolean {
    const now = this.clock.now();
    if (!this.reading) this.beginTurn(now);
    if (now - this.windowBeganAt >= (this.inWorkMax === Infinity ? STANDING_MS : ADJUST_MS)) this.beginWindow(now);
    const waitedMs = this.waitedBefore + now - this.turnBeganAt;
    this.seen += 1;
    this.waitedMs += waitedMs;
    if (waitedMs > this.targetMs) this.late += 1;
    if (this.inWork < this.inWorkMax) {
      this.inWork += 1;
      return true;
    }
    this.refused += 1;
    this.lastRefusedAt = now;
    return false;
  }

  /** The request was answered, or its caller has gone away. */
  end(): void {
    this.inWork -= 1;
    this.answered += 1;
  }

  private beginTurn(now: number): void {
    const idle = this.clock.idle();
    this.waitedBefore = idle > this.idleBefore ? 0 : now - this.turnBeganAt;
    this.turnBeganAt = now;
    this.idleBefore = idle;
    this.reading = true;
    this.clock.afterReading(this.readingEnds);
  }

  private beginWindow(now: number): void {
    this.inWorkMax = this.inWorkMax === Infinity ? this.atFirst(now) : this.adjusted(now);
    this.windowBeganAt = now;
    this.idleAtWindow = this.idleBefore;
    this.seen = 0;
    this.late = 0;
    this.waitedMs = 0;
    this.answered = 0;
    this.refused = 0;
  }

  private atFirst(now: number): number {
    const lasted = now - this.windowBeganAt;
    const idle = this.idleBefore - this.idleAtWindow;
    if (this.late <= this.seen * LATE_SHARE || idle * 2 >= lasted) return Infinity;
    this.lastRefusedAt = now;
    return Math.max(IN_WORK_MIN, (this.answered / lasted) * this.targetMs * 2);
  }

  private adjusted(now: number): number {
    if (now - this.lastRefusedAt >= STANDING_MS) return Infinity;
    if (this.waitedMs > this.seen * this.targetMs) return Math.max(IN_WORK_MIN, this.inWorkMax * LESS);
    return this.refused > 0 ? this.inWorkMax * MORE : this.inWorkMax;
  }
}

/** Of the event loop that calls it. */
export const thisLoop: LoopClock = {
  now: () => performance.now(),
  idle: () => performance.nodeTiming.idleTime,
  afterReading: (callback) => void setImmediate(callback),
};
