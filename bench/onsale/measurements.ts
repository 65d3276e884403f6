/** What was measured: how long each step took, how requests were answered, and how the sale looked second by second. */
/** One try of a request. */
export interface Tried {
  readonly step: string;
  readonly ms: number;
  /** Its status and, of a refusal, its code; how it is shown. */
  readonly answer: string;
  /** LOST: there was no answer. BUSY, PACED: the node has too much to do, or was asked too often. All three are tried again. */
  readonly outcome: 'ANSWERED' | 'LOST' | 'BUSY' | 'PACED';
}

export interface Percentiles {
  readonly step: string;
  readonly count: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
}

/** One moment of the sale. */
export interface Sample {
  /** Seconds since the start. */
  readonly at: number;
  readonly arrived: number;
  readonly waiting: number;
  readonly active: number;
  readonly held: number;
  readonly booked: number;
  readonly requestsPerSecond: number;
  readonly failuresPerSecond: number;
}

/** Every value is kept (8 bytes each), so that percentiles are exact. */
class Durations {
  private values = new Float64Array(64);
  private length = 0;

  add(ms: number): void {
    if (this.length === this.values.length) {
      const larger = new Float64Array(this.length * 2);
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.length] = ms;
    this.length += 1;
  }

  sorted(): Float64Array {
    return this.values.slice(0, this.length).sort();
  }
}

export class Measurements {
  /** Requests by their answer. */
  readonly answers = new Map<string, number>();
  readonly samples: Sample[] = [];
  requests = 0;
  /** Requests that had to be repeated: no answer, too busy, or too fast. */
  failures = 0;
  private readonly steps = new Map<string, Durations>();

  tried({ step, ms, answer, outcome }: Tried): void {
    this.requests += 1;
    if (outcome !== 'ANSWERED') this.failures += 1;
    this.answers.set(answer, (this.answers.get(answer) ?? 0) + 1);
    // A request that was never answered took no time worth comparing.
    if (outcome !== 'LOST') this.duration(step, ms);
  }

  duration(step: string, ms: number): void {
    const known = this.steps.get(step);
    if (known !== undefined) return known.add(ms);
    const durations = new Durations();
    durations.add(ms);
    this.steps.set(step, durations);
  }

  percentiles(): Percentiles[] {
    return [...this.steps].map(([step, durations]) => {
      const sorted = durations.sorted();
      const at = (share: number): number => percentile(sorted, share);
      return { step, count: sorted.length, p50: at(0.5), p90: at(0.9), p99: at(0.99), max: at(1) };
    });
  }

  /** For a plot: the duration of a step at each of the shares given; empty when the step never happened. */
  curve(step: string, shares: readonly number[]): number[] {
    const sorted = this.steps.get(step)?.sorted();
    return sorted === undefined ? [] : shares.map((share) => percentile(sorted, share));
  }
}

/** Nearest rank. `share` from 0 to 1. */
export function percentile(sorted: Float64Array, share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}
