/**
 * How busy this node is, second by second, for the operators who look at it. Only this node's own work: what others do is asked of them.
 *
 * Nothing is counted or measured unless somebody looked lately (see timers/watched-samples.ts).
 */
import type { NodeSample, NodeStats } from '../rest/deps.js';
import type { Timers } from '../timers.js';
import { SAMPLE_INTERVAL_MS, WatchedSamples } from '../timers/watched-samples.js';
import type { LoopDelay } from './loop-delay.js';
import { RecentWork, rounded } from './recent-work.js';

/** What the node says of itself at any moment. */
export type NodeFigures = Pick<NodeSample, 'sockets' | 'ownedShards' | 'handOffs' | 'fences'>;

export interface NodeStatsOptions {
  /** Whoever counts is handed what to count into, and null when nobody looks any more. */
  readonly countInto: (recent: RecentWork | null) => void;
  readonly figures: () => NodeFigures;
  readonly loopDelay: LoopDelay;
  /** The node clock, ms since 1970. */
  readonly now: () => number;
  readonly timers: Timers;
  readonly onError: (error: unknown) => void;
}

export class SampledNodeStats implements NodeStats {
  readonly intervalMs = SAMPLE_INTERVAL_MS;
  private readonly samples: WatchedSamples<NodeSample>;
  private recent: RecentWork | null = null;

  constructor(private readonly options: NodeStatsOptions) {
    const { now, timers, onError } = options;
    this.samples = new WatchedSamples({
      now,
      timers,
      take: async () => this.take(),
      onBegin: () => this.begin(),
      onRest: () => this.rest(),
      onError,
    });
  }

  look(since: number | null): readonly NodeSample[] {
    return this.samples.look(since);
  }

  close(): void {
    this.samples.close();
  }

  private begin(): void {
    this.recent = new RecentWork(this.options.now());
    this.options.countInto(this.recent);
    this.options.loopDelay.begin();
  }

  private rest(): void {
    this.recent = null;
    this.options.countInto(null);
    this.options.loopDelay.end();
  }

  private take(): NodeSample | null {
    if (this.recent === null) return null;
    const at = this.options.now();
    const loopDelayP99Ms = rounded(this.options.loopDelay.takeP99Ms());
    return { at, ...this.recent.take(at), loopDelayP99Ms, ...this.options.figures() };
  }
}
