/**
 * Runs rows one after the other: whatever becomes of one, the next gets its turn, until somebody ends the run. Where nothing is judged, several may be under way at
 * once; what each of them says is held back until it has ended.
 */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { judgeAll } from './judge.js';
import type { Measured, RowOutcome } from './outcome.js';
import { HeldBack } from './progress.js';
import type { Progress } from './progress.js';
import type { Row, Scale } from './row.js';

export interface RunSettings {
  readonly scale: Scale;
  readonly pairs: number;
  /** An empty directory; each row gets one of its own in it. */
  readonly scratch: string;
  readonly progress: Progress;
  /** Rows under way at once; more than one is for runs that measure nothing. @default 1 */
  readonly atOnce?: number;
  /** Once aborted, the row under way ends at its next step and no other begins. */
  readonly stop: AbortSignal;
}

/** What a row that reports progress gets to feel after Ctrl-C: it unwinds as after any failure and stops what it started. */
class RunEnded extends Error {
  override readonly name = 'RunEnded';

  constructor() {
    super('the run was ended');
  }
}

/** The outcomes are in the order of the rows. */
export async function runRows(rows: readonly Row[], settings: RunSettings): Promise<RowOutcome[]> {
  const { stop } = settings;
  const atOnce = Math.min(settings.atOnce ?? 1, rows.length);
  const outcomes = new Map<Row, RowOutcome>();
  const waiting = rows.values();
  const takeTurns = async (): Promise<void> => {
    for (const row of waiting) {
      const progress = atOnce === 1 ? settings.progress : new HeldBack(settings.progress);
      const outcome = stop.aborted ? ({ status: 'interrupted', row } as const) : await runRow(row, { ...settings, progress });
      progress.rowEnded(outcome);
      outcomes.set(row, outcome);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, takeTurns));
  return rows.flatMap((row) => outcomes.get(row) ?? []);
}

async function runRow(row: Row, settings: RunSettings): Promise<RowOutcome> {
  const { stop, progress } = settings;
  const startedAt = performance.now();
  const secondsSoFar = (): number => (performance.now() - startedAt) / 1000;
  try {
    const lacking = await row.missing();
    if (lacking !== null) return { status: 'not run', row, lacking };
    progress.rowStarted(row);
    const measured = await measure(row, settings);
    return { status: 'measured', row, at: new Date(), seconds: secondsSoFar(), ...measured };
  } catch (error) {
    // Whatever an ended row throws: its generator, say, heard the Ctrl-C as well.
    if (stop.aborted) return { status: 'interrupted', row };
    return { status: 'failed', row, seconds: secondsSoFar(), error: error instanceof Error ? error : new Error(String(error)) };
  }
}

async function measure(row: Row, { scale, pairs, scratch, progress, stop }: RunSettings): Promise<Pick<Measured, 'figures' | 'notes'>> {
  const own = join(scratch, row.name);
  await mkdir(own);
  try {
    const { figures, notes } = await row.run({
      scale,
      pairs,
      scratch: own,
      say: (line) => progress.say(line),
      progress: (done, total) => {
        // Whoever has taken the last step is better heard out.
        if (stop.aborted && done < total) throw new RunEnded();
        progress.step(done, total);
      },
    });
    return { figures: judgeAll(figures, scale, pairs), notes };
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}
