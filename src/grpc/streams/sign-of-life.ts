/** A stream with nothing to say says so now and then, so that its reader can tell a quiet stream from a dead one. */
import type { Timers } from '../../timers.js';

/** What the protocol promises readers. */
export const SIGN_OF_LIFE_AFTER_MS = 15_000;

export class SignOfLife {
  private spokeAt: number;
  private stopWaiting: () => void = () => undefined;

  /** @param give called when nothing was said for SIGN_OF_LIFE_AFTER_MS. */
  constructor(
    private readonly clock: { now(): number },
    private readonly timers: Timers,
    private readonly give: () => void,
  ) {
    this.spokeAt = clock.now();
    this.wait(SIGN_OF_LIFE_AFTER_MS);
  }

  /** Something was said. Cheap: the timer goes on and looks when it goes off. */
  spoke(): void {
    this.spokeAt = this.clock.now();
  }

  stop(): void {
    this.stopWaiting();
  }

  private wait(ms: number): void {
    this.stopWaiting = this.timers.after(ms, () => {
      const quietMs = this.clock.now() - this.spokeAt;
      if (quietMs < SIGN_OF_LIFE_AFTER_MS) {
        this.wait(SIGN_OF_LIFE_AFTER_MS - quietMs);
        return;
      }
      this.spoke();
      this.wait(SIGN_OF_LIFE_AFTER_MS);
      this.give();
    });
  }
}
