/** Timers, so that tests can move time by hand. */
export interface Timers {
  /** Calls `work` every `intervalMs`, until the returned function is called. */
  every(intervalMs: number, work: () => void): () => void;
  /** Calls `work` once after `delayMs`, unless the returned function is called before. */
  after(delayMs: number, work: () => void): () => void;
}

/** Timers that do not keep the process alive. */
export const nodeTimers: Timers = {
  every(intervalMs, work) {
    const timer = setInterval(work, intervalMs).unref();
    return () => clearInterval(timer);
  },
  after(delayMs, work) {
    const timer = setTimeout(work, delayMs).unref();
    return () => clearTimeout(timer);
  },
};
