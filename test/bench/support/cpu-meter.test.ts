import { test } from 'uvu';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { canMeterCpu, CPU_NOT_TO_BE_HAD, CpuMeter, CpuMeters, cpuMicrosecondsOf, parseStat } from '../../../bench/support/cpu-meter.js';

/** Uses so much CPU, says so, and stays. */
const BURN_MICROSECONDS = 150_000;
/** The kernel counts in ticks. */
const TICKS_MICROSECONDS = 50_000;
const BURN = `while (process.cpuUsage().user < ${BURN_MICROSECONDS}) Math.random(); console.log('burnt');`;

async function burner(script: string): Promise<{ readonly pid: number; readonly end: () => Promise<void> }> {
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  await once(child.stdout, 'data');
  assert.ok(child.pid !== undefined);
  return {
    pid: child.pid,
    end: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

test('a command with blanks and brackets in its name does not move the fields', () => {
  const stat = '42 (a (b) c) S 7 42 42 0 -1 4194304 100 200 0 0 11 22 33 44 20 0 1 0 100 1000 10';
  assert.deepEqual(parseStat(stat), { parent: 7, ownTicks: 33, endedChildrenTicks: 77 });
});

test('what is no line of /proc is not taken for one', () => {
  assert.throws(() => parseStat('42 (node) S 7'), /no line of/);
});

if (canMeterCpu()) {
  test('the CPU time of another process is counted', async () => {
    const { pid, end } = await burner(`${BURN} setInterval(() => {}, 1000);`);
    try {
      const used = cpuMicrosecondsOf(pid);
      assert.ok(used !== null && used >= BURN_MICROSECONDS - TICKS_MICROSECONDS, `${used} µs`);
    } finally {
      await end();
    }
  });

  test('of a tree, children that run and children that have ended are counted as well', async () => {
    const run = (script: string, then: string): string =>
      `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(script)}], { stdio: ['pipe', 'pipe', 'inherit'] })${then}`;
    // It ends with the process that started it, which closes its standard input.
    const running = run(`${BURN} process.stdin.resume();`, `.stdout.once('data', () => console.log('ready'))`);
    const ended = run(BURN, `.on('close', () => ${running})`);
    const { pid, end } = await burner(ended);
    try {
      const own = cpuMicrosecondsOf(pid) ?? 0;
      const tree = cpuMicrosecondsOf(pid, 'tree') ?? 0;
      assert.ok(tree - own >= 2 * (BURN_MICROSECONDS - TICKS_MICROSECONDS), `${own} µs of its own, ${tree} µs in all`);
    } finally {
      await end();
    }
  });

  test('a meter counts from its start', () => {
    const meter = new CpuMeter(process.pid);
    assert.equal(meter.read(), null, 'not before it was started');
    meter.start();
    const before = process.cpuUsage();
    while (process.cpuUsage(before).user < BURN_MICROSECONDS) Math.random();
    const used = meter.read();
    assert.ok(used !== null && used >= BURN_MICROSECONDS - TICKS_MICROSECONDS, `${used} µs`);
    assert.ok(used <= (cpuMicrosecondsOf(process.pid) ?? 0));
  });

  test('meters of several processes count from their start, and as one tick at least', async () => {
    const { pid, end } = await burner(`console.log('ready'); process.stdin.resume(); setInterval(() => {}, 1000);`);
    try {
      const still = new CpuMeters([pid]);
      const both = new CpuMeters([pid, process.pid]);
      const before = process.cpuUsage();
      assert.ok((still.read() ?? 0) > 0);
      while (process.cpuUsage(before).user < BURN_MICROSECONDS) Math.random();
      const used = both.read();
      assert.ok(used !== null && used >= BURN_MICROSECONDS - TICKS_MICROSECONDS, `${used} µs`);
    } finally {
      await end();
    }
  });

  test('a process that does not exist is said, not counted as nothing', async () => {
    const { pid, end } = await burner(`console.log('burnt'); setInterval(() => {}, 1000);`);
    await end();
    assert.throws(() => cpuMicrosecondsOf(pid), /ENOENT/);
    assert.throws(() => cpuMicrosecondsOf(pid, 'tree'), /ENOENT/);
  });
} else {
  test('where the system does not say it, there is no figure', () => {
    assert.equal(cpuMicrosecondsOf(process.pid), null);
    assert.match(CPU_NOT_TO_BE_HAD, /not to be had/);
  });
}

test.run();
