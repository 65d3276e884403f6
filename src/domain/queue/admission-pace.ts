/**
 * How fast the line moves, judged by the latest admissions of people who had to wait.
 *
 * Admissions are counted by spans of ten seconds over the last ten minutes: long enough for a line that moves once a minute, and a single burst (more
 * places opened at once) does not make a long line look as if it were gone in a moment. Derived from events only, so a replay finds the same pace.
 */
import type { QueueSettings } from './protocol.js';

const SPAN_MS = 10_000;
const SPANS = 60;
/** Fewer admissions say nothing. */
const ADMISSIONS_MIN = 4;

export interface EncodedPace {
  /** Number of the span that each slot counts: milliseconds since 1970 divided by SPAN_MS. */
  readonly spans: Float64Array;
  readonly admissions: Uint32Array;
}

export class AdmissionPace {
  private readonly spans: Float64Array;
  private readonly admissions: Uint32Array;

  constructor(encoded: EncodedPace = { spans: new Float64Array(SPANS), admissions: new Uint32Array(SPANS) }) {
    this.spans = encoded.spans;
    this.admissions = encoded.admissions;
  }

  note(at: number): void {
    const span = Math.floor(at / SPAN_MS);
    const slot = span % SPANS;
    const isSame = this.spans[slot] === span;
    this.admissions[slot] = isSame ? (this.admissions[slot] ?? 0) + 1 : 1;
    this.spans[slot] = span;
  }

  /**
   * Seconds from one admission to the next, above 0. The time since the last one counts, so a line that stopped moving is soon seen to be slow. Without
   * recent admissions: as if everybody inside stayed for the whole inactivity limit.
   */
  secondsPerAdmission(now: number, settings: QueueSettings): number {
    const current = Math.floor(now / SPAN_MS);
    let admissions = 0;
    let oldest = current;
    for (let slot = 0; slot < SPANS; slot += 1) {
      const span = this.spans[slot] ?? 0;
      if (span <= current - SPANS) continue;
      admissions += this.admissions[slot] ?? 0;
      oldest = Math.min(oldest, span);
    }
    if (admissions < ADMISSIONS_MIN) return settings.activeTimeoutSeconds / settings.maxActive;
    return Math.max(now - oldest * SPAN_MS, SPAN_MS) / 1000 / admissions;
  }

  encode(): EncodedPace {
    return { spans: this.spans.slice(), admissions: this.admissions.slice() };
  }
}
