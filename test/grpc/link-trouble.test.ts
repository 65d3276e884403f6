/** Networks that cut, lose and hold back, and nodes that go down: every ask ends, and none says `unsent` that was carried out. */
import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import { test } from 'uvu';
import type { PeerHandler, PeerOutcome, PeerReply } from '../../src/cluster/transport.js';
import { freshId, freshSession, LinkStage, until, WATCHFUL } from './link-stage.js';
import type { TestNode } from './link-stage.js';

/** Nothing of the link waits so long where these tests run, but a connection that was lost without a word. */
const SOON_MS = 3_000;

let stage: LinkStage;
test.before.each(() => {
  stage = new LinkStage();
});
test.after.each(() => stage.dispose());

const kindOf = ({ kind }: PeerOutcome): string => kind;
const kindsOf = (outcomes: readonly PeerOutcome[]): readonly string[] => [...new Set(outcomes.map(kindOf))].sort();
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** What became of asks, each under an id of its own. */
class Asks {
  readonly outcomes = new Map<string, PeerOutcome>();
  private readonly all: Promise<void>[] = [];

  constructor(
    private readonly from: TestNode,
    private readonly to: TestNode,
  ) {}

  start(count: number, deadlineMs = 20_000): void {
    for (let asked = 0; asked < count; asked += 1) {
      const id = freshId();
      const envelope = { id, command: { type: 'Ask' }, deadline: Date.now() + deadlineMs };
      const outcome = this.from.link.transport.ask(this.to.member.session, { entity: 'queue/1', envelope, revision: 0 });
      this.all.push(outcome.then((got) => void this.outcomes.set(id, got)));
    }
  }

  async ended(): Promise<void> {
    await Promise.all(this.all);
  }

  of(kind: PeerOutcome['kind']): readonly string[] {
    return [...this.outcomes].filter(([, outcome]) => outcome.kind === kind).map(([id]) => id);
  }
}

const timesHandled = ({ handled }: TestNode): Map<string, number> => {
  const times = new Map<string, number>();
  for (const { envelope } of handled) times.set(envelope.id, (times.get(envelope.id) ?? 0) + 1);
  return times;
};

/** Of what is not answered, nobody says that it was not carried out when it was. */
function assertHonest(asks: Asks, to: TestNode): void {
  const times = timesHandled(to);
  for (const id of asks.of('unsent')) assert.equal(times.get(id) ?? 0, 0, 'what is unsent was not carried out');
  for (const id of asks.of('answer')) assert.equal(times.get(id), 1, 'what is answered was carried out once');
  for (const [id, count] of times) assert.equal(count, 1, `${id} was sent more than once`);
}

test('when the connection is cut again and again, every ask ends, and what is unsent was not carried out', async () => {
  const [a, b] = await stage.pair({}, { proxied: true, handler: slowly });
  const asks = new Asks(a, b);
  for (let round = 0; round < 20; round += 1) {
    await stage.connected(a, b);
    const answers = asks.of('answer').length;
    asks.start(100);
    await until(() => asks.of('answer').length > answers, 'the first ones are answered');
    asks.start(50);
    await pause(round % 4);
    b.proxy?.cut();
    await until(() => !a.isConnectedTo(b), 'a has noticed');
    asks.start(10);
  }
  await asks.ended();
  assert.equal(asks.outcomes.size, 3_200);
  assertHonest(asks, b);
  for (const kind of ['answer', 'unknown', 'unsent'] as const) assert.ok(asks.of(kind).length > 0, `${kind} happened`);
  await stage.connected(a, b);
  assert.equal((await a.ask(b)).kind, 'answer');
  assert.equal(a.link.transport.depth, 0);
});

/** Answers after a moment, so that some are always under way. */
async function slowly(): Promise<PeerReply> {
  await pause(Math.random() * 4);
  return { kind: 'answer', answer: null };
}

