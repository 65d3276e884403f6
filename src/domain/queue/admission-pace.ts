/**
 * How fast the line moves, judged by the latest admissions of people who had to wait. Kept as their times only, so a replay finds the same pace.
 */
import type { QueueSettings } from './protocol.js';

/** Admissions that are remembered. */
export const PACE_SAMPLES_MAX = 64;
/** Fewer say nothing. */
const PACE_SAMPLES_MIN = 4;
/** Older admissions say nothing about now. */
const PACE_WINDOW_MS = 600_000;

export class AdmissionPace {
  private readonly times: Float64Array;
  /** Admissions ever noted; the latest is at index (noted - 1) modulo the length. */
  private noted: number;

  constructor(times: Float64Array = new Float64Array(PACE_SAMPLES_MAX), noted = 0) {
    this.times = times;
    this.noted = noted;
  }

  note(at: number): void {
    this.times[this.noted % PACE_SAMPLES_MAX] = at;
    this.noted += 1;
  }

  /**
   * Seconds from one admission to the next. The time since the last one counts, so a line that stopped moving is soon seen to be slow. Without recent
   * admissions: as if everybody inside stayed for the whole inactivity limit.
   */
  secondsPerAdmission(now: number, settings: QueueSettings): number {
    let samples = 0;
    let oldest = now;
    for (let back = 1; back <= Math.min(this.noted, PACE_SAMPLES_MAX); back += 1) {
      const at = this.times[(this.noted - back) % PACE_SAMPLES_MAX] ?? 0;
      if (now - at > PACE_WINDOW_MS) break;
      samples += 1;
      oldest = at;
    }
    if (samples < PACE_SAMPLES_MIN) return settings.activeTimeoutSeconds / settings.maxActive;
    return (now - oldest) / 1000 / samples;
  }

  encode(): { readonly times: Float64Array; readonly noted: number } {
    return { times: this.times.slice(), noted: this.noted };
  }
}
