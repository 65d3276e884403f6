/** The command as a process: what it prints, what it keeps, and how it ends. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import assert from 'node:assert/strict';
import { README_PATH, RESULTS_PATH, readPublished } from '../../../bench/suite/published.js';
import { readmeOf } from '../../../bench/suite/readme.js';
import { SAMPLE_ROWS } from './sample-rows.js';

const SAMPLE_BENCH = fileURLToPath(new URL('./sample-bench.js', import.meta.url));
const modules = fileURLToPath(new URL('../../../../node_modules', import.meta.url));

interface Run {
  readonly code: number | null;
  readonly output: string;
}

interface Context {
  /** A tree to publish to. */
  root: string;
  /** Where the run has its temporary files. */
  temporary: string;
  bench(line: string, onOutput?: (output: string, child: ChildProcess) => void): Promise<Run>;
}

const test = suite<Context>('command');

test.before.each(async (context) => {
  const directory = await mkdtemp(join(tmpdir(), 'command-'));
  context.root = join(directory, 'tree');
  context.temporary = join(directory, 'temporary');
  await mkdir(join(context.root, 'bench'), { recursive: true });
  await mkdir(context.temporary);
  await symlink(modules, join(context.root, 'node_modules'));
  context.bench = async (line, onOutput = () => {}) => {
    const child = spawn(process.execPath, ['--enable-source-maps', SAMPLE_BENCH, context.root, ...line.split(' ')], {
      env: { ...process.env, TMPDIR: context.temporary },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        onOutput(output, child);
      });
    }
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    return { code, output };
  };
});

test.after.each(async ({ root }) => rm(join(root, '..'), { recursive: true, force: true }));

async function isUntouched({ root, temporary }: Context): Promise<boolean> {
  return (await readdir(join(root, 'bench'))).length === 0 && (await readdir(temporary)).length === 0;
}

test('a goal that is missed and a row that lacks something are no failures', async (context) => {
  const { code, output } = await context.bench('--only steady --only slow --only lacking');
  assert.equal(code, 0, output);
  assert.match(output, /steady +requests per second +[\d,]+ req\/s +[\d,]+ req\/s +0\.\d+ \/ 0\.\d+ \/ 0\.\d+ +≥ 0\.8 +met\n/);
  assert.match(output, /slow +requests per second .* MISSED\n/);
  assert.match(output, /Not run\n +lacking +PostgreSQL is not installed: apt-get install postgresql\.\n/);
  assert.match(output, /2 rows measured, 1 not run, 3 goals met, 1 missed/);
  assert.match(output, /machine .*\n +versions +node .*\n +commit .*\n +settings +full scale, 5 pairs\n/);
});

test('a full run keeps results and report, publishes what it measured, and removes its temporary files', async (context) => {
  const { root, temporary } = context;
  await context.bench('--only steady --only slow');
  const result = JSON.parse(await readFile(join(root, 'artefacts/bench/results.json'), 'utf8')) as { rows: { row: { name: string } }[] };
  assert.deepEqual(
    result.rows.map(({ row }) => row.name),
    ['steady', 'slow'],
  );
  assert.match(await readFile(join(root, 'artefacts/bench/report.html'), 'utf8'), /What slow costs/);
  const published = await readPublished(root);
  assert.deepEqual(
    published.rows.map(({ name }) => name),
    ['steady', 'slow'],
  );
  assert.equal(await readFile(join(root, README_PATH), 'utf8'), readmeOf(published, SAMPLE_ROWS));
  assert.deepEqual(await readdir(temporary), []);
});

test('--only publishes just those rows, and leaves the others as they were', async (context) => {
  await context.bench('--only steady --only slow');
  const [before] = (await readPublished(context.root)).rows;
  await context.bench('--only slow --pairs 7');
  const { rows } = await readPublished(context.root);
  assert.deepEqual(rows[0], before);
  assert.deepEqual([rows[1]?.name, rows[1]?.pairs, rows[1]?.figures[0]?.ours.length], ['slow', 7, 7]);
});