test('asks that were sent when the connection broke are unknown, those that waited are unsent', async () => {
  const [a, b] = await stage.pair({}, { proxied: true, handler: () => new Promise(() => undefined), limits: { asksAtOnce: 10 } });
  const asks = new Asks(a, b);
  asks.start(30);
  await until(() => b.handled.length === 10, 'ten are under way');
  b.proxy?.cut();
  await asks.ended();
  assert.deepEqual([asks.of('unknown').length, asks.of('unsent').length], [10, 20]);
  assertHonest(asks, b);
  assert.equal(b.handled.length, 10);
  await until(
    () => b.handled.every(({ envelope }) => envelope.deadline === 0),
    'b knows too: nobody waits, so what has not begun begins no more',
  );
});

test('a peer that cannot be reached is tried ever again, and asks are unsent at once meanwhile', async () => {
  const [a, b] = await stage.pair({}, { proxied: true });
  b.proxy?.refuse();
  await until(() => !a.isConnectedTo(b), 'a has noticed');
  await pause(100);
  const begun = performance.now();
  assert.equal((await a.ask(b)).kind, 'unsent');
  assert.ok(performance.now() - begun < 100, 'it does not wait');
  b.proxy?.heal();
  await stage.connected(a, b);
  assert.equal((await a.ask(b)).kind, 'answer');
});

test('waits between tries grow, and the same trouble is logged once', async () => {
  const a = await stage.node('a', { limits: { backOffMinMs: 10, backOffMaxMs: 200 } });
  const b = await stage.node('b', { proxied: true });
  b.proxy?.refuse();
  stage.join(a, b);
  await pause(800);
  // Five waits of up to 10, 20, 40, 80 and 160 ms, then of 100 ms at least; each try knocks first.
  const { arrivals = 0 } = b.proxy ?? {};
  assert.ok(arrivals >= 8 && arrivals <= 40, `${arrivals} connections were tried`);
  assert.equal(a.lines.length, 1, a.lines.join('\n'));
});

test('a node that comes back as a new process is connected at once', async () => {
  const [a, b] = await stage.pair({ limits: { backOffMinMs: 60_000, backOffMaxMs: 60_000 } });
  await b.link.transport.close(0);
  await until(() => !a.isConnectedTo(b), 'a has noticed');
  const again = await stage.node('b');
  const begun = performance.now();
  stage.join(a, again);
  assert.equal((await a.ask(again)).kind, 'answer');
  assert.ok(performance.now() - begun < SOON_MS);
});

test('a peer that was away is tried at once when it connects by itself', async () => {
  const [a, b] = await stage.pair({ limits: { backOffMinMs: 60_000, backOffMaxMs: 60_000 } }, { proxied: true });
  b.proxy?.refuse();
  await until(() => a.lines.filter((line) => line.includes('is not connected')).length > 0, 'a has noticed');
  b.proxy?.heal();
  // b takes its connection to a for lost, too, and makes a new one.
  b.link.transport.meet([b.member]);
  b.link.transport.meet([a.member, b.member]);
  await stage.connected(a, b);
  assert.equal((await a.ask(b)).kind, 'answer');
});

test('a try that got lost on its way is given up soon, and the next one succeeds', async () => {
  const a = await stage.node('a', { limits: { handshakeMs: 60_000, connectMinMs: 100 } });
  const b = await stage.node('b', { proxied: true });
  b.proxy?.lose('there', 'back');
  stage.join(a, b);
  await pause(50);
  b.proxy?.heal();
  const begun = performance.now();
  await stage.connected(a, b);
  assert.ok(performance.now() - begun < SOON_MS);
});

test('a try that got lost on its way is not waited for when the peer connects by itself', async () => {
  const a = await stage.node('a', { limits: { handshakeMs: 60_000, connectMinMs: 60_000 } });
  const b = await stage.node('b', { proxied: true });
  b.proxy?.lose('there', 'back');
  stage.join(a);
  a.link.transport.meet([a.member, b.member]);
  await pause(400);
  b.proxy?.heal();
  stage.join(a, b);
  const begun = performance.now();
  await stage.connected(a, b);
  assert.ok(performance.now() - begun < SOON_MS);
});

