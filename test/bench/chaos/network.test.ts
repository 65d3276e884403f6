/** Cuts between nodes, with real processes: who connects is told by the process, from its first connection on. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { test } from 'uvu';
import { FaultNetwork } from '../../../bench/chaos/network.js';

const HOST = '127.0.0.1';
/** Long enough for what is not cut to come through; nothing is expected to happen in it. */
const QUIET_MS = 150;
/** Says every line that it hears to whom it is connected, and prints what it is told. */
const NODE = `
  const socket = require('node:net').connect({ host: '${HOST}', port: Number(process.argv[1]) });
  process.stdin.pipe(socket);
  socket.pipe(process.stdout);
`;

const servers: Server[] = [];
const nodes: ChildProcess[] = [];
let network: FaultNetwork;

test.before.each(async () => {
  network = await FaultNetwork.lay([], [await echo(), await echo()]);
});

test.after.each(async () => {
  for (const node of nodes.splice(0)) node.kill('SIGKILL');
  await network.close();
  for (const server of servers.splice(0)) server.close();
});

/** Answers with whatever it is told. */
async function echo(): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.pipe(socket);
  });
  servers.push(server);
  server.listen(0, HOST);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** A process that is that node, connected to the other one. */
function connected(index: number): { say(text: string): void; heard(): string } {
  const [, port = ''] = (network.waysOf(1 - index).advertise ?? '').split(':');
  const node = spawn(process.execPath, ['-e', NODE, port], { stdio: ['pipe', 'pipe', 'inherit'] });
  nodes.push(node);
  network.knowProcess(index, node.pid ?? 0);
  let text = '';
  node.stdout.on('data', (bytes) => (text += String(bytes)));
  return { say: (words) => void node.stdin.write(words), heard: () => text };
}

async function until(is: () => boolean): Promise<void> {
  while (!is()) await new Promise((resolve) => setTimeout(resolve, 5));
}

const quiet = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, QUIET_MS));

for (const cut of ['both', 'from-caller', 'from-target'] as const) {
  for (const node of [0, 1]) {
    test(`a node that is cut from its peers (${cut}) is cut ${node === 0 ? 'where it connects' : 'where others connect to it'}`, async () => {
      const caller = connected(0);
      caller.say('a');
      await until(() => caller.heard() === 'a');
      assert.equal(network.cutPeers(node, cut), 1);
      caller.say('b');
      await quiet();
      assert.equal(caller.heard(), 'a');
      network.heal(node);
      await until(() => caller.heard() === 'ab');
    });
  }
}

test.run();
