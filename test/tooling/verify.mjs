/**
 * The gate: every part is run, also after one failed, with its time; the exit code is 0 only when all passed. `--without <part>` leaves one out.
 *
 * Parts that only read the sources take the time that the others leave over. Tests have the machine to themselves otherwise; the chaos run and the small
 * benchmarks, which judge nothing by the clock, share it. What runs beside something else says what it has to say when its turn comes.
 */
import { spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { performance } from 'node:perf_hooks';

const reading = {
  format: ['npm', 'run', '--silent', 'check:format'],
  lint: ['npm', 'run', '--silent', 'check:lint'],
  // The set-up before this has compiled everything else, and has its stamp to show for it.
  types: [process.execPath, 'node_modules/typescript/bin/tsc', '-p', 'src/web/tsconfig.json'],
  imports: ['npm', 'run', '--silent', 'check:imports'],
};
const running = {
  tests: ['npm', 'test', '--silent'],
  chaos: ['npm', 'run', 'chaos', '--silent', '--', '--seconds', '60'],
  bench: ['npm', 'run', 'bench', '--silent', '--', '--smoke'],
};
const parts = { ...reading, ...running };

const left = process.argv.slice(2).filter((argument) => argument !== '--without');
const unknown = left.filter((name) => !(name in parts));
if (unknown.length > 0) {
  process.stderr.write(`verify: there is no part ${unknown.join(', ')}; the parts are ${Object.keys(parts).join(', ')}\n`);
  process.exit(2);
}
const wanted = (name) => !left.includes(name);

/** What it writes is shown as it comes, or, with `held`, handed back. */
async function run(name, { held = false, aside = false } = {}) {
  const [program, ...args] = parts[name];
  const began = performance.now();
  const child = spawn(program, args, { stdio: ['inherit', held ? 'pipe' : 'inherit', held ? 'pipe' : 'inherit'] });
  if (aside && child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text) => (said += text));
  const status = await new Promise((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', resolve);
  });
  return { name, passed: status === 0, seconds: (performance.now() - began) / 1000, said };
}

const results = [];

async function show(part) {
  const result = await part;
  process.stdout.write(`\n== ${result.name}\n${result.said}`);
  results.push(result);
}

async function runShown(name) {
  process.stdout.write(`\n== ${name}\n`);
  results.push(await run(name));
}

const read = (async () => {
  const ended = [];
  // One after the other: together they would need the memory of all.
  for (const name of Object.keys(reading).filter(wanted)) ended.push(await run(name, { held: true, aside: true }));
  return ended;
})();
if (wanted('tests')) await runShown('tests');
const chaos = wanted('chaos') ? run('chaos', { held: true }) : null;
if (wanted('bench')) await runShown('bench');
if (chaos !== null) await show(chaos);
for (const part of await read) await show(part);

process.stdout.write('\n');
for (const { name, passed, seconds } of results) {
  process.stdout.write(`${passed ? 'passed' : 'FAILED'}  ${name.padEnd(10)} ${seconds.toFixed(1).padStart(6)} s\n`);
}
process.exitCode = results.every(({ passed }) => passed) ? 0 : 1;
