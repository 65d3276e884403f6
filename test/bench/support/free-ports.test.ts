/** Whoever is given ports can count on them. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Server } from 'node:net';
import { suite } from 'uvu';
import { freePorts } from '../../../bench/support/free-ports.js';

const MODULE = new URL('../../../bench/support/free-ports.js', import.meta.url).href;
/** So many that two processes that chose at random would meet. */
const MANY = 1_500;

const ports = suite('free ports');

ports('they are different ones that nobody listens on', async () => {
  const given = await freePorts(30);
  assert.equal(new Set(given).size, 30);
  for (const port of given) {
    const socket = connect(port, '127.0.0.1');
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
    assert.equal(error.code, 'ECONNREFUSED');
  }
});

ports('none is given out twice, though nobody listens on it yet, whoever asks at the same time', async () => {
  const given = (await Promise.all([freePorts(40), freePorts(40), freePorts(40)])).flat();
  assert.equal(new Set(given).size, 120);
});

ports('two processes are never given the same one while both run', async () => {
  const others = await Promise.all([1, 2].map(() => portsOfAnother(MANY)));
  const given = others.flatMap(({ given: of }) => of).concat(await freePorts(MANY));
  for (const { end } of others) await end();
  assert.equal(new Set(given).size, 3 * MANY);
});

ports('one that somebody has who does not ask here is left out', async () => {
  const [server, taken] = await listenOnTheNext();
  const again = await freePorts(100);
  server.close();
  assert.ok(!again.includes(taken));
});

/** On the port that would be given next. */
async function listenOnTheNext(): Promise<readonly [Server, number]> {
  for (;;) {
    const [given = 0] = await freePorts(1);
    const server = createServer().listen(given + 1, '127.0.0.1');
    // The last port of a block is followed by the first of another, which somebody may hold.
    const [error] = (await Promise.race([once(server, 'listening'), once(server, 'error')]).catch((cause: unknown) => [
      cause,
    ])) as unknown[];
    if (error === undefined) return [server, given + 1];
  }
}

/** A process that keeps the ports it was given until it is told to end. */
async function portsOfAnother(count: number): Promise<{ readonly given: readonly number[]; readonly end: () => Promise<void> }> {
  const script = `
    import { freePorts } from ${JSON.stringify(MODULE)};
    process.stdout.write(JSON.stringify(await freePorts(${count})) + '\\n');
    process.stdin.resume();
  `;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  let said = '';
  for await (const chunk of child.stdout.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    said += String(chunk);
    if (said.endsWith('\n')) break;
  }
  const end = async (): Promise<void> => {
    const ended = once(child, 'exit');
    child.stdin.end();
    child.stdout.resume();
    await ended;
  };
  return { given: JSON.parse(said) as number[], end };
}

ports.run();
