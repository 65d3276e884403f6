/** Waits that can be cut short: by something that happened, or because everything ends. */
import type { Timers } from '../timers.js';

export class Waiting {
  private end: (() => void) | null = null;

  constructor(private readonly timers: Timers) {}

  /** Resolves after `ms`, or when it is cut short. One at a time. */
  for(ms: number): Promise<void> {
    this.cutShort();
    return new Promise((resolve) => {
      const end = (): void => {
        callOff();
        if (this.end === end) this.end = null;
        resolve();
      };
      const callOff = this.timers.after(ms, end);
      this.end = end;
    });
  }

  cutShort(): void {
    this.end?.();
  }
}
