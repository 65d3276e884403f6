/** The command line of the benchmark suite: every option, its limits, and what is wrong with a bad value. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { resolve } from 'node:path';
import { suggest } from '../../src/config/suggest.js';
import type { Scale } from './row.js';

export interface BenchOptions {
  /** `measure` runs rows; the others only write, and end. */
  readonly task: 'measure' | 'list' | 'readme';
  readonly scale: Scale;
  readonly pairs: number;
  /** Names of rows, in no order; null: all. */
  readonly only: readonly string[] | null;
  /** Where results.json and report.html go; null: nowhere, nothing is kept. */
  readonly out: string | null;
}

/** Anything that takes what commander has to say. */
export interface Writer {
  write(text: string): unknown;
}

/** Fewer pairs say too little about how steady a ratio is. */
export const PAIRS_MIN = 5;
const PAIRS_MAX = 100;
const SMOKE_PAIRS = 1;
const OUT_DEFAULT = 'artefacts/bench';

const DESCRIPTION = `Measures Frontrow against references in the same run and judges the ratios against the goals of bench/README.md.

Rows run one after the other. A run of all rows at full scale takes a good while and wants the machine to itself; it prints a table, writes
results.json and report.html, and replaces the published figures of the rows that it ran (bench/results.json and bench/README.md).`;

const AFTER = `
A goal that is missed is a result, not a failure. Wrong answers and books that do not add up are failures: the other rows still run.
Ctrl-C ends at the next step of the row under way, shows what was measured so far and publishes nothing; once more ends at once.

Exit codes: 0 measured, 1 a row failed, 2 wrong usage, 130 interrupted.

Examples:
  npm run bench                                     everything, as published
  npm run bench -- --smoke                          does everything still work?
  npm run bench -- --list                           which rows are there?
  npm run bench -- --only hold-hot --pairs 9        one row, looked at more closely`;

interface Given {
  readonly smoke?: true;
  readonly only?: readonly string[];
  readonly pairs?: number;
  readonly out?: string;
  readonly list?: true;
  readonly readme?: true;
}

/**
 * @param rowNames what --only takes.
 * @param relativeTo folder that the default of --out is in.
 * Throws commander's `CommanderError` for wrong usage (after explaining it) and for --help.
 */
export function parseOptions(
  argv: readonly string[],
  rowNames: readonly string[],
  relativeTo: string,
  terminal: { readonly stdout: Writer; readonly stderr: Writer },
): BenchOptions {
  const command = new Command('bench')
    .description(DESCRIPTION)
    .option('--smoke', 'run everything once and small; nothing is judged, nothing is kept (unless --out says where)')
    .option('--only <name>', 'run this row; may be given several times', rowName(rowNames))
    .option('--pairs <number>', `pairs of ours and reference to measure (default: ${PAIRS_MIN}, with --smoke ${SMOKE_PAIRS})`, pairCount)
    .option('--out <directory>', `where results.json and report.html are written (default: ${OUT_DEFAULT})`)
    .addOption(new Option('--list', 'show names and titles of the rows, and run nothing').conflicts(['smoke', 'only', 'pairs', 'out']))
    .addOption(
      new Option('--readme', 'write bench/README.md anew from bench/results.json, and run nothing').conflicts([
        'smoke',
        'only',
        'pairs',
        'out',
        'list',
      ]),
    )
    .allowExcessArguments(false)
    .showHelpAfterError('(--help describes every option)')
    .addHelpText('after', AFTER)
    .configureOutput({ writeOut: (text) => void terminal.stdout.write(text), writeErr: (text) => void terminal.stderr.write(text) })
    .exitOverride();
  command.parse([...argv], { from: 'user' });
  const { smoke, only, pairs, out, list, readme } = command.opts<Given>();
  if (smoke === undefined && pairs !== undefined && pairs < PAIRS_MIN) {
    command.error(`error: --pairs must be at least ${PAIRS_MIN}, or the ratios say little; with --smoke fewer are enough.`);
  }
  return {
    task: list ? 'list' : readme ? 'readme' : 'measure',
    scale: smoke ? 'smoke' : 'full',
    pairs: pairs ?? (smoke ? SMOKE_PAIRS : PAIRS_MIN),
    only: only ?? null,
    out: out === undefined ? (smoke ? null : resolve(relativeTo, OUT_DEFAULT)) : resolve(out),
  };
}

function pairCount(text: string): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= 1 && value <= PAIRS_MAX) return value;
  throw new InvalidArgumentError(`It must be a whole number from 1 to ${PAIRS_MAX}.`);
}

function rowName(known: readonly string[]): (text: string, before?: readonly string[]) => readonly string[] {
  return (text, before = []) => {
    if (known.includes(text)) return [...before, text];
    const near = nearTo(text, known);
    const hint = near.length === 0 ? '' : ` Did you mean ${near.join(' or ')}?`;
    throw new InvalidArgumentError(`There is no such row.${hint} The rows are: ${known.join(', ')}.`);
  };
}

/** Names of settings are what `suggest` knows: upper case, words parted by underscores. */
function nearTo(name: string, known: readonly string[]): string[] {
  const asSetting = (text: string): string => text.toUpperCase().replaceAll('-', '_');
  const found = suggest(asSetting(name), known.map(asSetting));
  return known.filter((candidate) => found.includes(asSetting(candidate)));
}
