/** Exact percentiles: every latency is kept, none is rounded into a bucket. */
import type { Latencies } from './load.js';

/** Throws `RangeError` without samples. */
export function latenciesOf(samplesMs: Float64Array): Latencies {
  const max = samplesMs.reduce((highest, ms) => Math.max(highest, ms), 0);
  if (samplesMs.length === 0) throw new RangeError('there are no latencies of no answers');
  const sorted = Float64Array.from(samplesMs).sort();
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? max;
  const mean = sorted.reduce((sum, ms) => sum + ms, 0) / sorted.length;
  return { mean, p50: at(0.5), p90: at(0.9), p99: at(0.99), p999: at(0.999), max };
}
