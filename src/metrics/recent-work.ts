/**
 * What a node did since it was last asked: counts, and how long things took. Only counted while somebody looks, so it may cost a little more than metrics do.
 *
 * Times go into buckets, each a tenth longer than the one before; a quantile is the upper end of its bucket, so it is at most a tenth too long, never too short.
 */
import type { NodeSample } from '../rest/deps.js';

const SHORTEST_MS = 0.05;
const LONGEST_MS = 60_000;
const GROWTH = 1.1;
const LOG_GROWTH = Math.log(GROWTH);
const BUCKETS = Math.ceil(Math.log(LONGEST_MS / SHORTEST_MS) / LOG_GROWTH) + 1;
/** Codes counted apart; there are fewer. */
const CODES_MAX = 100;

export class TimeBuckets {
  private readonly counts = new Uint32Array(BUCKETS);
  private total = 0;

  get count(): number {
    return this.total;
  }

  add(milliseconds: number): void {
    const bucket = milliseconds > SHORTEST_MS ? Math.ceil(Math.log(milliseconds / SHORTEST_MS) / LOG_GROWTH) : 0;
    const at = Math.min(bucket, BUCKETS - 1);
    this.counts[at] = (this.counts[at] ?? 0) + 1;
    this.total += 1;
  }

  /** Milliseconds, hundredths of them at most; 0 when there was nothing. `share`: 0 to 1. */
  quantile(share: number): number {
    if (this.total === 0) return 0;
    let left = Math.max(1, Math.ceil(this.total * share));
    for (let at = 0; at < BUCKETS; at += 1) {
      left -= this.counts[at] ?? 0;
      if (left <= 0) return rounded(SHORTEST_MS * GROWTH ** at);
    }
    return LONGEST_MS;
  }

  clear(): void {
    this.counts.fill(0);
    this.total = 0;
  }
}

export type WorkDone = Pick<
  NodeSample,
  'requestsPerSecond' | 'p50Ms' | 'p99Ms' | 'refusals' | 'commitsPerSecond' | 'recordsPerSecond' | 'commitP99Ms'
>;

export class RecentWork {
  private readonly requests = new TimeBuckets();
  private readonly commits = new TimeBuckets();
  private readonly codes = new Map<string, number>();
  private records = 0;

  /** @param since the node clock, ms: when counting begins. */
  constructor(private since: number) {}

  request(seconds: number): void {
    this.requests.add(seconds * 1000);
  }

  refusal(code: string): void {
    const before = this.codes.get(code);
    if (before !== undefined || this.codes.size < CODES_MAX) this.codes.set(code, (before ?? 0) + 1);
  }

  commit(records: number, milliseconds: number): void {
    this.commits.add(milliseconds);
    this.records += records;
  }

  /** What was done up to now, after which counting begins anew. */
  take(now: number): WorkDone {
    const seconds = Math.max(1, now - this.since) / 1000;
    const rate = (count: number): number => rounded(count / seconds);
    const done = {
      requestsPerSecond: rate(this.requests.count),
      p50Ms: this.requests.quantile(0.5),
      p99Ms: this.requests.quantile(0.99),
      refusals: Object.fromEntries([...this.codes].map(([code, count]) => [code, rate(count)])),
      commitsPerSecond: rate(this.commits.count),
      recordsPerSecond: rate(this.records),
      commitP99Ms: this.commits.quantile(0.99),
    };
    this.since = now;
    this.requests.clear();
    this.commits.clear();
    this.codes.clear();
    this.records = 0;
    return done;
  }
}

export function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
