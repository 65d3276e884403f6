/** A server that stops: what is under way is finished, nothing new is begun, and nobody keeps it from stopping. */
import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import { status } from '@grpc/grpc-js';
import type { sendUnaryData, ServerUnaryCall } from '@grpc/grpc-js';
import { test } from 'uvu';
import { codeOf, ServerStage, whoAmI } from './server-stage.js';

const PATIENCE_MS = 5_000;
const SHORT_PATIENCE_MS = 100;

let stage = new ServerStage();
test.before.each(() => {
  stage = new ServerStage();
});
test.after.each(() => stage.dispose());

type Respond = sendUnaryData<unknown>;

/** A method that answers when it is told to. */
function slow(): {
  readonly begun: Promise<Respond>;
  readonly handle: (call: ServerUnaryCall<unknown, unknown>, respond: Respond) => void;
} {
  let onBegun = (_respond: Respond): void => undefined;
  const begun = new Promise<Respond>((resolve) => (onBegun = resolve));
  return { begun, handle: (_call, respond) => onBegun(respond) };
}

test('a call under way is finished, and then its connection is closed', async () => {
  const { begun, handle } = slow();
  const server = await stage.start({ implementation: { GetBalance: handle } });
  const answer = whoAmI(stage.client(server));
  const respond = await begun;
  const stopped = server.stop(PATIENCE_MS);
  respond(null, { userId: 'the answer', balance: 0 });
  assert.equal(await answer, 'the answer');
  assert.equal(await stopped, true);
});

test('nothing new is begun, on connections that stand or on new ones', async () => {
  const { begun, handle } = slow();
  const server = await stage.start({ implementation: { GetPayment: handle } });
  const client = stage.client(server);
  const underWay = new Promise((resolve) => client.getPayment({}, (_error, answer) => resolve(answer?.paymentId)));
  const respond = await begun;
  const stopped = server.stop(PATIENCE_MS);
  assert.equal(await codeOf(whoAmI(client)), status.UNAVAILABLE);
  assert.equal(await codeOf(whoAmI(stage.client(server))), status.UNAVAILABLE);
  respond(null, { paymentId: 'the payment' });
  assert.equal(await underWay, 'the payment');
  assert.equal(await stopped, true);
});

test('connections without a call are closed at once', async () => {
  const server = await stage.start();
  for (const client of [stage.client(server), stage.client(server)]) await whoAmI(client);
  const idle = stage.tcp(server);
  await new Promise((resolve) => idle.once('connect', resolve));
  idle.resume();
  const began = performance.now();
  assert.equal(await server.stop(PATIENCE_MS), true);
  assert.ok(performance.now() - began < PATIENCE_MS / 2);
});

test('what does not end is cut when patience does', async () => {
  const server = await stage.start();
  const watch = stage.client(server).watchEvents({});
  const ended = new Promise<number>((resolve) => watch.once('error', ({ code }: { readonly code: number }) => resolve(code)));
  while (stage.streams.size === 0) await new Promise((resolve) => setImmediate(resolve));
  const began = performance.now();
  assert.equal(await server.stop(SHORT_PATIENCE_MS), false);
  assert.equal(await ended, status.UNAVAILABLE);
  assert.ok(performance.now() - began < PATIENCE_MS);
});

test('the port is free afterwards', async () => {
  const server = await stage.start();
  await whoAmI(stage.client(server));
  await server.stop(PATIENCE_MS);
  const again = await stage.start({ port: server.port });
  assert.equal(again.address, server.address);
  assert.equal(await whoAmI(stage.client(again)), 'local');
});

test('a port that is taken is refused with what the system says', async () => {
  const server = await stage.start();
  await assert.rejects(stage.start({ port: server.port }), { code: 'EADDRINUSE' });
  assert.equal(await whoAmI(stage.client(server)), 'local');
});

test.run();
