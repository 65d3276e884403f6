import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { test } from 'uvu';
import { FaultProxy } from '../../../bench/chaos/fault-proxy.js';
import { ownerOfPort } from '../../../bench/chaos/socket-owners.js';

const HOST = '127.0.0.1';
/** Long enough for what is not cut to come through; nothing is expected to happen in it. */
const QUIET_MS = 150;

let echo: Server;
let proxy: FaultProxy;
/** What the target has received, on all connections. */
let received = '';
const sockets: Socket[] = [];

test.before.each(async () => {
  received = '';
  echo = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      received += String(bytes);
      socket.write(bytes);
    });
  });
  echo.listen(0, HOST);
  await once(echo, 'listening');
  const address = echo.address();
  if (address === null || typeof address === 'string') throw new Error('not listening');
  proxy = await FaultProxy.listen({ host: HOST, targetPort: address.port, callerOf: () => Promise.resolve('anna') });
});

test.after.each(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await proxy.close();
  echo.close();
});

async function caller(): Promise<Socket & { heard: () => string }> {
  const socket = connect({ host: HOST, port: proxy.port });
  sockets.push(socket);
  let text = '';
  socket.on('data', (bytes) => (text += String(bytes)));
  await once(socket, 'connect');
  return Object.assign(socket, { heard: () => text });
}

async function until(is: () => boolean): Promise<void> {
  while (!is()) await new Promise((resolve) => setTimeout(resolve, 5));
}

const quiet = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, QUIET_MS));

test('without a cut everything goes through, both ways', async () => {
  const anna = await caller();
  anna.write('hello');
  await until(() => anna.heard() === 'hello');
});

test('what the caller says is lost, and comes after the cut is healed', async () => {
  const anna = await caller();
  anna.write('a');
  await until(() => anna.heard() === 'a');
  proxy.cut('anna', 'from-caller');
  anna.write('b');
  await quiet();
  assert.equal(received, 'a');
  proxy.heal();
  await until(() => anna.heard() === 'ab');
});

test('what the target says is lost, though it heard', async () => {
  const anna = await caller();
  proxy.cut('anna', 'from-target');
  anna.write('a');
  await until(() => received === 'a');
  await quiet();
  assert.equal(anna.heard(), '');
  proxy.heal();
  await until(() => anna.heard() === 'a');
});

test('a cut of one caller leaves others alone, a cut of everybody does not', async () => {
  const anna = await caller();
  proxy.cut('ben', 'both');
  anna.write('a');
  await until(() => anna.heard() === 'a');
  proxy.cut(null, 'both');
  anna.write('b');
  await quiet();
  assert.equal(anna.heard(), 'a');
});

test('whoever connects during a cut is accepted and hears nothing until it is healed', async () => {
  proxy.cut('anna', 'both');
  const anna = await caller();
  anna.write('a');
  await quiet();
  assert.equal(received, '');
  proxy.heal();
  await until(() => anna.heard() === 'a');
});

test('a connection that ends on one side ends on the other', async () => {
  const anna = await caller();
  anna.write('a');
  await until(() => anna.heard() === 'a');
  const [ended] = [once(anna, 'close')];
  echo.close();
  await proxy.close();
  await ended;
});

test('the process that has a connection is found by its port', async () => {
  const anna = await caller();
  assert.equal(await ownerOfPort(anna.localPort ?? 0, [1, process.pid]), process.pid);
  assert.equal(await ownerOfPort(anna.localPort ?? 0, []), null);
});

test.run();
