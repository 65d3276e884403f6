/** Timers as they are handed in everywhere, so that tests can move time by hand. */
export interface Timers {
  /** Calls `task` once after `ms`; returns how to call it off. */
  after(ms: number, task: () => void): () => void;
}

/** Timers that do not keep the process alive. */
export const nodeTimers: Timers = {
  after(ms, task) {
    const timer = setTimeout(task, ms).unref();
    return () => clearTimeout(timer);
  },
};
