/** How long the event loop is held up, measured only while somebody looks. */
import { monitorEventLoopDelay } from 'node:perf_hooks';

export interface LoopDelay {
  begin(): void;
  /** Since the last call, or since it began; ms. */
  takeP99Ms(): number;
  end(): void;
}

const RESOLUTION_MS = 10;
const NS_PER_MS = 1_000_000;

/** Node's own histogram: how far apart the turns of a timer are, of which the timer's interval is no delay. */
export function nodeLoopDelay(): LoopDelay {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  return {
    begin() {
      histogram.reset();
      histogram.enable();
    },
    takeP99Ms() {
      const between = histogram.count === 0 ? 0 : histogram.percentile(99) / NS_PER_MS;
      histogram.reset();
      return Math.max(0, between - RESOLUTION_MS);
    },
    end() {
      histogram.disable();
    },
  };
}
