/** Whom the nodes that are there would link with, asked before somebody becomes one of them. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import type { Member } from '../../src/cluster/member.js';
import { whyNotAdmitted } from '../../src/grpc/link/admission.js';
import type { NotAdmitted } from '../../src/grpc/link/admission.js';
import type { LinkTls } from '../../src/grpc/link/identity.js';
import { nodeTimers } from '../../src/timers.js';
import { CLUSTER, freshSession, LinkStage, SECRET } from './link-stage.js';
import type { NodeOptions, TestNode } from './link-stage.js';
import { Certificates, read } from './tls-certificates.js';
import type { Authority, Certificate } from './tls-certificates.js';

const certificates = new Certificates();
const authority = certificates.authority('authority');
const stranger = certificates.authority('stranger');
const OTHER_SECRET = Buffer.alloc(32, 1);

let stage: LinkStage;
test.before.each(() => {
  stage = new LinkStage();
});
test.after.each(() => stage.dispose());
test.after(() => certificates.remove());

interface Comer {
  readonly secret?: Buffer;
  readonly previousSecret?: Buffer;
  readonly tls?: LinkTls;
}

function whyNot(nodes: readonly Pick<TestNode, 'member'>[], { secret, previousSecret, tls }: Comer = {}): Promise<readonly NotAdmitted[]> {
  const self: Member = { nodeId: 'new', session: '', address: '', state: 'joining', version: '1.0.0', startedAt: 0 };
  return whyNotAdmitted(
    nodes.map(({ member }) => member),
    {
      identity: {
        cluster: CLUSTER,
        secret: secret ?? SECRET,
        previousSecret: previousSecret ?? null,
        self: () => self,
        members: () => [],
      },
      tls: tls ?? null,
      timers: nodeTimers,
    },
  );
}

function tlsOf({ cert, key }: Certificate, trusted: Authority = authority): LinkTls {
  return { cert: read(cert), key: read(key), ca: read(trusted.cert) };
}

const named = (name: string, by: Authority = authority): LinkTls => tlsOf(by.sign({ commonName: name }));

async function nodeWith(nodeId: string, options: NodeOptions = {}): Promise<TestNode> {
  const node = await stage.node(nodeId, options);
  stage.join(...stage.nodes);
  return node;
}

test('whoever knows the secret would be linked with, and the others take no notice', async () => {
  const node = await nodeWith('a');
  assert.deepEqual(await whyNot([node]), []);
  // A later handshake: whatever the first left behind has come to its end.
  assert.deepEqual(await whyNot([node]), []);
  assert.deepEqual(node.lines, []);
  assert.equal(node.link.figures().connectedFrom, 0);
});

test('whoever knows another secret is told so, unless one of two is the same', async () => {
  const node = await nodeWith('a');
  const [refusal] = await whyNot([node], { secret: OTHER_SECRET });
  assert.equal(refusal?.knowsOtherSecret, true);
  assert.equal(refusal.peer.nodeId, 'a');
  assert.deepEqual(await whyNot([node], { secret: OTHER_SECRET, previousSecret: SECRET }), []);
});

test('with mutual TLS a certificate of another authority, or none, is told', async () => {
  const node = await nodeWith('a', { tls: named('a') });
  assert.deepEqual(await whyNot([node], { tls: named('new') }), []);
  for (const comer of [
    { tls: tlsOf(stranger.sign({ commonName: 'new' })) },
    { tls: tlsOf(authority.sign({ commonName: 'new' }), stranger) },
    {},
  ]) {
    const [refusal] = await whyNot([node], comer);
    assert.ok(refusal !== undefined && !refusal.knowsOtherSecret, JSON.stringify(refusal));
    assert.notEqual(refusal.reason, '');
  }
});

test('nobody wants TLS of a node that has none', async () => {
  const [refusal] = await whyNot([await nodeWith('a')], { tls: named('new') });
  assert.equal(refusal?.knowsOtherSecret, false);
});

test('one that would link is enough: the others may be the ones that are wrong', async () => {
  const nodes = [await nodeWith('a', { secret: OTHER_SECRET }), await nodeWith('b')];
  assert.deepEqual(await whyNot(nodes), []);
});

test('nodes that are away, that stand still, or that have changed meanwhile say nothing', async () => {
  const away = await nodeWith('away');
  await away.link.transport.close(0);
  const still = await nodeWith('still', { proxied: true });
  still.proxy?.hold('there');
  const changed = await nodeWith('changed');
  const before = { member: { ...changed.member, session: freshSession('changed') } };
  assert.deepEqual(await whyNot([away, still, before], { secret: OTHER_SECRET }), []);
});

test('a node that has joined just now, and does not know it yet, is asked again', async () => {
  const node = await nodeWith('a');
  const joined = { member: { ...node.member, session: freshSession('a') } };
  const asked = whyNot([joined], { secret: OTHER_SECRET });
  nodeTimers.after(150, () => {
    node.member = joined.member;
  });
  const [refusal] = await asked;
  assert.equal(refusal?.knowsOtherSecret, true);
});

test('where nobody is, nobody objects', async () => {
  assert.deepEqual(await whyNot([], { secret: OTHER_SECRET }), []);
});

test.run();
