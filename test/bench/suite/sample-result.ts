/** A run as it may come out, for what is made of runs. */
import { judgeAll } from '../../../bench/suite/judge.js';
import type { Measured, RowOutcome, RunResult } from '../../../bench/suite/outcome.js';
import type { Figure, Row } from '../../../bench/suite/row.js';
import type { Surroundings } from '../../../bench/suite/surroundings.js';
import { STEADY, figure } from './sample-rows.js';

export const SURROUNDINGS: Surroundings = {
  machine: { cpu: 'Test CPU', cores: 2, memoryBytes: 8 * 2 ** 30, kernel: 'Linux 6.1', disk: 'ext4 on a solid-state disk' },
  versions: { node: '20.20.2', fastify: '5.12.8' },
  commit: { id: '0123456789ab', dirty: false },
};

export function measured(row: Row = STEADY, figures: readonly Figure[] = [figure()], notes: readonly string[] = []): Measured {
  const at = new Date('2027-01-02T03:04:05Z');
  return { status: 'measured', row, at, seconds: 61.4, figures: judgeAll(figures, 'full', 5), notes };
}

export function resultOf(rows: readonly RowOutcome[], changes: Partial<RunResult> = {}): RunResult {
  const startedAt = new Date('2027-01-02T03:00:00Z');
  return { startedAt, seconds: 300, scale: 'full', pairs: 5, surroundings: SURROUNDINGS, rows, ...changes };
}
