/**
 * Runs the tests: `guard-runner.js [--root <folder>] [--jobs <n>] [pattern...]`.
 *
 * Each `*.test.js` under the root gets a process, a deadline and a temporary directory of its own, and must prove that all its tests passed (see
 * verdict.ts). A pattern is a part of a file's name as the repository spells it, such as `queue` or `test/domain/queue.test.ts`.
 *
 * One more runs at a time than there are processors: those that start whole nodes wait much of their time.
 *
 * TEST_DEADLINE_SECONDS changes how long one file may take. TEST_CHROMIUM is the browser for tests of the web app, see ../support/browser-program.ts.
 */
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { browserProgram } from '../support/browser-program.js';
import { abandonTestFiles, runTestFile } from './test-process.js';
import { TestReport } from './test-report.js';

const deadlineSecondsDefault = 120;
/** Files that start whole nodes, browsers or NATS servers, those that take longest first. */
const longest = ['test/web/', 'test/process/', 'test/onsale/', 'test/chaos/', 'test/bench/', 'test/journal/jetstream-', 'test/cluster/'];
const BROWSER_TESTS = 'test/web/';
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
    options: { root: { type: 'string', default: ownTests }, jobs: { type: 'string', default: String(availableParallelism() + 1) } },
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
  const waiting = [...files];
  const takeTurns = async (next: () => TestFile | undefined): Promise<void> => {
    for (let file = next(); file !== undefined; file = next()) {
      report.began(file.name);
      report.ended(file.name, await runTestFile(file.path, deadlineSeconds));
    }
  };
  // One begins with the longest and the others with the shortest: those that need most of the machine do not run side by side, and no long one is left for the end.
  const turns = Array.from({ length: jobs }, (_, job) => takeTurns(job === 0 ? () => waiting.shift() : () => waiting.pop()));
  await Promise.all(turns);
  return report.finish((performance.now() - began) / 1000);
}

function testFiles(root: string, patterns: readonly string[]): TestFile[] {
  const wanted = patterns.map((pattern) => pattern.replace(/^\.\//, '').replace(/\.js$/, '.ts'));
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.test.js'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({ path, name: join('test', relative(root, path)).replace(/\.js$/, '.ts') }))
    .filter(({ name }) => wanted.length === 0 || wanted.some((pattern) => name.includes(pattern)))
    .sort((one, other) => rank(one) - rank(other));
}

/** 0 for the longest. */
function rank({ name }: TestFile): number {
  const found = longest.findIndex((beginning) => name.startsWith(beginning));
  return found === -1 ? longest.length : found;
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
  // It may have to be fetched, which is not for the deadline of one file. Whoever cannot do without it says why it is missing.
  if (run.files.some(({ name }) => name.startsWith(BROWSER_TESTS))) await browserProgram().catch(() => undefined);
  process.exitCode = (await runAll(run)) ? 0 : 1;
}

await main();
