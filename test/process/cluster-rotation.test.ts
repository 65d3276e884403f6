/** FRONTROW_SECRET is changed in a running cluster, node by node, and nobody notices: neither nodes, nor those who are logged in and in line. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'uvu';
import { ClusterProcess } from '../../bench/support/cluster-process.js';
import { NatsServers } from '../../bench/support/nats/nats-servers.js';
import { temporaryDataDir } from '../../bench/support/node-process.js';
import { assertClean, ClusterScene } from './cluster-scene.js';
import { Stage } from './stage.js';
import type { Sale } from './stage.js';

const NODES = [0, 1];
const [OLD, NEW] = ['the secret that was there before, all along', 'the secret that comes after it, all the better'] as const;

type Secrets = Readonly<Record<string, string>>;

/** First all nodes take what the new secret has signed, then they sign with it, then they forget the old one. */
const STEPS: readonly Secrets[] = [
  { FRONTROW_SECRET: OLD, FRONTROW_SECRET_PREVIOUS: NEW },
  { FRONTROW_SECRET: NEW, FRONTROW_SECRET_PREVIOUS: OLD },
  { FRONTROW_SECRET: NEW },
];

let stage: Stage;
let scene: ClusterScene;
let directory: Awaited<ReturnType<typeof temporaryDataDir>>;
let nats: NatsServers;
let cluster: ClusterProcess;
/** By node. */
let secrets: Secrets[];

test.before(async () => {
  stage = new Stage();
  directory = await temporaryDataDir();
  nats = await NatsServers.start({ servers: 1 });
  secrets = NODES.map(() => ({ FRONTROW_SECRET: OLD }));
  cluster = await ClusterProcess.start({ nodes: NODES.length, nats, dataDir: directory.path, envOf: (index) => secrets[index] ?? {} });
  scene = new ClusterScene(stage, cluster);
  await scene.settled();
});
test.after(async () => {
  await stage.dispose();
  await cluster.dispose();
  await nats.dispose();
  await directory.remove();
});

/** Whoever is logged in and inside holds and releases through every node, and so does somebody who comes to one of them just now. */
async function everybodyGoesOn(sale: Sale): Promise<void> {
  for (const node of scene.nodes) {
    const { api } = scene.through(sale, node);
    const newcomer = await api.guest();
    const { token } = await api.token(newcomer, sale.concertId);
    for (const other of scene.nodes) {
      const { api: elsewhere } = scene.through(sale, other);
      const holds = [
        await elsewhere.hold(sale.guest, sale.token, sale.scheduleId, [1], randomUUID()),
        await elsewhere.hold(newcomer, token, sale.scheduleId, [2], randomUUID()),
      ] as const;
      await api.release(sale.guest, holds[0].reservationId);
      await api.release(newcomer, holds[1].reservationId);
    }
  }
}

test('a secret is changed in three rolling restarts: nobody is logged out, and every node goes on asking every other', async () => {
  const sale = await stage.sale(scene.anyNode);
  // Inside from before the first step to after the second; what was signed with the old secret ends with the third.
  for (const [step, next] of STEPS.entries()) {
    for (const index of NODES) {
      secrets[index] = next;
      await cluster.restart(index);
      await scene.settled();
      if (step < 2) await everybodyGoesOn(sale);
    }
  }
  const { api } = scene.through(sale, cluster.node(0));
  await assert.rejects(api.balance(sale.guest), /ACCESS_TOKEN_INVALID/, 'what only the old secret signed is over');
  const guest = await api.guest();
  const { token } = await api.token(guest, sale.concertId);
  const after = { ...scene.through(sale, cluster.node(1)), guest, token, adminKey: await cluster.node(1).adminKey() };
  const hold = await after.api.hold(guest, token, sale.scheduleId, [3], randomUUID());
  assert.equal(await api.reservationStatus(guest, hold.reservationId), 'HELD');
  await assertClean(after);
});

test.run();
