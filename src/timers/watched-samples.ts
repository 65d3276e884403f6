/**
 * Something measured second by second for as long as somebody looks at it, and kept for half an hour.
 *
 * Invariants
 *  - Nothing is measured that nobody looked at within LOOKED_WITHIN_MS; whoever looks again goes on with what is still kept, with a gap in between.
 *  - Samples are taken one after the other, never two at once. One that takes longer than the interval costs those whose time went by meanwhile.
 *  - At most SAMPLES_MAX are kept, none older than SAMPLES_KEPT_MS.
 *  - After `close` there is no timer and nothing is measured any more.
 */
import type { Timers } from '../timers.js';

export const SAMPLE_INTERVAL_MS = 1_000;
/** So long after the last look measuring goes on. */
export const LOOKED_WITHIN_MS = 300_000;
export const SAMPLES_KEPT_MS = 1_800_000;
export const SAMPLES_MAX = SAMPLES_KEPT_MS / SAMPLE_INTERVAL_MS;

export interface WatchedSamplesOptions<Sample> {
  /** The node clock, ms since 1970. */
  readonly now: () => number;
  readonly timers: Timers;
  /** Measures once; null when that cannot be done now. */
  readonly take: () => Promise<Sample | null>;
  /** Somebody looks again: measuring begins. */
  readonly onBegin?: () => void;
  /** Nobody looks any more: measuring ends. */
  readonly onRest?: () => void;
  /** Nothing is kept any more. */
  readonly onEmpty?: () => void;
  /** Something that should not happen; measuring goes on. Must not throw. */
  readonly onError: (error: unknown) => void;
}

export class WatchedSamples<Sample extends { readonly at: number }> {
  /** Oldest first. */
  private readonly kept: Sample[] = [];
  private lookedAt = -Infinity;
  private plannedAt = 0;
  private isMeasuring = false;
  private isClosed = false;
  private cancel: () => void = () => undefined;

  constructor(private readonly options: WatchedSamplesOptions<Sample>) {}

  /** What is kept, or those after `since` (ms since 1970); oldest first. A look keeps measuring going. */
  look(since: number | null): readonly Sample[] {
    const now = this.options.now();
    this.lookedAt = now;
    this.forgetBefore(now - SAMPLES_KEPT_MS);
    if (!this.isMeasuring && !this.isClosed) this.begin(now);
    return since === null ? [...this.kept] : this.kept.filter(({ at }) => at > since);
  }

  /** One that was measured by whoever calls. */
  add(sample: Sample): void {
    this.kept.push(sample);
    this.forgetBefore(sample.at - SAMPLES_KEPT_MS);
    if (this.kept.length > SAMPLES_MAX) this.kept.shift();
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.cancel();
    this.endMeasuring();
  }

  private begin(now: number): void {
    this.cancel();
    this.isMeasuring = true;
    this.options.onBegin?.();
    this.plan(now + SAMPLE_INTERVAL_MS);
  }

  private plan(at: number): void {
    const { timers, now } = this.options;
    this.plannedAt = at;
    this.cancel = timers.after(Math.max(0, at - now()), () => void this.tick());
  }

  private async tick(): Promise<void> {
    const { now, onError } = this.options;
    if (now() - this.lookedAt > LOOKED_WITHIN_MS) {
      this.rest();
      return;
    }
    try {
      const sample = await this.options.take();
      if (sample !== null && !this.isClosed) this.add(sample);
    } catch (error) {
      onError(error);
    }
    if (this.isClosed) return;
    const missed = Math.max(0, Math.floor((now() - this.plannedAt) / SAMPLE_INTERVAL_MS));
    this.plan(this.plannedAt + (missed + 1) * SAMPLE_INTERVAL_MS);
  }

  private rest(): void {
    this.endMeasuring();
    this.cancel = this.options.timers.after(SAMPLES_KEPT_MS, () => {
      this.kept.length = 0;
      this.options.onEmpty?.();
    });
  }

  private endMeasuring(): void {
    if (!this.isMeasuring) return;
    this.isMeasuring = false;
    this.options.onRest?.();
  }

  private forgetBefore(time: number): void {
    while ((this.kept[0]?.at ?? Infinity) <= time) this.kept.shift();
  }
}
