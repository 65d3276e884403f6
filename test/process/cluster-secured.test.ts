/** A cluster in which nobody trusts the network: TLS and a password to NATS, mutual TLS between nodes. Whoever comes with anything wrong is told in one line. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { test } from 'uvu';
import { ClusterProcess } from '../../bench/support/cluster-process.js';
import { NatsServers } from '../../bench/support/nats/nats-servers.js';
import { temporaryDataDir } from '../../bench/support/node-process.js';
import { Certificates } from '../grpc/tls-certificates.js';
import type { Authority } from '../grpc/tls-certificates.js';
import { assertClean, ClusterScene } from './cluster-scene.js';
import { NatsAccounts } from './nats-accounts.js';
import { buy, freePorts, PRICE, runToEnd, Stage } from './stage.js';
import type { Ended } from './stage.js';

const USAGE = 64;
const UNAVAILABLE = 69;
const NODES = 2;
const USER = { user: 'frontrow', password: 'quite-a-secret' };

const certificates = new Certificates();
/** Of the NATS servers and their clients, and of the nodes towards each other: two, as it should be. */
const [natsAuthority, nodesAuthority, stranger] = ['nats', 'nodes', 'stranger'].map((name) => certificates.authority(name)) as [
  Authority,
  Authority,
  Authority,
];
const natsClient = natsAuthority.sign({ commonName: 'frontrow' });

let stage = new Stage();
let directory: Awaited<ReturnType<typeof temporaryDataDir>>;
let nats: NatsServers;
let cluster: ClusterProcess;
let scene: ClusterScene;

const natsSettings = {
  FRONTROW_NATS_CA: natsAuthority.cert,
  FRONTROW_NATS_CERT: natsClient.cert,
  FRONTROW_NATS_KEY: natsClient.key,
  FRONTROW_NATS_USER: USER.user,
  FRONTROW_NATS_PASSWORD: USER.password,
};

function linkSettings(name: string, by = nodesAuthority): Record<string, string> {
  const { cert, key } = by.sign({ commonName: 'a node', names: [`DNS:${name}`] });
  return { FRONTROW_CLUSTER_CERT: cert, FRONTROW_CLUSTER_KEY: key, FRONTROW_CLUSTER_CA: nodesAuthority.cert };
}

test.before(async () => {
  directory = await temporaryDataDir();
  const server = natsAuthority.sign({ commonName: 'nats', names: ['IP:127.0.0.1'] });
  nats = await NatsServers.start({ servers: 1, users: [USER], tls: { ...server, ca: natsAuthority.cert, client: natsClient } });
  cluster = await ClusterProcess.start({
    nodes: NODES,
    nats,
    dataDir: directory.path,
    env: natsSettings,
    envOf: (index) => linkSettings(`node-${index + 1}`),
  });
  await cluster.ready();
});
test.before.each(() => {
  stage = new Stage();
  scene = new ClusterScene(stage, cluster);
});
test.after.each(() => stage.dispose());
test.after(async () => {
  await cluster.dispose();
  await nats.dispose();
  await directory.remove();
  certificates.remove();
});

/** One more node, which should be the third and has `wrong` about it; null leaves a setting out. */
async function third(wrong: Readonly<Record<string, string | null>>): Promise<Ended> {
  const settings = {
    ...cluster.settingsOf(0),
    ...linkSettings('node-3'),
    ...freePorts(join(await stage.dataDir(), 'third')),
    FRONTROW_NODE_ID: 'node-3',
    FRONTROW_CLUSTER_PORT: '0',
    FRONTROW_LOG_LEVEL: 'fatal',
    ...wrong,
  };
  const { FRONTROW_ADVERTISE: _, ...given } = settings as Record<string, string | null>;
  return runToEnd([], Object.fromEntries(Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== null)));
}

function assertOneLine({ code, stdout, stderr }: Ended, expected: number, words: RegExp): void {
  assert.deepEqual({ code, stdout, lines: stderr.length }, { code: expected, stdout: '', lines: 1 }, stderr.join('\n'));
  assert.match(stderr[0] ?? '', /^frontrow: /);
  assert.match(stderr[0] ?? '', words);
}

