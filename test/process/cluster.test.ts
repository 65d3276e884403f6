/** Three nodes on three NATS servers, as operators run them: everybody answers, and any of them may die. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { test } from 'uvu';
import { ClusterProcess } from '../../bench/support/cluster-process.js';
import { Refused } from '../../bench/support/frontrow-api.js';
import { NatsServers } from '../../bench/support/nats/nats-servers.js';
import { temporaryDataDir } from '../../bench/support/node-process.js';
import { assertClean, ClusterScene } from './cluster-scene.js';
import { buy, PRICE, runToEnd, Stage } from './stage.js';

const SHARDS = 1_024;
const NODES = [0, 1, 2];

let stage = new Stage();
let directory: Awaited<ReturnType<typeof temporaryDataDir>>;
let nats: NatsServers;
let cluster: ClusterProcess;
let scene: ClusterScene;

// One cluster for all: each test sells a concert of its own, and finds every node there and at rest, whatever the one before has done to them.
test.before(async () => {
  directory = await temporaryDataDir();
  nats = await NatsServers.start({ servers: 3 });
  cluster = await ClusterProcess.start({ nodes: NODES.length, nats, dataDir: directory.path });
});
test.before.each(async () => {
  stage = new Stage();
  scene = new ClusterScene(stage, cluster);
  await Promise.all(NODES.filter((index) => !cluster.isRunning(index)).map((index) => cluster.restart(index)));
  await scene.settled();
});
test.after.each(() => stage.dispose());
test.after(async () => {
  await cluster.dispose();
  await nats.dispose();
  await directory.remove();
});

test('shards are shared out, and every node sees the same', async () => {
  for (const view of await scene.settled()) {
    assert.deepEqual(view.nodes.map(({ nodeId, state }) => [nodeId, state]).sort(), [
      ['node-1', 'up'],
      ['node-2', 'up'],
      ['node-3', 'up'],
    ]);
    assert.equal(
      view.nodes.reduce((sum, { shards }) => sum + shards, 0),
      SHARDS,
    );
    for (const { shards } of view.nodes) assert.ok(shards <= Math.floor((SHARDS / 3) * 1.15), `${shards} shards`);
  }
});

test('any node answers any request: each step of a purchase goes to another one', async () => {
  const [first, second, third] = scene.nodes;
  assert.ok(first && second && third);
  const sale = await stage.sale(first);
  const { guest, token, scheduleId } = sale;
  const hold = await scene.through(sale, second).api.hold(guest, token, scheduleId, [1, 2], randomUUID());
  assert.equal(await scene.through(sale, first).api.reservationStatus(guest, hold.reservationId), 'HELD');
  const payment = await scene.through(sale, third).api.pay(guest, token, hold.reservationId, randomUUID());
  assert.equal(payment.amount, 2 * PRICE);
  for (const node of scene.nodes) assert.equal(await scene.through(sale, node).api.balance(guest), 38 * PRICE);
  await assertClean(scene.through(sale, second));
});

test('two nodes asked for one seat at the same time sell it once', async () => {
  const [first, second] = scene.nodes;
  assert.ok(first && second);
  const sale = await stage.sale(first);
  const { token: _, ...rest } = sale;
  const other = await sale.api.guest();
  const { token } = await sale.api.token(other, sale.concertId);
  for (let seat = 1; seat <= 20; seat += 1) {
    const answers: readonly PromiseSettledResult<unknown>[] = await Promise.allSettled([
      scene.through(sale, first).api.hold(rest.guest, sale.token, sale.scheduleId, [seat], randomUUID()),
      scene.through(sale, second).api.hold(other, token, sale.scheduleId, [seat], randomUUID()),
    ]);
    assert.equal(answers.filter(({ status }) => status === 'fulfilled').length, 1, `seat ${seat}`);
  }
  await assertClean(sale);
});

test('kill -9 of the node that owns a sale: others go on with holds, places and money as they were', async () => {
  const sale = await stage.sale(scene.anyNode);
  const { guest, token, scheduleId, concertId } = sale;
  const paid = await buy(sale, [1, 2]);
  const second = await sale.api.guest();
  const place = await sale.api.token(second, concertId);
  const { token: again } = await sale.api.token(guest, concertId);
  const hold = await sale.api.hold(guest, again, scheduleId, [5], randomUUID());
  const owner = await scene.ownerOf(`schedule/${scheduleId}`);
  await cluster.kill(owner);
  const there = scene.through(sale, scene.anyNode);
  assert.equal(await there.api.reservationStatus(guest, hold.reservationId), 'HELD');
  const payment = await there.api.pay(guest, again, hold.reservationId, randomUUID());
  assert.equal(payment.balance, 37 * PRICE);
  assert.equal((await there.api.token(second, concertId)).token, place.token);
  await assert.rejects(
    there.api.hold(second, place.token, scheduleId, [1], randomUUID()),
    (error) => error instanceof Refused && error.code === 'SEAT_UNAVAILABLE',
  );
  assert.notEqual(token, again, 'the first turn had ended with its payment');
  assert.ok(paid.payment.paymentId);
  await cluster.restart(owner);
  await cluster.ready();
  await assertClean(scene.through(sale, cluster.node(owner)));
});

test('a rolling restart under load is seen as nothing but 503', async () => {
  const sale = await stage.sale(scene.anyNode);
  const state = { isOver: false, holds: 0 };
  const load = async (worker: number): Promise<void> => {
    const guest = await sale.api.guest();
    while (!state.isOver) {
      const [alive] = scene.nodes.slice(worker % 2);
      if (alive === undefined) continue;
      const { api } = scene.through(sale, alive);
      const { token } = await api.token(guest, sale.concertId);
      const hold = await api.hold(guest, token, sale.scheduleId, [1 + worker], randomUUID());
      await api.release(guest, hold.reservationId);
      state.holds += 1;
    }
  };
  const workers = Array.from({ length: 4 }, (_, worker) => load(worker));
  for (const index of NODES) {
    await cluster.restart(index);
    await cluster.ready();
  }
  state.isOver = true;
  await Promise.all(workers);
  assert.ok(state.holds > 0);
  await assertClean(scene.through(sale, cluster.node(2)));
});

test('a NATS server that is killed stops nobody for long', async () => {
  const sale = await stage.sale(scene.anyNode);
  const victim = await nats.leaderOf((await nats.streams()).find((stream) => stream.endsWith('_log_0')) ?? '');
  await nats.kill(victim);
  await buy(sale, [1, 2]);
  await nats.restart(victim);
  await nats.settled();
  await assertClean(sale);
});

test('all nodes killed and started again know everything', async () => {
  const sale = await stage.sale(scene.anyNode);
  const { payment } = await buy(sale, [3, 4]);
  await Promise.all(NODES.map((index) => cluster.kill(index)));
  await Promise.all(NODES.map((index) => cluster.restart(index)));
  await cluster.ready();
  const there = scene.through(sale, cluster.node(1));
  assert.equal(await there.api.balance(sale.guest), payment.balance);
  await assertClean(there);
});

test('a second process with the name of a live node is refused', async () => {
  const ended = await runToEnd([], {
    ...cluster.settingsOf(0),
    FRONTROW_DATA_DIR: join(await stage.dataDir(), 'second'),
    FRONTROW_HTTP_PORT: '0',
    FRONTROW_OPS_PORT: '0',
    FRONTROW_GRPC_PORT: '0',
    FRONTROW_CLUSTER_PORT: '0',
  });
  assert.equal(ended.code, 69, ended.stderr.join('\n'));
  assert.match(ended.stderr.join('\n'), /node-1 is in use/);
});

test.run();