for (const direction of ['there', 'back'] as const) {
  test(`when all that goes ${direction} is lost, asks are given up within moments, and go on when it is found again`, async () => {
    const [a, b] = await stage.pair({ limits: WATCHFUL }, { proxied: true });
    const begun = performance.now();
    b.proxy?.lose(direction);
    const asks = new Asks(a, b);
    asks.start(100);
    await asks.ended();
    assert.ok(performance.now() - begun < SOON_MS, `it took ${performance.now() - begun} ms`);
    assert.deepEqual(kindsOf([...asks.outcomes.values()]), ['unknown']);
    assert.equal(b.handled.length, direction === 'there' ? 0 : 100);
    assertHonest(asks, b);
    await pause(50);
    b.proxy?.heal();
    await stage.connected(a, b);
    assert.equal((await a.ask(b)).kind, 'answer');
  });
}

test('who is asked notices too when whoever asks is gone without a word', async () => {
  const [a, b] = await stage.pair({ limits: WATCHFUL }, { proxied: true, limits: WATCHFUL, handler: () => new Promise(() => undefined) });
  const asks = new Asks(a, b);
  asks.start(20);
  await until(() => b.handled.length === 20, 'all are under way');
  b.proxy?.lose('there', 'back');
  await until(() => b.link.figures().answering === 0, 'b has let go of them');
  await asks.ended();
  assert.deepEqual(kindsOf([...asks.outcomes.values()]), ['unknown']);
});

test('a peer that does not read holds a bounded number of asks, and no other peer waits for it', async () => {
  const few = { asksAtOnce: 500, queuedMax: 500, frameBytes: 4_096 };
  const [a, b, c] = await stage.cluster(['a', { limits: few }], ['b', { proxied: true }], ['c']);
  assert.ok(a !== undefined && b !== undefined && c !== undefined);
  b.proxy?.hold('there');
  const asks = new Asks(a, b);
  const filling = { text: 'x'.repeat(10_000) };
  const filled: Promise<PeerOutcome>[] = [];
  while (!a.link.figures().peers.some(({ nodeId, queued }) => nodeId === 'b' && queued === 500)) {
    for (let more = 0; more < 50; more += 1) filled.push(a.ask(b, filling));
    await pause(1);
  }
  asks.start(100);
  await asks.ended();
  assert.deepEqual(kindsOf([...asks.outcomes.values()]), ['unsent']);
  for (let round = 0; round < 50; round += 1) assert.equal((await a.ask(c)).kind, 'answer');
  assert.ok(a.link.transport.depth <= 1_000);
  b.proxy?.heal();
  assert.deepEqual(kindsOf(await Promise.all(filled)), ['answer', 'unsent']);
  assert.equal((await a.ask(b)).kind, 'answer');
});

test('asks of a peer that does not read its answers are not read either, and go on when it reads', async () => {
  const answer = 'x'.repeat(50_000);
  const handler: PeerHandler = async () => ({ kind: 'answer', answer });
  const [a, b] = await stage.pair({}, { proxied: true, handler, limits: { unreadBytesMax: 200_000 } });
  b.proxy?.hold('back');
  let asked = 0;
  const outcomes: Promise<PeerOutcome>[] = [];
  // As long as it answers, it is asked; so much is on its way in both networks' buffers.
  for (let quiet = 0; quiet < 20;) {
    const before = b.handled.length;
    for (let more = 0; more < 20; more += 1) outcomes.push(a.ask(b));
    asked += 20;
    await pause(10);
    quiet = b.handled.length === before ? quiet + 1 : 0;
    assert.ok(asked < 50_000, 'it takes on asks without end');
  }
  assert.ok(b.link.figures().answering * answer.length < 2_000_000, `${b.link.figures().answering} answers wait`);
  b.proxy?.heal();
  assert.deepEqual(kindsOf(await Promise.all(outcomes)), ['answer']);
});