test('a sale goes through, whichever node is asked and whichever owns what is asked for', async () => {
  const sale = await stage.sale(scene.anyNode);
  const { guest, token, scheduleId } = sale;
  const owner = await scene.ownerOf(`schedule/${scheduleId}`);
  const [home, away] = [scene.through(sale, cluster.node(owner)), scene.through(sale, cluster.node(1 - owner))];
  const hold = await away.api.hold(guest, token, scheduleId, [1, 2], randomUUID());
  assert.equal(await home.api.reservationStatus(guest, hold.reservationId), 'HELD');
  const { amount } = await away.api.pay(guest, token, hold.reservationId, randomUUID());
  assert.equal(amount, 2 * PRICE);
  for (const { api } of [home, away]) assert.equal(await api.balance(guest), 38 * PRICE);
  await assertClean(away);
});

test('a node that is killed is taken over and comes back, all with TLS', async () => {
  const sale = await stage.sale(cluster.node(0));
  const guest = await sale.api.guest();
  await sale.api.charge(guest, PRICE, randomUUID());
  const { token } = await sale.api.token(guest, sale.concertId);
  await buy(sale, [3]);
  await cluster.kill(1);
  await buy({ ...sale, guest, token }, [4]);
  await cluster.restart(1);
  await scene.settled();
  await assertClean(scene.through(sale, cluster.node(1)));
});

for (const { what, wrong, code, words } of [
  {
    what: 'a certificate of another authority',
    wrong: () => linkSettings('node-3', stranger),
    code: UNAVAILABLE,
    words: /node-[12] at .* does not link with this node: .+\. Check FRONTROW_CLUSTER_CERT/,
  },
  {
    what: 'a certificate of another node',
    wrong: () => linkSettings('node-1'),
    code: USAGE,
    words: /FRONTROW_CLUSTER_CERT: .* does not name node-3/,
  },
  {
    what: 'no certificate',
    wrong: () => ({ FRONTROW_CLUSTER_CERT: null, FRONTROW_CLUSTER_KEY: null, FRONTROW_CLUSTER_CA: null }),
    code: UNAVAILABLE,
    words: /node-[12] at .* does not link with this node: .+\. Does it want TLS\?/,
  },
  {
    what: 'another secret',
    wrong: () => ({ FRONTROW_SECRET: 'x'.repeat(32) }),
    code: UNAVAILABLE,
    words: /node-[12] at .* does not know the secret of this node: FRONTROW_SECRET/,
  },
]) {
  test(`a node with ${what} is refused in one line before it owns anything`, async () => {
    assertOneLine(await third(wrong()), code, words);
    const { nodes } = await scene.seenBy(scene.anyNode);
    assert.deepEqual(nodes.map(({ nodeId }) => nodeId).sort(), ['node-1', 'node-2']);
  });
}

for (const { what, wrong, words } of [
  {
    what: 'no certificate for NATS',
    wrong: { FRONTROW_NATS_CERT: null, FRONTROW_NATS_KEY: null },
    words: /(Cannot reach|No TLS with) NATS at .*FRONTROW_NATS_CERT/,
  },
  {
    what: 'another authority for NATS',
    wrong: { FRONTROW_NATS_CA: stranger.cert },
    words: /No TLS with NATS at .* Check FRONTROW_NATS_CA, FRONTROW_NATS_CERT and FRONTROW_NATS_KEY/,
  },
  {
    what: 'no user for NATS',
    wrong: { FRONTROW_NATS_USER: null, FRONTROW_NATS_PASSWORD: null },
    words: /NATS at .* refuses this node: .* FRONTROW_NATS_USER and FRONTROW_NATS_PASSWORD/,
  },
]) {
  test(`a node with ${what} is refused in one line`, async () => assertOneLine(await third(wrong), UNAVAILABLE, words));
}

test('a node shows NATS the credentials in its file, and those of another operator are refused', async () => {
  const made = new NatsAccounts();
  const servers = await NatsServers.start({ servers: 1, accounts: { ...made.accounts, credentials: made.credentials() } });
  stage.keep({ kill: () => servers.dispose() });
  const settings = (credentials: string): Record<string, string> => ({
    FRONTROW_NATS_URL: servers.url,
    FRONTROW_NATS_REPLICAS: '1',
    FRONTROW_NATS_CREDENTIALS: certificates.file(`${randomUUID()}.creds`, credentials),
    FRONTROW_SECRET: 'x'.repeat(32),
  });
  const node = await stage.start({ dataDir: await stage.dataDir(), env: settings(made.credentials()) });
  await buy(await stage.sale(node), [1]);
  const foreign = { ...freePorts(await stage.dataDir()), ...settings(new NatsAccounts().credentials()), FRONTROW_LOG_LEVEL: 'fatal' };
  assertOneLine(await runToEnd([], foreign), UNAVAILABLE, /NATS at .* refuses this node: .* Check FRONTROW_NATS_CREDENTIALS/);
});

test.run();
