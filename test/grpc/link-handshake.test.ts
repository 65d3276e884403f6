/** Who gets onto the link: members of this cluster that know its secret, and nobody else. */
import assert from 'node:assert/strict';
import { Client, credentials, Metadata, Server, ServerCredentials, status } from '@grpc/grpc-js';
import type { ClientDuplexStream, ServerDuplexStream, StatusObject } from '@grpc/grpc-js';
import { test } from 'uvu';
import { beginAsks, decodeOpeningRequest, encodeHello, encodeProof, writeAsk } from '../../src/grpc/link/asks-frames.js';
import type { Hello } from '../../src/grpc/link/asks-frames.js';
import { encodeValue } from '../../src/grpc/link/codec.js';
import { LINK_PROTOCOL, newNonce, proofOf } from '../../src/grpc/link/handshake.js';
import { CONNECT_PATH, nodeLinkService } from '../../src/grpc/link/node-link-service.js';
import { decodeOpeningResponse, encodeChallenge, encodeWelcome } from '../../src/grpc/link/replies-frames.js';
import { Writer } from '../../src/grpc/link/wire.js';
import { CLUSTER, freshId, freshSession, LinkStage, SECRET, until } from './link-stage.js';
import type { NodeOptions, TestNode } from './link-stage.js';
import { Certificates, read } from './tls-certificates.js';
import type { Authority, Certificate } from './tls-certificates.js';

const asIs = (frame: Buffer): Buffer => frame;

const certificates = new Certificates();
const authority = certificates.authority('authority');
const stranger = certificates.authority('stranger');

let stage: LinkStage;
test.before.each(() => {
  stage = new LinkStage();
});
test.after.each(() => stage.dispose());
test.after(() => certificates.remove());

/** Speaks the protocol by hand. */
class Visitor {
  readonly frames: Buffer[] = [];
  /** null while the stream is open. */
  ended: StatusObject | null = null;
  private readonly client: Client;
  private readonly call: ClientDuplexStream<Buffer, Buffer>;

  constructor(address: string) {
    this.client = new Client(address, credentials.createInsecure(), { 'grpc.use_local_subchannel_pool': 1 });
    this.call = this.client.makeBidiStreamRequest<Buffer, Buffer>(CONNECT_PATH, asIs, asIs, new Metadata(), {});
    this.call.on('data', (frame: Buffer) => this.frames.push(frame));
    this.call.on('error', () => undefined);
    this.call.on('status', (ended: StatusObject) => (this.ended = ended));
    stage.keep(() => this.client.close());
  }

  send(frame: Buffer): void {
    this.call.write(frame);
  }

  async got(frames: number): Promise<void> {
    await until(() => this.frames.length >= frames || this.ended !== null, 'a frame, or the end');
  }

  async status(): Promise<number> {
    await until(() => this.ended !== null, 'the end of the stream');
    return this.ended?.code ?? -1;
  }

  /** The other side's answer to the hello. */
  async challenge(): Promise<{ readonly nonce: Buffer; readonly proof: Buffer }> {
    await this.got(1);
    const challenge = decodeOpeningResponse(this.frames[0] ?? Buffer.alloc(0));
    if (challenge?.kind !== 'challenge') throw new Error(`no challenge: ${JSON.stringify(this.ended)}`);
    return challenge;
  }
}

function helloTo(node: TestNode, session: string, more: Partial<Hello> = {}): Hello {
  return { protocol: LINK_PROTOCOL, cluster: CLUSTER, session, toSession: node.member.session, nonce: newNonce(), ...more };
}

/** The proof of whoever says that hello and gets that nonce. */
function proofFor({ cluster, session, toSession, nonce }: Hello, askedNonce: Buffer, side: 'asking' | 'asked', secret = SECRET): Buffer {
  return proofOf(side, secret, { cluster, asking: session, asked: toSession, askingNonce: nonce, askedNonce });
}

function askFrame(): Buffer {
  const writer = new Writer();
  const begun = beginAsks(writer);
  writeAsk(writer, 1, { entity: 'queue/1', envelope: { id: freshId(), command: {} }, revision: 0 }, encodeValue({}), null);
  writer.end(begun);
  return writer.written();
}

/** A node of the stage, and the session of a member that the test plays itself. */
async function nodeAndMember(): Promise<{ readonly node: TestNode; readonly session: string }> {
  const node = await stage.node('a');
  const session = freshSession('b');
  stage.members = [node.member, { ...node.member, nodeId: 'b', session }];
  return { node, session };
}

