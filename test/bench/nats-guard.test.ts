/** Nothing that tests and benchmarks start outlives them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import assert from 'node:assert/strict';
import { guarded } from '../../bench/support/guarded-child.js';

const PARENT = fileURLToPath(new URL('nats-parent.js', import.meta.url));
const POLL_MS = 10;

const guard = suite('the guard over child processes');

function start(command: string, args: readonly string[]) {
  const { file, args: guardedArgs } = guarded(command, args);
  return spawn(file, guardedArgs, { stdio: ['pipe', 'pipe', 'inherit'] });
}

/** Dead but not yet buried counts as ended: whoever inherited it may take its time. */
function hasEnded(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return true;
  }
  if (!existsSync('/proc/self/stat')) return false;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z');
  } catch {
    return true;
  }
}

async function ended(pid: number): Promise<void> {
  while (!hasEnded(pid)) await sleep(POLL_MS);
}

guard('a program under guard is its own process: id, arguments, output and exit code are its own', async () => {
  const child = start('sh', ['-c', 'echo "$$ $1 $2"; exit 7', 'name', 'one', 'two three']);
  const [data] = (await once(child.stdout, 'data')) as [Buffer];
  assert.equal(data.toString(), `${child.pid ?? 0} one two three\n`);
  assert.deepEqual(await once(child, 'exit'), [7, null]);
});

guard('it is ended by the signals it is sent', async () => {
  const child = start('sleep', ['1000']);
  child.kill('SIGTERM');
  assert.deepEqual(await once(child, 'exit'), [null, 'SIGTERM']);
});

guard('it reads nothing', async () => {
  const child = start('cat', []);
  assert.deepEqual(await once(child, 'exit'), [0, null]);
});

guard('it is killed when the pipe closes', async () => {
  const child = start('sleep', ['1000']);
  child.stdin.destroy();
  assert.deepEqual(await once(child, 'exit'), [null, 'SIGKILL']);
});

for (const state of ['running', 'paused']) {
  guard(`a ${state} server ends when the process that started it is killed`, async () => {
    const parent = spawn(process.execPath, [PARENT, state], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [data] = (await once(parent.stdout, 'data')) as [Buffer];
    const server = Number(data.toString());
    assert.equal(hasEnded(server), false);
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    await ended(server);
  });
}

guard.run();
