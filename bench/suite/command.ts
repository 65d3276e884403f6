/** The command `bench`, apart from the process around it: options in, text and files out, an exit code back. */
import { CommanderError } from 'commander';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { assertNever } from '../../src/domain/decider.js';
import { textTable } from '../support/text-table.js';
import { parseOptions } from './options.js';
import type { BenchOptions, Writer } from './options.js';
import { withStatus } from './outcome.js';
import type { RunResult } from './outcome.js';
import { createProgress } from './progress.js';
import type { Terminal } from './progress.js';
import { README_PATH, RESULTS_PATH, UnreadableResults, merge, readPublished, writePublished } from './published.js';
import { readmeOf } from './readme.js';
import { reportOf } from './report.js';
import type { Row } from './row.js';
import { runRows } from './runner.js';
import { lookAround } from './surroundings.js';
import { summaryOf, surroundingsText } from './summary.js';

export const EXIT = { measured: 0, failed: 1, usage: 2, interrupted: 130 } as const;

/** Nothing is judged at smoke scale, and most of its time rows wait for processes to start. */
const SMOKE_ROWS_AT_ONCE = 2;

export interface CommandContext {
  readonly argv: readonly string[];
  readonly rows: readonly Row[];
  /** Of the work tree. */
  readonly root: string;
  readonly stdout: Terminal;
  readonly stderr: Writer;
  /** Aborted by Ctrl-C. */
  readonly stop: AbortSignal;
  /** Called with the directory of everything temporary, for whoever has to end without waiting. */
  readonly onScratch?: (directory: string) => void;
}

export async function bench(context: CommandContext): Promise<number> {
  const options = optionsOrExitCode(context);
  if (typeof options === 'number') return options;
  try {
    switch (options.task) {
      case 'list':
        return list(context);
      case 'readme':
        return await rewriteReadme(context);
      case 'measure':
        return await measure(options, context);
      default:
        return assertNever(options.task);
    }
  } catch (error) {
    if (!(error instanceof UnreadableResults)) throw error;
    context.stderr.write(`bench: ${error.message}\n`);
    return EXIT.failed;
  }
}

function optionsOrExitCode({ argv, rows, root, stdout, stderr }: CommandContext): BenchOptions | number {
  try {
    return parseOptions(
      argv,
      rows.map(({ name }) => name),
      root,
      { stdout, stderr },
    );
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.measured : EXIT.usage;
    throw error;
  }
}

function list({ rows, stdout }: CommandContext): number {
  const lines = textTable(
    rows.map(({ name, title }) => [name, title]),
    ['left', 'left'],
  );
  for (const line of lines) stdout.write(`${line}\n`);
  return EXIT.measured;
}

async function rewriteReadme({ root, rows, stdout }: CommandContext): Promise<number> {
  await writeFile(join(root, README_PATH), readmeOf(await readPublished(root), rows));
  stdout.write(`Written: ${README_PATH}\n`);
  return EXIT.measured;
}

async function measure(options: BenchOptions, context: CommandContext): Promise<number> {
  const { root, rows, stdout, stop } = context;
  // Before hours of measuring: whatever stands there must be readable to be merged with.
  if (options.scale === 'full') await readPublished(root);
  const chosen = rows.filter(({ name }) => options.only?.includes(name) ?? true);
  const scratch = await mkdtemp(join(tmpdir(), 'frontrow-bench-'));
  context.onScratch?.(scratch);
  try {
    const result = await run(chosen, options, scratch, context);
    stdout.write(`${summaryOf(result)}\n`);
    await keep(result, options, scratch, context);
    if (stop.aborted) return EXIT.interrupted;
    return withStatus(result, 'failed').length === 0 ? EXIT.measured : EXIT.failed;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function run(rows: readonly Row[], { scale, pairs }: BenchOptions, scratch: string, context: CommandContext): Promise<RunResult> {
  const { root, stdout, stop } = context;
  const startedAt = new Date();
  const began = performance.now();
  const surroundings = await lookAround(root, scratch, [RESULTS_PATH, README_PATH]);
  stdout.write(`${surroundingsText(surroundings, { scale, pairs })}\n\n`);
  const progress = createProgress(stdout);
  try {
    const atOnce = scale === 'smoke' ? SMOKE_ROWS_AT_ONCE : 1;
    const outcomes = await runRows(rows, { scale, pairs, scratch, progress, stop, atOnce });
    return { startedAt, seconds: (performance.now() - began) / 1000, scale, pairs, surroundings, rows: outcomes };
  } finally {
    progress.end();
  }
}

/** At smoke scale everything is written too, to see that it can be, into the scratch directory: nothing is left of it. */
async function keep(result: RunResult, { out, scale }: BenchOptions, scratch: string, context: CommandContext): Promise<void> {
  const { root, rows, stdout, stop } = context;
  const directory = out ?? scratch;
  await mkdir(directory, { recursive: true });
  const report = join(directory, 'report.html');
  await writeFile(report, await reportOf(result));
  await writeFile(join(directory, 'results.json'), `${JSON.stringify(asJson(result), null, 2)}\n`);
  if (out !== null) stdout.write(`Report: ${pathToFileURL(report).href}\n`);
  if (scale === 'smoke' || stop.aborted || withStatus(result, 'measured').length === 0) return;
  const published = merge(await readPublished(root), result, rows);
  await writePublished(root, published);
  await writeFile(join(root, README_PATH), readmeOf(published, rows));
  stdout.write(`Published: ${RESULTS_PATH}, ${README_PATH}\n`);
}

/** An error's message and stack are no members that JSON would show; of a row only its texts are of interest. */
function asJson(result: RunResult): object {
  return {
    ...result,
    rows: result.rows.map((outcome) => {
      const { name, title, ours, reference } = outcome.row;
      const texts = { name, title, ours, reference };
      return outcome.status === 'failed' ? { ...outcome, row: texts, error: outcome.error.stack } : { ...outcome, row: texts };
    }),
  };
}
