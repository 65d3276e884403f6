/** Nodes ask each other over real sockets, and every ask ends as it should. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { refuse } from '../../src/domain/refusals.js';
import type { PeerHandler, PeerOutcome, PeerReply, PeerRequest } from '../../src/cluster/transport.js';
import { freshId, LinkStage, until } from './link-stage.js';

const MANY = 5_000;
const ANSWER_MS_MAX = 1_000;

let stage: LinkStage;
test.before.each(() => {
  stage = new LinkStage();
});
test.after.each(() => stage.dispose());

const kindsOf = (outcomes: readonly PeerOutcome[]): readonly string[] => [...new Set(outcomes.map(({ kind }) => kind))];

function answerOf(outcome: PeerOutcome): unknown {
  if (outcome.kind !== 'answer') throw new Error(`no answer: ${JSON.stringify(outcome)}`);
  return outcome.answer;
}

/** A handler whose answers the test gives. */
class Held {
  readonly waiting: { readonly request: PeerRequest; readonly answer: (reply: PeerReply) => void }[] = [];

  readonly handler: PeerHandler = (request) => new Promise((resolve) => this.waiting.push({ request, answer: resolve }));

  answerAll(answer: unknown = 'answered'): void {
    for (const one of this.waiting.splice(0)) one.answer({ kind: 'answer', answer });
  }
}

test('many asks at once, both ways, all get the answer to what they asked', async () => {
  const [a, b] = await stage.pair();
  const asks = Array.from({ length: MANY }, (_, number) => [a.ask(b, { from: 'a', number }), b.ask(a, { from: 'b', number })]);
  const outcomes = await Promise.all(asks.flat());
  assert.deepEqual(
    outcomes.map(answerOf),
    asks.flatMap((_, number) => [
      { from: 'a', number },
      { from: 'b', number },
    ]),
  );
  assert.equal(a.link.transport.depth + b.link.transport.depth, 0);
});

test('what is asked in the same turn travels in one frame', async () => {
  const [a, b] = await stage.pair();
  await Promise.all(Array.from({ length: 200 }, () => a.ask(b)));
  await Promise.all(Array.from({ length: 200 }, () => a.ask(b)));
  const [peer] = a.link.figures().peers;
  assert.equal(peer?.asks, 400);
  assert.equal(peer.frames, 2);
  assert.ok(peer.roundTripMs !== null && peer.roundTripMs > 0);
});

test('an ask arrives with all that belongs to it', async () => {
  const [a, b] = await stage.pair();
  const id = freshId();
  const request: PeerRequest = {
    entity: 'schedule/ä/1',
    envelope: { id, command: { type: 'Hold', seats: [1, 2] }, idempotency: { key: 'u·POST·k', bodyHash: 'f00' }, fromEffect: true },
    revision: 2 ** 40,
  };
  assert.deepEqual(answerOf(await a.link.transport.ask(b.member.session, request)), request.envelope.command);
  await a.ask(b, {}, { deadline: Date.now() + 60_000 });
  const [first, second] = b.handled;
  assert.deepEqual(first, request);
  const left = (second?.envelope.deadline ?? 0) - Date.now();
  assert.ok(left > 58_000 && left <= 60_001, `${left} ms are left`);
  assert.deepEqual(Object.keys(second?.envelope ?? {}).sort(), ['command', 'deadline', 'id']);
});

test('a large answer arrives whole, and small ones beside it', async () => {
  const statuses = new Uint8Array(20_000_000).fill(3);
  const text = 'ä'.repeat(10_000_000);
  const [a, b] = await stage.pair({}, { handler: async ({ envelope }) => ({ kind: 'answer', answer: largeOf(envelope.command) }) });
  function largeOf(command: object): unknown {
    return 'statuses' in command ? { statuses, mine: [] } : 'text' in command ? { text } : command;
  }
  const asks = [{ a: 1 }, { statuses: true }, { a: 2 }, { text: true }, { a: 3 }].map((command) => a.ask(b, command));
  const [one, seats, two, long, three] = (await Promise.all(asks)).map(answerOf);
  assert.deepEqual([one, two, three], [{ a: 1 }, { a: 2 }, { a: 3 }]);
  assert.ok(Buffer.from((seats as { statuses: Uint8Array }).statuses).equals(statuses));
  assert.equal((long as { text: string }).text, text);
});

test('an answer that is too large, or cannot travel, is INTERNAL, and the stream goes on', async () => {
  const answers: Record<string, unknown> = { large: new Uint8Array(2_000_000), run: { run: () => 1 }, fine: 'fine' };
  const handler: PeerHandler = async ({ envelope }) => ({
    kind: 'answer',
    answer: answers[(envelope.command as { readonly want: string }).want],
  });
  const [a, b] = await stage.pair({}, { handler, limits: { messageBytesMax: 1_000_000 } });
  const asks = ['large', 'run', 'fine'].map((want) => a.ask(b, { want }));
  assert.deepEqual((await Promise.all(asks)).map(answerOf), [refuse('INTERNAL'), refuse('INTERNAL'), 'fine']);
  assert.equal(b.lines.filter((line) => line.startsWith('error: ')).length, 2);
});

test('a command that is too large, or cannot travel, is not sent, and the others are', async () => {
  const [a, b] = await stage.pair({ limits: { messageBytesMax: 1_000_000 } });
  const commands = [{ text: 'x'.repeat(2_000_000) }, { run: () => 1 }, { fine: true }];
  const outcomes = await Promise.all(commands.map((command) => a.ask(b, command)));
  assert.deepEqual(
    outcomes.map(({ kind }) => kind),
    ['unsent', 'unsent', 'answer'],
  );
  assert.equal(b.handled.length, 1);
});

