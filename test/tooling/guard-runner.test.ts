/** Every way in which uvu was seen to report success for tests that did not run or did not pass, fed to the runner. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';

const guard = suite('guard runner');

const runner = fileURLToPath(new URL('guard-runner.js', import.meta.url));
const nodeModules = fileURLToPath(new URL('../../../node_modules', import.meta.url));

interface Outcome {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface RunOptions {
  readonly files: Readonly<Record<string, string>>;
  readonly patterns?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

/** Writes the files as test files, runs the runner over them and hands back what it said. */
async function run({ files, patterns = [], env = {} }: RunOptions): Promise<Outcome> {
  const root = mkdtempSync(join(tmpdir(), 'g-'));
  try {
    writeFileSync(join(root, 'package.json'), '{ "type": "module" }');
    symlinkSync(nodeModules, join(root, 'node_modules'));
    for (const [name, source] of Object.entries(files)) {
      const path = join(root, 'tests', `${name}.test.js`);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, `import { suite, test } from 'uvu';\n${source}\n`);
    }
    const child = spawn(process.execPath, [runner, '--root', join(root, 'tests'), ...patterns], { env: { ...process.env, ...env } });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => (stdout += String(chunk)));
    child.stderr.on('data', (chunk) => (stderr += String(chunk)));
    const [exitCode] = (await once(child, 'close')) as [number | null];
    return { exitCode, stdout, stderr };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function lastLine(text: string): string | undefined {
  return text.trimEnd().split('\n').at(-1);
}

async function assertFails(source: string, complaint: RegExp): Promise<void> {
  const { exitCode, stdout } = await run({ files: { trap: source } });
  assert.equal(exitCode, 1, stdout);
  assert.match(stdout, complaint);
  assert.match(lastLine(stdout) ?? '', /^\d+ passed, [1-9]\d* failed$/);
}

guard('files that pass are counted by their tests, and their output is not shown', async () => {
  const { exitCode, stdout } = await run({
    files: {
      one: `test('a', () => console.log('chatter')); test('b', () => {}); test.run();`,
      'deeper/two': `const s = suite('s'); s('c', async () => {}); s.run();`,
    },
  });
  assert.equal(exitCode, 0, stdout);
  assert.equal(lastLine(stdout), '3 passed, 0 failed');
  assert.doesNotMatch(stdout, /chatter/);
});

guard('a failing test is reported with its output and counted', async () => {
  const { exitCode, stdout } = await run({
    files: {
      good: `test('a', () => {}); test.run();`,
      bad: `test('b', () => {}); test('the seat is sold twice', () => { console.log('on stdout'); console.error('on stderr'); throw new Error('boom'); }); test.run();`,
    },
  });
  assert.equal(exitCode, 1);
  assert.match(stdout, /the seat is sold twice/);
  assert.match(stdout, /on stdout/);
  assert.match(stdout, /on stderr/);
  assert.equal(lastLine(stdout), '2 passed, 1 failed');
});

guard('a before hook that throws is a failure', () =>
  assertFails(`test.before(() => { throw new Error('no'); }); test('a', () => {}); test.run();`, /0 of 1 tests passed/),
);

guard('an after.each that throws after a failed test is a failure', () =>
  assertFails(
    `test.after.each(() => { throw new Error('no'); }); test('a', () => { throw new Error('a'); }); test('b', () => {}); test.run();`,
    /0 of 2 tests passed/,
  ),
);

guard('a rejection that is no Error is a failure', () =>
  assertFails(`test('a', () => Promise.reject('no')); test('b', () => {}); test.run();`, /0 of 2 tests passed/),
);

guard('a rejection without any reason is a failure', () =>
  assertFails(`test('a', () => Promise.reject()); test('b', () => {}); test.run();`, /0 of 2 tests passed/),
);

guard('a forgotten run is a failure', () => assertFails(`test('a', () => {});`, /it printed no summary/));

guard('no tests are a failure', () => assertFails(`test.run();`, /it ran no tests/));

guard('a skipped test is a failure', () =>
  assertFails(`test('a', () => {}); test['skip']('b', () => {}); test.run();`, /1 tests were skipped/),
);

guard('a test that hides the others is a failure', () =>
  assertFails(`test('a', () => {}); test['only']('b', () => {}); test.run();`, /1 tests were skipped/),
);

