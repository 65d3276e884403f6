/** Plays an on-sale by its command, as a process. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import assert from 'node:assert/strict';
import { NodeProcess } from '../../bench/support/node-process.js';

const MAIN = fileURLToPath(new URL('../../bench/onsale/main.js', import.meta.url));

export interface Run {
  readonly code: number | null;
  readonly output: string;
}

/** `onLine` sees every line of standard output as it comes. */
export async function onsale(args: readonly string[], onLine: (line: string) => void = () => undefined): Promise<Run> {
  const child = spawn(process.execPath, ['--enable-source-maps', MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(onLine);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, output };
}

/** The sale goes on while its node is killed and started again; `args` say how the fans come. */
export async function survivesKill(
  data: string,
  env: Readonly<Record<string, string>>,
  argsFor: (node: NodeProcess) => readonly string[],
): Promise<Run> {
  const keyFile = join(data, 'admin-key');
  let node = await NodeProcess.start({ dataDir: data, env });
  try {
    const restarts: Promise<NodeProcess>[] = [];
    const killAndRestart = async (): Promise<NodeProcess> => {
      await node.kill();
      return node.restart();
    };
    const args = ['--fans', '80', '--schedules', '2', '--seats', '20', '--seconds', '12', '--seed', '5', '--no-report'];
    const run = await onsale([...args, '--url', node.url, '--admin-key-file', keyFile, ...argsFor(node)], (line) => {
      // The first line of progress after somebody has paid: holds stand, payments are under way, and a line waits.
      if (restarts.length === 0 && /paid [1-9]/.test(line)) restarts.push(killAndRestart());
    });
    const [restarted] = await Promise.all(restarts);
    assert.ok(restarted !== undefined, `nobody had paid before the end: ${run.output}`);
    node = restarted;
    return run;
  } finally {
    await node.kill();
  }
}