test('who does not own the shard says so with its revision, and refusals are answers', async () => {
  const replies: PeerReply[] = [
    { kind: 'not-owner', revision: 0 },
    { kind: 'not-owner', revision: 12 },
    { kind: 'answer', answer: refuse('SEAT_UNAVAILABLE', { conflicts: [3] }) },
    { kind: 'answer', answer: undefined },
  ];
  const wanted = [...replies];
  const [a, b] = await stage.pair({}, { handler: async () => replies.shift() ?? { kind: 'not-owner', revision: -1 } });
  assert.deepEqual(await Promise.all(wanted.map(() => a.ask(b))), wanted);
});

test('a handler that breaks is INTERNAL to whoever asked', async () => {
  const [a, b] = await stage.pair({}, { handler: () => Promise.reject(new Error('broken')) });
  assert.deepEqual(answerOf(await a.ask(b)), refuse('INTERNAL'));
});

test('answers come as they come about, not in the order of the asks', async () => {
  const held = new Held();
  const [a, b] = await stage.pair({}, { handler: held.handler });
  const [slow, quick] = [a.ask(b), a.ask(b)];
  await until(() => held.waiting.length === 2, 'both are being answered');
  held.waiting.pop()?.answer({ kind: 'answer', answer: 'quick' });
  assert.equal(answerOf(await quick), 'quick');
  held.answerAll('slow');
  assert.equal(answerOf(await slow), 'slow');
});

test('at its deadline an ask is given up, and what has not begun there begins no more', async () => {
  const held = new Held();
  const [a, b] = await stage.pair({}, { handler: held.handler });
  const begun = performance.now();
  const outcome = await a.ask(b, {}, { deadline: Date.now() + 60 });
  assert.equal(outcome.kind, 'unknown');
  assert.ok(performance.now() - begun < ANSWER_MS_MAX);
  const [waiting] = held.waiting;
  await until(() => waiting?.request.envelope.deadline === 0, 'the cancel has arrived');
  assert.equal(b.link.figures().answering, 0);
  held.answerAll();
  assert.equal(a.link.transport.depth, 0);
});

test('an ask without a deadline is given up after the longest time the link allows', async () => {
  const held = new Held();
  const [a, b] = await stage.pair({ limits: { askMaxMs: 50 } }, { handler: held.handler });
  assert.equal((await a.ask(b)).kind, 'unknown');
  await until(() => held.waiting[0]?.request.envelope.deadline === 0, 'the other side knows that nobody waits for it');
});

test('an ask whose deadline has passed is not sent', async () => {
  const [a, b] = await stage.pair();
  assert.equal((await a.ask(b, {}, { deadline: Date.now() - 1 })).kind, 'unsent');
  assert.equal(b.handled.length, 0);
});

test('asks beyond what the peer takes at once wait, and go when others were answered', async () => {
  const held = new Held();
  const [a, b] = await stage.pair({}, { handler: held.handler, limits: { asksAtOnce: 100 } });
  const asks = Array.from({ length: 250 }, () => a.ask(b));
  await until(() => held.waiting.length === 100, 'as many as may be are being answered');
  assert.deepEqual([a.link.figures().peers[0]?.unanswered, a.link.figures().peers[0]?.queued], [100, 150]);
  assert.equal(b.link.figures().answering, 100);
  for (const upTo of [200, 250]) {
    held.answerAll();
    await until(() => b.handled.length === upTo, 'the next ones have come');
  }
  held.answerAll();
  assert.deepEqual(kindsOf(await Promise.all(asks)), ['answer']);
});

test('more asks than may wait are unsent at once', async () => {
  const held = new Held();
  const [a, b] = await stage.pair({ limits: { queuedMax: 50 } }, { handler: held.handler, limits: { asksAtOnce: 10 } });
  const asks = Array.from({ length: 10 }, () => a.ask(b));
  await until(() => held.waiting.length === 10, 'ten are being answered');
  asks.push(...Array.from({ length: 50 }, () => a.ask(b)));
  assert.equal((await a.ask(b)).kind, 'unsent');
  const answers = setInterval(() => held.answerAll(), 1);
  assert.deepEqual(kindsOf(await Promise.all(asks)), ['answer']);
  clearInterval(answers);
});

test('who is no peer is not asked', async () => {
  const [a, b] = await stage.pair();
  const strangers = [`${b.nodeId}.0000000000000000`, a.member.session, ''];
  for (const session of strangers) {
    const outcome = await a.link.transport.ask(session, { entity: 'queue/1', envelope: { id: freshId(), command: {} }, revision: 0 });
    assert.equal(outcome.kind, 'unsent');
  }
});

test('asks that come while the first connection is made wait for it', async () => {
  const [a, b] = [await stage.node('a'), await stage.node('b')];
  stage.join(a, b);
  assert.deepEqual(answerOf(await a.ask(b, { early: true })), { early: true });
});

test('five nodes ask each other', async () => {
  const nodes = await stage.cluster(['a'], ['b'], ['c'], ['d'], ['e']);
  const pairs = nodes.flatMap((from) => nodes.filter((to) => to !== from).map((to) => [from, to] as const));
  const outcomes = await Promise.all(pairs.map(([from, to]) => from.ask(to, { from: from.nodeId, to: to.nodeId })));
  assert.deepEqual(
    outcomes.map(answerOf),
    pairs.map(([from, to]) => ({ from: from.nodeId, to: to.nodeId })),
  );
});

test.run();