test('whoever proves that it knows the secret, and is a member, is welcome', async () => {
  const { node, session } = await nodeAndMember();
  const visitor = new Visitor(node.link.address);
  const hello = helloTo(node, session);
  visitor.send(encodeHello(hello));
  const { nonce, proof } = await visitor.challenge();
  assert.deepEqual(proof, proofFor(hello, nonce, 'asked'), 'the other side has proven it too');
  visitor.send(encodeProof(proofFor(hello, nonce, 'asking')));
  await visitor.got(2);
  assert.equal(decodeOpeningResponse(visitor.frames[1] ?? Buffer.alloc(0))?.kind, 'welcome');
  visitor.send(askFrame());
  await visitor.got(3);
  assert.equal(node.handled.length, 1);
});

const NO_PROOFS: readonly (readonly [string, (hello: Hello, nonce: Buffer, proof: Buffer) => Buffer])[] = [
  ['no proof at all', () => Buffer.alloc(0)],
  ['the proof of another secret', (hello, nonce) => proofFor(hello, nonce, 'asking', Buffer.alloc(32, 1))],
  ["the other side's own proof", (_hello, _nonce, proof) => proof],
  ['the proof of another session', (hello, nonce) => proofFor({ ...hello, session: freshSession('b') }, nonce, 'asking')],
  ['a proof that is a byte longer', (hello, nonce) => Buffer.concat([proofFor(hello, nonce, 'asking'), Buffer.alloc(1)])],
  ['the right proof beside another', (hello, nonce) => Buffer.concat([Buffer.alloc(32), proofFor(hello, nonce, 'asking')])],
];

for (const [what, make] of NO_PROOFS) {
  test(`${what} lets nobody in`, async () => {
    const { node, session } = await nodeAndMember();
    const visitor = new Visitor(node.link.address);
    const hello = helloTo(node, session);
    visitor.send(encodeHello(hello));
    const { nonce, proof } = await visitor.challenge();
    visitor.send(encodeProof(make(hello, nonce, proof)));
    visitor.send(askFrame());
    assert.equal(await visitor.status(), status.UNAUTHENTICATED);
    assert.equal(node.handled.length, 0);
  });
}

test('while the secret is changed, a proof of either is taken, and both are proven', async () => {
  const old = Buffer.alloc(32, 9);
  for (const secret of [SECRET, old]) {
    const node = await stage.node('a', { previousSecret: old });
    const session = freshSession('b');
    stage.members = [node.member, { ...node.member, nodeId: 'b', session }];
    const visitor = new Visitor(node.link.address);
    const hello = helloTo(node, session);
    visitor.send(encodeHello(hello));
    const { nonce, proof } = await visitor.challenge();
    assert.deepEqual(proof, Buffer.concat([proofFor(hello, nonce, 'asked'), proofFor(hello, nonce, 'asked', old)]));
    visitor.send(encodeProof(proofFor(hello, nonce, 'asking', secret)));
    await visitor.got(2);
    assert.equal(decodeOpeningResponse(visitor.frames[1] ?? Buffer.alloc(0))?.kind, 'welcome');
  }
});

const [NEW, OLD, OTHER] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2), Buffer.alloc(32, 3)] as const;

for (const [what, one, other, links] of [
  ['the old secret, and the new one beside the old', { secret: OLD }, { secret: NEW, previousSecret: OLD }, true],
  [
    'the old secret beside the new one, and the other way round',
    { secret: OLD, previousSecret: NEW },
    { secret: NEW, previousSecret: OLD },
    true,
  ],
  ['both secrets in the same order', { secret: NEW, previousSecret: OLD }, { secret: NEW, previousSecret: OLD }, true],
  ['the new secret, and the new one beside the old', { secret: NEW }, { secret: NEW, previousSecret: OLD }, true],
  ['only old ones in common', { secret: NEW, previousSecret: OLD }, { secret: OTHER, previousSecret: OLD }, true],
  ['the old secret, and the new one', { secret: OLD }, { secret: NEW }, false],
  ['two secrets each, none in common', { secret: NEW, previousSecret: OLD }, { secret: OTHER, previousSecret: Buffer.alloc(32, 4) }, false],
] as const) {
  test(`nodes that know ${what} ${links ? 'link' : 'do not link'}`, async () => {
    const [a, b] = [await stage.node('a', one), await stage.node('b', other)];
    stage.join(a, b);
    if (links) await stage.connected(a, b);
    else
      await until(() => [a, b].every(({ lines }) => lines.some((line) => line.includes('does not know the cluster'))), 'both found it out');
    const kind = links ? 'answer' : 'unsent';
    assert.deepEqual([(await a.ask(b)).kind, (await b.ask(a)).kind], [kind, kind]);
  });
}