guard('exit code 0 in spite of a failed test is a failure', () =>
  assertFails(
    `test('a', () => { throw new Error('no'); }); test('b', () => {}); process.on('exit', () => { process.exitCode = 0; }); test.run();`,
    /: 1 of 2 tests passed\n/,
  ),
);

guard('leaving in the middle with exit code 0 is a failure', () =>
  assertFails(`test('a', () => process.exit(0)); test('b', () => {}); test.run();`, /it printed no summary/),
);

guard('a test that waits for nothing is a failure', () =>
  assertFails(`test('a', () => new Promise(() => {})); test.run();`, /it printed no summary/),
);

guard('an error beside the tests is a failure', () =>
  assertFails(`test('a', () => { setTimeout(() => { throw new Error('late'); }, 1); }); test.run();`, /its exit code is 1/),
);

guard('a clean second summary does not hide a bad first one', () =>
  assertFails(
    `import { setTimeout as sleep } from 'node:timers/promises';
     test('a', () => { throw new Error('no'); }); test.run(); await sleep(50); const s = suite('s'); s('b', () => {}); s.run();`,
    /more than one summary/,
  ),
);

guard('at the deadline an endless test and a process that does not exit are killed with all that they started', async () => {
  let connections = 0;
  let bothClosed = (): void => undefined;
  const closed = new Promise<void>((resolve) => (bothClosed = resolve));
  const server = createServer((socket) => {
    socket.on('error', () => undefined).on('close', () => (connections += 1) === 2 && bothClosed());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const connect = `import { spawn } from 'node:child_process';
    const connected = () => new Promise((resolve) => {
      const script = "require('node:net').connect(${port}, '127.0.0.1', () => console.log('connected'))";
      spawn(process.execPath, ['-e', script]).stdout.once('data', resolve);
    });`;
  try {
    const { exitCode, stdout } = await run({
      files: {
        endless: `${connect} test('a', async () => { await connected(); for (;;); }); test.run();`,
        leaking: `${connect} test('a', connected); test.run();`,
      },
      env: { TEST_DEADLINE_SECONDS: '8' },
    });
    assert.equal(exitCode, 1);
    assert.match(stdout, /endless.test.ts: it was killed at its deadline before the tests were through/);
    assert.match(stdout, /leaking.test.ts: its tests were through but it did not exit/);
    assert.equal(lastLine(stdout), '1 passed, 2 failed');
    await closed;
  } finally {
    server.close();
  }
});

guard('the shell of the developer does not leak into the tests, and what they leave in their temporary directory is removed', async () => {
  const outer = mkdtempSync(join(tmpdir(), 'o-'));
  try {
    const { exitCode, stdout } = await run({
      files: {
        env: `import { tmpdir } from 'node:os'; import { writeFileSync } from 'node:fs';
          test('a', () => {
            if (Object.keys(process.env).some((name) => name.startsWith('FRONTROW_'))) throw new Error('leaked');
            if (!tmpdir().startsWith(${JSON.stringify(outer)})) throw new Error('not in the temporary directory');
            if (tmpdir() === ${JSON.stringify(outer)}) throw new Error('shared');
            writeFileSync(tmpdir() + '/left', '');
          }); test.run();`,
      },
      env: { FRONTROW_PORT: '1', FORCE_COLOR: '1', TMPDIR: outer },
    });
    assert.equal(exitCode, 0, stdout);
    assert.deepEqual(readdirSync(outer), []);
  } finally {
    rmSync(outer, { recursive: true });
  }
});

guard('a pattern picks files by a part of their path, spelled as a source or as compiled', async () => {
  const passing = `test('a', () => {}); test.run();`;
  const files = { 'queue/fair': passing, 'queue/exact': passing, wallet: passing };
  assert.equal(lastLine((await run({ files, patterns: ['queue'] })).stdout), '2 passed, 0 failed');
  assert.equal(lastLine((await run({ files, patterns: ['./test/queue/fair.test.ts', 'wallet.test.js'] })).stdout), '2 passed, 0 failed');
  const none = await run({ files, patterns: ['seat'] });
  assert.equal(none.exitCode, 2);
  assert.match(none.stderr, /no test file matches seat/);
});

guard('a deadline that is no number is refused with a sentence', async () => {
  const { exitCode, stderr } = await run({ files: { a: `test('a', () => {}); test.run();` }, env: { TEST_DEADLINE_SECONDS: 'soon' } });
  assert.equal(exitCode, 2);
  assert.equal(stderr, 'TEST_DEADLINE_SECONDS must be a number above 0, not "soon"\n');
});

guard.run();
