/**
 * Nobody waits for an answer for ever. Calls of one method have the same time at most, so the ones that began first are overdue first, and one timer looks
 * after all of them. Calls are a linked list in the order in which they began; whoever leaves it lets go of its neighbours.
 */
import type { Timers } from '../timers.js';

export abstract class OpenCall {
  earlier: OpenCall | null = null;
  later: OpenCall | null = null;
  /** On the node clock, ms. */
  overdueAt = 0;
  isOpen = false;

  /** The time is up. The call is not open any more. */
  abstract onOverdue(): void;
}

interface OpenCallsDeps {
  readonly clock: { now(): number };
  readonly timers: Timers;
  readonly callTimeoutMs: number;
}

export class OpenCalls {
  private earliest: OpenCall | null = null;
  private latest: OpenCall | null = null;
  private timerIsSet = false;

  constructor(private readonly deps: OpenCallsDeps) {}

  begin(call: OpenCall): void {
    const { clock, callTimeoutMs } = this.deps;
    call.isOpen = true;
    call.overdueAt = clock.now() + callTimeoutMs;
    if (this.latest === null) this.earliest = call;
    else {
      call.earlier = this.latest;
      this.latest.later = call;
    }
    this.latest = call;
    if (!this.timerIsSet) this.checkAfter(callTimeoutMs);
  }

  /** Ending twice is fine. */
  end(call: OpenCall): void {
    if (!call.isOpen) return;
    const { earlier, later } = call;
    if (earlier === null) this.earliest = later;
    else earlier.later = later;
    if (later === null) this.latest = earlier;
    else later.earlier = earlier;
    call.earlier = null;
    call.later = null;
    call.isOpen = false;
  }

  /** Without open calls no timer is set again, so there is nothing to stop. */
  private checkAfter(ms: number): void {
    this.timerIsSet = true;
    this.deps.timers.after(ms, () => {
      this.timerIsSet = false;
      this.check(this.deps.clock.now());
      if (this.earliest !== null) this.checkAfter(Math.max(1, this.earliest.overdueAt - this.deps.clock.now()));
    });
  }

  private check(now: number): void {
    for (let call = this.earliest; call !== null && call.overdueAt <= now; call = this.earliest) {
      this.end(call);
      call.onOverdue();
    }
  }
}