test('a handshake that was seen on the wire is of no use to whoever saw it', async () => {
  const { node, session } = await nodeAndMember();
  const [first, again] = [new Visitor(node.link.address), new Visitor(node.link.address)];
  const hello = helloTo(node, session);
  first.send(encodeHello(hello));
  const proof = encodeProof(proofFor(hello, (await first.challenge()).nonce, 'asking'));
  first.send(proof);
  await first.got(2);
  again.send(encodeHello(hello));
  await again.challenge();
  again.send(proof);
  assert.equal(await again.status(), status.UNAUTHENTICATED);
  assert.equal(first.ended, null, 'and whoever has it goes on');
});

for (const [what, more, code] of [
  ['of another cluster', { cluster: 'incarnation-2' }, status.FAILED_PRECONDITION],
  ['of another version of the protocol', { protocol: LINK_PROTOCOL + 1 }, status.FAILED_PRECONDITION],
  ['for another session', { toSession: freshSession('a') }, status.UNAVAILABLE],
  ['with a short nonce', { nonce: Buffer.alloc(8) }, status.INVALID_ARGUMENT],
] as const) {
  test(`a hello ${what} is refused`, async () => {
    const { node, session } = await nodeAndMember();
    const visitor = new Visitor(node.link.address);
    visitor.send(encodeHello(helloTo(node, session, more)));
    assert.equal(await visitor.status(), code);
    assert.deepEqual(visitor.frames, []);
  });
}

test('whoever knows the secret but is no member is told to come again', async () => {
  const { node } = await nodeAndMember();
  const visitor = new Visitor(node.link.address);
  const hello = helloTo(node, freshSession('c'));
  visitor.send(encodeHello(hello));
  visitor.send(encodeProof(proofFor(hello, (await visitor.challenge()).nonce, 'asking')));
  assert.equal(await visitor.status(), status.UNAVAILABLE);
});

for (const [what, frames] of [
  ['an ask instead of a hello', [askFrame()]],
  ['a proof before the hello', [encodeProof(Buffer.alloc(32))]],
  ['bytes that are no frame', [Buffer.from([0x0a, 0x7f, 0x01])]],
  ['nothing at all', [Buffer.alloc(0)]],
] as const) {
  test(`${what} ends the stream`, async () => {
    const { node } = await nodeAndMember();
    const visitor = new Visitor(node.link.address);
    for (const frame of frames) visitor.send(frame);
    assert.equal(await visitor.status(), status.INVALID_ARGUMENT);
    assert.equal(node.handled.length, 0);
  });
}

test('a second hello in the middle of the handshake ends the stream', async () => {
  const { node, session } = await nodeAndMember();
  const visitor = new Visitor(node.link.address);
  visitor.send(encodeHello(helloTo(node, session)));
  await visitor.challenge();
  visitor.send(encodeHello(helloTo(node, session)));
  assert.equal(await visitor.status(), status.INVALID_ARGUMENT);
});

test('a node does not ask one that does not know the secret', async () => {
  const [a, b] = [await stage.node('a'), await stage.node('b', { secret: Buffer.alloc(32, 1) })];
  stage.join(a, b);
  await until(() => a.lines.some((line) => line.includes('does not know the cluster')), 'a has found it out');
  assert.equal((await a.ask(b)).kind, 'unsent');
  assert.equal((await b.ask(a)).kind, 'unsent');
  assert.deepEqual([a.handled, b.handled], [[], []]);
});

test('to whoever has not proven itself a node proves nothing, and asks nothing', async () => {
  const got: Buffer[] = [];
  const impostor = new Server();
  const connected = (call: ServerDuplexStream<Buffer, Buffer>): void => {
    call.on('data', (frame: Buffer) => {
      got.push(frame);
      call.write(got.length === 1 ? encodeChallenge(newNonce(), newNonce()) : encodeWelcome(100));
    });
  };
  impostor.addService(nodeLinkService, { Connect: connected });
  const port = await new Promise<number>((resolve) => {
    impostor.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (_error, bound) => resolve(bound));
  });
  stage.keep(() => impostor.forceShutdown());
  const a = await stage.node('a', { limits: { backOffMinMs: 60_000, backOffMaxMs: 60_000 } });
  const session = freshSession('b');
  stage.members = [a.member, { ...a.member, nodeId: 'b', session, address: `127.0.0.1:${port}` }];
  a.link.transport.meet(stage.members);
  const envelope = { id: freshId(), command: {} };
  assert.equal((await a.link.transport.ask(session, { entity: 'queue/1', envelope, revision: 0 })).kind, 'unsent');
  assert.deepEqual(
    got.map((frame) => decodeOpeningRequest(frame)?.kind),
    ['hello'],
  );
});