test('a row that fails fails the run, and the others run and are published all the same', async (context) => {
  const { code, output } = await context.bench('--only wrong --only steady');
  assert.equal(code, 1);
  assert.match(output, /FAILED\n +wrong +seat 12 has two owners\n/);
  assert.match(output, /1 row measured, 1 FAILED, 3 goals met, 0 missed .*The run failed\./);
  assert.deepEqual(
    (await readPublished(context.root)).rows.map(({ name }) => name),
    ['steady'],
  );
});

test('a smoke run judges nothing and keeps nothing', async (context) => {
  const { code, output } = await context.bench('--smoke --only steady --only lacking');
  assert.equal(code, 0, output);
  assert.match(output, /settings +smoke scale, 1 pair\n/);
  assert.match(output, /nothing judged at smoke scale/);
  assert.doesNotMatch(output, / met\b|MISSED/);
  assert.ok(await isUntouched(context));
  assert.ok(!existsSync(join(context.root, 'artefacts')));
});

test('wrong answers fail a smoke run too', async (context) => {
  assert.equal((await context.bench('--smoke --only wrong')).code, 1);
});

test('a smoke run keeps something only where it is told to', async (context) => {
  const out = join(context.temporary, 'kept', 'here');
  await context.bench(`--smoke --only steady --out ${out}`);
  assert.deepEqual((await readdir(out)).sort(), ['report.html', 'results.json']);
  assert.deepEqual(await readdir(join(context.root, 'bench')), []);
});

test('Ctrl-C shows what was measured so far, publishes nothing and leaves nothing behind', async (context) => {
  let interrupted = false;
  const { code, output } = await context.bench('--only steady --only endless', (soFar, child) => {
    if (interrupted || !soFar.includes('under way')) return;
    interrupted = true;
    child.kill('SIGINT');
  });
  assert.equal(code, 130, output);
  assert.match(output, /cleaned up\n/);
  assert.match(output, /steady +requests per second .* met\n/);
  assert.match(output, /1 row measured, 1 not reached, 3 goals met, 0 missed/);
  assert.match(output, /Not measured, because the run was ended\n +endless/);
  assert.ok(await isUntouched(context));
  assert.ok(existsSync(join(context.root, 'artefacts/bench/results.json')), 'what was measured can still be looked at');
});

test('a second Ctrl-C ends a row that does not listen', async (context) => {
  let signals = 0;
  const { code } = await context.bench('--only deaf', (soFar, child) => {
    const due = Number(soFar.includes('under way')) + Number(soFar.includes('Once more'));
    for (; signals < due; signals += 1) child.kill('SIGINT');
  });
  assert.equal(code, 130);
  assert.ok(await isUntouched(context));
});

test('--list names the rows', async (context) => {
  const { code, output } = await context.bench('--list');
  assert.equal(code, 0);
  assert.match(output, /^ {2}steady +What steady costs\n {2}lacking +What lacking costs\n/);
  assert.ok(await isUntouched(context));
});

test('--readme writes the README from what is published', async (context) => {
  await context.bench('--only steady');
  const before = await readFile(join(context.root, README_PATH), 'utf8');
  await writeFile(join(context.root, README_PATH), 'edited by hand');
  assert.equal((await context.bench('--readme')).code, 0);
  assert.equal(await readFile(join(context.root, README_PATH), 'utf8'), before);
});

test('wrong usage is explained and ends with 2', async (context) => {
  const { code, output } = await context.bench('--only stedy');
  assert.equal(code, 2);
  assert.match(output, /Did you mean steady\?/);
});

test('published results that cannot be read are named before anything is measured', async (context) => {
  await writeFile(join(context.root, RESULTS_PATH), '<<<<<<< HEAD');
  const { code, output } = await context.bench('--only steady');
  assert.equal(code, 1);
  assert.match(output, /results\.json is no JSON; take it back from the last commit/);
  assert.doesNotMatch(output, /warmed up/);
});

test.run();
