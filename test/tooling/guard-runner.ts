/**
 * Runs the tests: `guard-runner.js [--root <folder>] [--jobs <n>] [pattern...]`.
 *
 * Each `*.test.js` under the root gets a process, a deadline and a temporary directory of its own, and must prove that all its tests passed (see
 * verdict.ts). A pattern is a part of a file's name as the repository spells it, such as `queue` or `test/domain/queue.test.ts`.
 *
 * TEST_DEADLINE_SECONDS changes how long one file may take.
 */
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { abandonTestFiles, runTestFile } from './test-process.js';
import { TestReport } from './test-report.js';

const deadlineSecondsDefault = 120;
const ownTests = fileURLToPath(new URL('..', import.meta.url));

interface TestFile {
  readonly path: string;
  /** As the repository spells it: the source's path. */
  readonly name: string;
}

interface Run {
  readonly files: readonly TestFile[];
  readonly jobs: number;
  readonly deadlineSeconds: number;
}

/** Throws with a sentence for the developer. */
function plan(): Run {
  const { values, positionals } = parseArgs({
    options: { root: { type: 'string', default: ownTests }, jobs: { type: 'string', default: String(availableParallelism()) } },
    allowPositionals: true,
  });
  const jobs = positiveNumber(values.jobs, '--jobs');
  const deadlineSeconds = positiveNumber(process.env['TEST_DEADLINE_SECONDS'] ?? String(deadlineSecondsDefault), 'TEST_DEADLINE_SECONDS');
  const files = testFiles(resolve(values.root), positionals);
  if (files.length > 0) return { files, jobs, deadlineSeconds };
  throw new Error(`no test file ${positionals.length > 0 ? `matches ${positionals.join(' or ')}` : `was found under ${values.root}`}`);
}

async function runAll({ files, jobs, deadlineSeconds }: Run): Promise<boolean> {
  const began = performance.now();
  const report = new TestReport(process.stdout, files.length);
  const waiting = files.values();
  const takeTurns = async (): Promise<void> => {
    for (const { path, name } of waiting) {
      report.began(name);
      report.ended(name, await runTestFile(path, deadlineSeconds));
    }
  };
  await Promise.all(Array.from({ length: jobs }, takeTurns));
  return report.finish((performance.now() - began) / 1000);
}

function testFiles(root: string, patterns: readonly string[]): TestFile[] {
  const wanted = patterns.map((pattern) => pattern.replace(/^\.\//, '').replace(/\.js$/, '.ts'));
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.test.js'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({ path, name: join('test', relative(root, path)).replace(/\.js$/, '.ts') }))
    .filter(({ name }) => wanted.length === 0 || wanted.some((pattern) => name.includes(pattern)));
}

function positiveNumber(text: string, name: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new Error(`${name} must be a number above 0, not "${text}"`);
}

async function main(): Promise<void> {
  for (const [signal, exitCode] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.once(signal, () => {
      abandonTestFiles();
      process.exit(exitCode);
    });
  }
  let run: Run;
  try {
    run = plan();
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 2;
    return;
  }
  process.exitCode = (await runAll(run)) ? 0 : 1;
}

await main();