test('nodes of two clusters do not mix', async () => {
  const [a, b] = [await stage.node('a'), await stage.node('b', { cluster: 'incarnation-2' })];
  stage.join(a, b);
  await until(() => a.lines.some((line) => line.includes('another cluster')), 'a has found it out');
  assert.equal((await a.ask(b)).kind, 'unsent');
});

test('a node that is not known as a member yet gets in as soon as it is', async () => {
  const [a, b] = [await stage.node('a'), await stage.node('b')];
  stage.members = [a.member];
  b.link.transport.meet([a.member, b.member]);
  await until(() => b.lines.some((line) => line.includes('not among the members')), 'b was turned away');
  stage.join(a, b);
  await stage.connected(a, b);
  assert.equal((await b.ask(a)).kind, 'answer');
});

test('a node that has a new session is not asked under the old one', async () => {
  const [a, b] = await stage.pair();
  const old = b.member;
  b.member = { ...old, session: freshSession('b') };
  assert.notEqual((await a.ask({ ...b, member: old })).kind, 'answer', 'nothing that was meant for the old session is taken');
  assert.equal(b.handled.length, 0);
  stage.join(a, b);
  await stage.connected(a, b);
  assert.equal((await a.ask(b)).kind, 'answer');
  assert.equal((await b.ask(a)).kind, 'answer');
  assert.equal((await a.ask({ ...b, member: old })).kind, 'unsent');
});

test('whoever is no member any more is let go, and does not get in again', async () => {
  const [a, b] = await stage.pair();
  stage.members = [a.member];
  a.link.transport.meet(stage.members);
  assert.equal((await a.ask(b)).kind, 'unsent');
  await until(() => !b.isConnectedTo(a), 'b was let go');
  await until(() => b.lines.some((line) => line.includes('not among the members"')), 'and was turned away');
  assert.equal(a.link.figures().connectedFrom, 0);
});

function withCertificate({ cert, key }: Certificate, trusted: Authority = authority): NodeOptions {
  return { tls: { cert: read(cert), key: read(key), ca: read(trusted.cert) } };
}

test('with mutual TLS nodes are who their certificates name, by a DNS name, a URI or the common name', async () => {
  const nodes = await stage.cluster(
    ['node-1', withCertificate(authority.sign({ commonName: 'x', names: ['DNS:node-1'] }))],
    ['node-2.example', withCertificate(authority.sign({ commonName: 'node-2.example' }))],
    ['Node-3', withCertificate(authority.sign({ commonName: 'x', names: ['DNS:other', 'DNS:node-3'] }))],
  );
  for (const from of nodes) for (const to of nodes) if (from !== to) assert.equal((await from.ask(to)).kind, 'answer');
});

test('a node whose certificate names another is neither asked nor let in, although it knows the secret', async () => {
  const a = await stage.node('a', withCertificate(authority.sign({ commonName: 'a' })));
  const b = await stage.node('b', withCertificate(authority.sign({ commonName: 'c', names: ['DNS:d'] })));
  stage.join(a, b);
  await until(() => a.lines.some((line) => line.includes('does not name b')), 'a has seen its certificate');
  await until(() => b.lines.some((line) => line.includes('does not name b')), 'a has said so');
  assert.equal((await a.ask(b)).kind, 'unsent');
  assert.equal((await b.ask(a)).kind, 'unsent');
});

for (const [what, options] of [
  ['a certificate of another authority', withCertificate(stranger.sign({ commonName: 'b' }), authority)],
  ['a certificate that has ended', withCertificate(authority.sign({ commonName: 'b', until: new Date(Date.now() - 1_000) }))],
  ['no certificate', {}],
] as const) {
  test(`with mutual TLS, ${what} makes no connection`, async () => {
    const a = await stage.node('a', withCertificate(authority.sign({ commonName: 'a' })));
    const b = await stage.node('b', options);
    stage.join(a, b);
    await until(() => [a, b].every(({ lines }) => lines.some((line) => line.includes('a peer is not connected'))), 'both have tried');
    assert.deepEqual(
      [await a.ask(b), await b.ask(a)].map(({ kind }) => kind),
      ['unsent', 'unsent'],
    );
    assert.deepEqual([a.link.figures().connectedFrom, b.link.figures().connectedFrom], [0, 0]);
  });
}

test('with mutual TLS the secret is wanted all the same', async () => {
  const a = await stage.node('a', withCertificate(authority.sign({ commonName: 'a' })));
  const b = await stage.node('b', { ...withCertificate(authority.sign({ commonName: 'b' })), secret: Buffer.alloc(32, 1) });
  stage.join(a, b);
  await until(() => a.lines.some((line) => line.includes('does not know the cluster')), 'a has found it out');
  assert.equal((await a.ask(b)).kind, 'unsent');
});

test.run();
