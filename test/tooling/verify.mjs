/**
 * The gate: every part is run, also after one failed, with its time; the exit code is 0 only when all passed. `--without <part>` leaves one out.
 */
import { spawnSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';

const parts = {
  format: ['npm', 'run', '--silent', 'check:format'],
  lint: ['npm', 'run', '--silent', 'check:lint'],
  types: ['npm', 'run', '--silent', 'check:types'],
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

const results = Object.entries(parts)
  .filter(([name]) => !left.includes(name))
  .map(([name, [program, ...args]]) => {
    process.stdout.write(`\n== ${name}\n`);
    const began = performance.now();
    const { status } = spawnSync(program, args, { stdio: 'inherit' });
    return { name, passed: status === 0, seconds: (performance.now() - began) / 1000 };
  });

process.stdout.write('\n');
for (const { name, passed, seconds } of results) {
  process.stdout.write(`${passed ? 'passed' : 'FAILED'}  ${name.padEnd(10)} ${seconds.toFixed(1).padStart(6)} s\n`);
}
process.exitCode = results.every(({ passed }) => passed) ? 0 : 1;
