/** What became of the requests of one phase of an open loop, and what that says. Pure: the sending is elsewhere. */

export const OUTCOME = { unanswered: 0, good: 1, refused: 2, wrong: 3 } as const;
export type Outcome = (typeof OUTCOME)[keyof typeof OUTCOME];

/** Who refuses more than this is not well: on a core that is nearly full, a hiccup of the machine leaves a line that must be cut at times. */
export const REFUSED_SHARE_MAX = 0.001;
/** How finely the moment of recovery is looked for. */
const RECOVERY_STEP_MS = 10;
/** Recovered is who stays well for this long. */
const RECOVERY_HELD_MS = 1_000;

export interface LatencySummary {
  readonly count: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

export interface PhaseSummary {
  readonly ratePerSecond: number;
  readonly seconds: number;
  readonly scheduled: number;
  readonly good: LatencySummary;
  readonly refused: LatencySummary;
  /** Answers that must not come, lost connections and requests without an answer, by what was seen instead. */
  readonly wrong: Readonly<Record<string, number>>;
  /** Requests that found no free connection at their time. */
  readonly late: number;
  /** Longest delay of the generator itself, from the scheduled time to the moment it looked. */
  readonly generatorLagMsMax: number;
  /** Of its core, 0 to 1. */
  readonly generatorBusy: number;
  /** From the phase's begin until a second follows in which no more than `REFUSED_SHARE_MAX` are refused and p99 keeps the limit; null when there is none. */
  readonly wellAfterMs: number | null;
}

/** The requests of a phase in the order of their scheduled times, all in ms from the phase's begin. */
export class PhaseTally {
  late = 0;
  generatorLagMsMax = 0;
  generatorBusy = 0;
  private readonly scheduledMs: number[] = [];
  private readonly latencyMs: number[] = [];
  private readonly outcomes: Outcome[] = [];
  private readonly wrong = new Map<string, number>();

  constructor(
    readonly ratePerSecond: number,
    readonly seconds: number,
  ) {}

  /** @returns The request's number within the phase. */
  schedule(atMs: number): number {
    this.latencyMs.push(0);
    this.outcomes.push(OUTCOME.unanswered);
    return this.scheduledMs.push(atMs) - 1;
  }

  answered(request: number, atMs: number, outcome: typeof OUTCOME.good | typeof OUTCOME.refused): void {
    this.latencyMs[request] = atMs - (this.scheduledMs[request] ?? atMs);
    this.outcomes[request] = outcome;
  }

  failed(request: number, what: string): void {
    this.outcomes[request] = OUTCOME.wrong;
    this.wrong.set(what, (this.wrong.get(what) ?? 0) + 1);
  }

  summary(p99MsMax: number): PhaseSummary {
    const unanswered = this.outcomes.filter((outcome) => outcome === OUTCOME.unanswered).length;
    return {
      ratePerSecond: this.ratePerSecond,
      seconds: this.seconds,
      scheduled: this.scheduledMs.length,
      good: summarised(this.latenciesOf(OUTCOME.good)),
      refused: summarised(this.latenciesOf(OUTCOME.refused)),
      wrong: { ...Object.fromEntries(this.wrong), ...(unanswered === 0 ? {} : { unanswered }) },
      late: this.late,
      generatorLagMsMax: this.generatorLagMsMax,
      generatorBusy: this.generatorBusy,
      wellAfterMs: this.wellAfterMs(p99MsMax),
    };
  }

  private latenciesOf(outcome: Outcome): number[] {
    return this.latencyMs.filter((_, request) => this.outcomes[request] === outcome);
  }

  private wellAfterMs(p99MsMax: number): number | null {
    const heldMs = Math.min(RECOVERY_HELD_MS, this.seconds * 500);
    let first = 0;
    let end = 0;
    let bad = 0;
    let slow = 0;
    for (let from = 0; from + heldMs <= this.seconds * 1000; from += RECOVERY_STEP_MS) {
      for (; (this.scheduledMs[end] ?? Infinity) < from + heldMs; end += 1) {
        bad += this.isBad(end);
        slow += this.isSlow(end, p99MsMax);
      }
      for (; (this.scheduledMs[first] ?? Infinity) < from; first += 1) {
        bad -= this.isBad(first);
        slow -= this.isSlow(first, p99MsMax);
      }
      if (bad <= (end - first) * REFUSED_SHARE_MAX && slow * 100 <= end - first) return from;
    }
    return null;
  }

  private isBad(request: number): number {
    return this.outcomes[request] === OUTCOME.good ? 0 : 1;
  }

  private isSlow(request: number, p99MsMax: number): number {
    return (this.latencyMs[request] ?? 0) > p99MsMax ? 1 : 0;
  }
}

function summarised(latencies: number[]): LatencySummary {
  const sorted = Float64Array.from(latencies).sort();
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
  return { count: sorted.length, p50Ms: at(0.5), p99Ms: at(0.99), maxMs: at(1) };
}
