/** A run as text for a terminal. */
import { textTable } from '../support/text-table.js';
import { counted, duration, figureCells, gibibytes } from './format.js';
import type { JudgedFigure, Verdict } from './judge.js';
import { verdictCount, withStatus } from './outcome.js';
import type { Measured, RunResult } from './outcome.js';
import type { Commit, Machine, Surroundings } from './surroundings.js';

const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  met: 'met',
  missed: 'MISSED',
  'for information': '',
  'not judged': '',
};

export function surroundingsText({ machine, versions, commit }: Surroundings, settings: Pick<RunResult, 'scale' | 'pairs'>): string {
  return textTable(
    [
      ['machine', machineText(machine)],
      ['versions', versionsText(versions)],
      ['commit', commitText(commit)],
      ['settings', `${settings.scale} scale, ${counted(settings.pairs, 'pair')}`],
    ],
    ['left', 'left'],
  ).join('\n');
}

export function machineText({ cpu, cores, memoryBytes, kernel, disk }: Machine): string {
  return `${cpu}, ${counted(cores, 'core')}, ${gibibytes(memoryBytes)} of memory, ${kernel}, ${disk}`;
}

export function versionsText(versions: Surroundings['versions']): string {
  return Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ');
}

export function commitText(commit: Commit | null): string {
  return commit === null ? 'unknown' : commit.dirty ? `${commit.id} with uncommitted changes` : commit.id;
}

export function summaryOf(result: RunResult): string {
  const measured = withStatus(result, 'measured');
  return [
    ...(measured.length === 0 ? [] : ['', ...figureTable(measured), ...noteLines(measured)]),
    ...listed(
      'Not run',
      withStatus(result, 'not run').map(({ row, lacking }) => [row.name, lacking]),
    ),
    ...listed(
      'Not measured, because the run was ended',
      withStatus(result, 'interrupted').map(({ row }) => [row.name, row.title]),
    ),
    ...listed(
      'FAILED',
      withStatus(result, 'failed').map(({ row, error }) => [row.name, error.message]),
    ),
    '',
    verdictOn(result),
  ].join('\n');
}

/** One sentence for the whole run. */
export function verdictOn(result: RunResult): string {
  const measured = withStatus(result, 'measured');
  const failed = withStatus(result, 'failed').length;
  const parts = [
    `${counted(measured.length, 'row')} measured`,
    ...part(withStatus(result, 'not run').length, 'not run'),
    ...part(withStatus(result, 'interrupted').length, 'not reached'),
    ...part(failed, 'FAILED'),
    ...(result.scale === 'smoke'
      ? ['nothing judged at smoke scale']
      : [`${counted(verdictCount(result, 'met'), 'goal')} met`, `${verdictCount(result, 'missed')} missed`]),
  ];
  return `${parts.join(', ')} (${duration(result.seconds)}).${failed === 0 ? '' : ' The run failed.'}`;
}

function part(count: number, what: string): string[] {
  return count === 0 ? [] : [`${count} ${what}`];
}

function figureTable(rows: readonly Measured[]): string[] {
  const lines = rows.flatMap(({ row, figures }) => figures.map((figure, index) => figureLine(index === 0 ? row.name : '', figure)));
  return textTable(
    [['row', 'figure', 'ours', 'reference', 'min / median / max', 'goal', ''], ...lines],
    ['left', 'left', 'right', 'right', 'right', 'left', 'left'],
  );
}

function figureLine(rowName: string, figure: JudgedFigure): string[] {
  return [rowName, figure.name, ...figureCells(figure), VERDICT_WORDS[figure.verdict]];
}

function noteLines(rows: readonly Measured[]): string[] {
  return listed(
    'Notes',
    rows.flatMap(({ row, notes }) => notes.map((note, index) => [index === 0 ? row.name : '', note])),
  );
}

function listed(heading: string, rows: readonly (readonly string[])[]): string[] {
  return rows.length === 0 ? [] : ['', heading, ...textTable(rows, ['left', 'left'])];
}
