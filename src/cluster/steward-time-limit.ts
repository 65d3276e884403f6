/** Work that is not waited for without end. */
import type { Timers } from '../timers.js';

/** Settles as `work` does; resolves when it has not settled after `ms`. */
export function within(timers: Timers, ms: number, work: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const callOff = timers.after(Math.max(0, ms), resolve);
    void work.then(resolve, reject).finally(callOff);
  });
}
