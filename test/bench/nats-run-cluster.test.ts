/** `npm run cluster` as a developer uses it: started, something is killed and brought back, stopped. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import assert from 'node:assert/strict';

const MAIN = fileURLToPath(new URL('../../bench/cluster/main.js', import.meta.url));
const POLL_MS = 20;

class Command {
  readonly exited: Promise<number | null>;
  private written = '';
  private hasEnded = false;

  private constructor(readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (this.written += text));
    this.exited = once(child, 'close').then(([code]) => code as number | null);
    void this.exited.then(() => (this.hasEnded = true));
  }

  static start(args: readonly string[]): Command {
    return new Command(spawn(process.execPath, ['--enable-source-maps', MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] }));
  }

  get output(): string {
    return this.written;
  }

  /** Resolves with the first group once the command has written it. Rejects when it ends before. */
  async wrote(line: RegExp): Promise<string> {
    for (;;) {
      const found = line.exec(this.written);
      if (found !== null) return found[1] ?? '';
      if (this.hasEnded) throw new Error(`it ended without ${line.source}. It wrote:\n${this.written}`);
      await sleep(POLL_MS);
    }
  }
}

const cluster = suite<{ data: string; commands: Command[] }>('npm run cluster');

cluster.before.each(async (context) => {
  context.data = await mkdtemp(join(tmpdir(), 'data-'));
  context.commands = [];
});
cluster.after.each(async ({ data, commands }) => {
  for (const { child, exited } of commands) {
    child.kill('SIGKILL');
    await exited;
  }
  await rm(data, { recursive: true, force: true, maxRetries: 20 });
});

cluster('what is killed is told and can be brought back, and all stops when it is asked to', async ({ data, commands }) => {
  const command = Command.start(['--port', '0', '--nodes', '2', '--data', join(data, 'here')]);
  commands.push(command);
  const node = await command.wrote(/^ +node-2 .* (\d+)$/m);
  const server = await command.wrote(/^ +nats-2 .* (\d+)$/m);
  const url = await command.wrote(/^ +node-1 +(http:\S+) /m);
  await command.wrote(/(Ctrl-C) stops everything/);
  assert.equal((await fetch(`${url}/api/v1/concerts`)).status, 200);

  const second = Command.start(['--port', '0', '--data', join(data, 'here')]);
  commands.push(second);
  assert.equal(await second.exited, 3);
  assert.match(second.output, /in use by another cluster/);

  for (const [name, pid] of Object.entries({ 'nats-2': server, 'node-2': node })) {
    process.kill(Number(pid), 'SIGKILL');
    await command.wrote(new RegExp(`^${name} has ended \\(SIGKILL\\)`, 'm'));
    command.child.kill('SIGUSR2');
    const again = await command.wrote(new RegExp(`^${name} runs again: process (\\d+)$`, 'm'));
    assert.notEqual(again, pid);
  }

  command.child.kill('SIGINT');
  assert.equal(await command.exited, 0);
  assert.match(command.output, /The data is kept in /);
  assert.ok(existsSync(join(data, 'here', 'node-1', 'admin-key')));
});

cluster('a directory that cannot be used is said', async ({ commands }) => {
  const command = Command.start(['--data', '/dev/null/here']);
  commands.push(command);
  assert.equal(await command.exited, 3);
  assert.match(command.output, /^cluster: \/dev\/null\/here cannot be used: ENOTDIR/m);
});

cluster.run();
