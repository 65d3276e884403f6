/** A crowd that comes at once, before the node can turn to it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { test } from 'uvu';
import { Stage } from './stage.js';

const CROWD = 2_000;
const SYSTEM_LIMIT = '/proc/sys/net/core/somaxconn';

let stage = new Stage();
test.before.each(() => {
  stage = new Stage();
});
test.after.each(() => stage.dispose());

function systemLimit(): number {
  try {
    return Number(readFileSync(SYSTEM_LIMIT, 'utf8'));
  } catch {
    return 0;
  }
}

/** Where the system keeps the line shorter there is nothing the node could do. */
const onlyWithRoom = systemLimit() >= CROWD ? test : test.skip;

onlyWithRoom('a crowd is connected while the node is busy with something else, and answered when it is not', async () => {
  const node = await stage.start({ dataDir: await stage.dataDir() });
  const { hostname, port } = new URL(node.url);
  const sockets: Socket[] = [];
  process.kill(node.pid, 'SIGSTOP');
  try {
    const connected = Array.from({ length: CROWD }, async () => {
      const socket = connect({ host: hostname, port: Number(port) });
      sockets.push(socket);
      await new Promise<void>((resolve, reject) => {
        socket.once('connect', resolve);
        socket.once('error', reject);
      });
      socket.write(`GET /api/v1/concerts HTTP/1.1\r\nHost: ${hostname}\r\nConnection: close\r\n\r\n`);
    });
    // Those for whom there is no room are not refused, they wait for the stopped node; then the test runs into its deadline.
    await Promise.all(connected);
  } finally {
    process.kill(node.pid, 'SIGCONT');
  }
  const answers = await Promise.all(sockets.map(firstBytesOf));
  assert.equal(answers.filter((answer) => answer.startsWith('HTTP/1.1 ')).length, CROWD);
});

async function firstBytesOf(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    socket.once('data', (bytes) => {
      resolve(bytes.toString('latin1'));
      socket.destroy();
    });
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('it was closed without an answer')));
  });
}

test.run();