test('a peer whose unread answers grow too large is cut off', async () => {
  const release: (() => void)[] = [];
  const handler: PeerHandler = ({ envelope }) =>
    'large' in envelope.command
      ? new Promise((resolve) => release.push(() => resolve({ kind: 'answer', answer: new Uint8Array(1_000_000) })))
      : Promise.resolve({ kind: 'answer', answer: null });
  const [a, b] = await stage.pair(
    {},
    { proxied: true, handler, limits: { unreadBytesMax: 1_000_000, unreadBytesCut: 10_000_000, goodbyeMs: 50 } },
  );
  const outcomes = Array.from({ length: 50 }, () => a.ask(b, { large: true }));
  await until(() => release.length === 50, 'all are under way');
  b.proxy?.hold('back');
  for (const one of release) one();
  await until(() => b.link.figures().connectedFrom === 0, 'it was cut off');
  b.proxy?.heal();
  assert.ok(kindsOf(await Promise.all(outcomes)).includes('unknown'));
  await stage.connected(a, b);
  assert.equal((await a.ask(b)).kind, 'answer');
});

test('a node that closes answers what it has begun, takes nothing new, and is gone then', async () => {
  const release: (() => void)[] = [];
  const handler: PeerHandler = () => new Promise((resolve) => release.push(() => resolve({ kind: 'answer', answer: 'late' })));
  const [a, b] = await stage.pair({}, { handler });
  const begun = new Asks(a, b);
  begun.start(50);
  await until(() => release.length === 50, 'all are under way');
  const closing = b.link.transport.close(5_000);
  const later = new Asks(a, b);
  later.start(50);
  await later.ended();
  assert.deepEqual(kindsOf([...later.outcomes.values()]), ['unsent']);
  assert.equal((await b.ask(a)).kind, 'unsent');
  assertHonest(later, b);
  for (const one of release) one();
  await begun.ended();
  assert.deepEqual(kindsOf([...begun.outcomes.values()]), ['answer']);
  await closing;
  assert.equal((await a.ask(b)).kind, 'unsent');
});

test('a node that closes waits for its own answers too, and not longer than it has patience', async () => {
  const release: (() => void)[] = [];
  const handler: PeerHandler = () => new Promise((resolve) => release.push(() => resolve({ kind: 'answer', answer: null })));
  const [a, b] = await stage.pair({}, { handler });
  const first = new Asks(a, b);
  first.start(10);
  await until(() => release.length === 10, 'all are under way');
  const begun = performance.now();
  const closing = a.link.transport.close(200);
  for (const one of release.splice(0, 5)) one();
  await closing;
  const took = performance.now() - begun;
  assert.ok(took >= 190 && took < SOON_MS, `it took ${took} ms`);
  await first.ended();
  assert.deepEqual([first.of('answer').length, first.of('unknown').length], [5, 5]);
});

test('two nodes that close at the same time, in the middle of it all, leave nobody waiting', async () => {
  const [a, b] = await stage.pair({ handler: slowly }, { handler: slowly });
  const [there, back] = [new Asks(a, b), new Asks(b, a)];
  there.start(2_000);
  back.start(2_000);
  await pause(5);
  await Promise.all([a.link.transport.close(2_000), b.link.transport.close(2_000)]);
  await Promise.all([there.ended(), back.ended()]);
  assertHonest(there, b);
  assertHonest(back, a);
  assert.equal(a.link.transport.depth + b.link.transport.depth, 0);
});

test('a closed link says so, and meets nobody', async () => {
  const [a, b] = await stage.pair();
  await a.link.transport.close(0);
  await a.link.transport.close(0);
  a.link.transport.meet(stage.members);
  assert.deepEqual(a.link.figures().peers, []);
  assert.equal((await a.ask(b)).kind, 'unsent');
});

test('members may come and go in any order while asks are under way', async () => {
  const [a, b] = await stage.pair();
  const asks = new Asks(a, b);
  for (let round = 0; round < 40; round += 1) {
    asks.start(20);
    if (round % 5 === 2) a.link.transport.meet([a.member]);
    if (round % 5 === 3) a.link.transport.meet([b.member, { ...b.member, nodeId: 'c', session: freshSession('c') }, a.member]);
    await pause(2);
  }
  a.link.transport.meet(stage.members);
  await asks.ended();
  assert.equal(asks.outcomes.size, 800);
  assertHonest(asks, b);
  await stage.connected(a, b);
});

test.run();
