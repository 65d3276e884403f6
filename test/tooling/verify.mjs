/**
 * The gate: every part is run, also after one failed, with its time; the exit code is 0 only when all passed. `--without <part>` leaves one out.
 * Parts that only read the sources run side by side with the chaos run, which waits much of its time and must bear a busy machine; they say what they have to say
 * one after the other. Tests and benchmarks have the machine to themselves.
 */
import { spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';

const parts = {
  format: ['npm', 'run', '--silent', 'check:format'],
  lint: ['npm', 'run', '--silent', 'check:lint'],
  // The set-up before this has compiled everything else, and has its stamp to show for it.
  types: [process.execPath, 'node_modules/typescript/bin/tsc', '-p', 'src/web/tsconfig.json'],
  imports: ['npm', 'run', '--silent', 'check:imports'],
  tests: ['npm', 'test', '--silent'],
  chaos: ['npm', 'run', 'chaos', '--silent', '--', '--seconds', '60'],
  bench: ['npm', 'run', 'bench', '--silent', '--', '--smoke'],
};

const left = process.argv.slice(2).filter((argument) => argument !== '--without');
const unknown = left.filter((name) => !(name in parts));
if (unknown.length > 0) {
  process.stderr.write(`verify: there is no part ${unknown.join(', ')}; the parts are ${Object.keys(parts).join(', ')}\n`);
  process.exit(2);
}

const sideBySide = ['format', 'lint', 'types', 'imports', 'chaos'];
const wanted = Object.keys(parts).filter((name) => !left.includes(name));

/** What it writes is shown as it comes, or, with `held`, handed back. */
async function run(name, held) {
  const [program, ...args] = parts[name];
  const began = performance.now();
  const child = spawn(program, args, { stdio: ['inherit', held ? 'pipe' : 'inherit', held ? 'pipe' : 'inherit'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text) => (said += text));
  const status = await new Promise((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', resolve);
  });
  return { name, passed: status === 0, seconds: (performance.now() - began) / 1000, said };
}

const results = [];
const together = wanted.filter((name) => sideBySide.includes(name)).map((name) => run(name, true));
for (const part of together) {
  const result = await part;
  process.stdout.write(`\n== ${result.name}\n${result.said}`);
  results.push(result);
}
for (const name of wanted.filter((part) => !sideBySide.includes(part))) {
  process.stdout.write(`\n== ${name}\n`);
  results.push(await run(name, false));
}

process.stdout.write('\n');
for (const { name, passed, seconds } of results) {
  process.stdout.write(`${passed ? 'passed' : 'FAILED'}  ${name.padEnd(10)} ${seconds.toFixed(1).padStart(6)} s\n`);
}
process.exitCode = results.every(({ passed }) => passed) ? 0 : 1;
