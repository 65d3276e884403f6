/** A retry is safe: the same identity has one effect and the same answer, after a restart and after leaving memory too. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { ANSWER_MEMORY_MS, ANSWERS_MAX } from '../../src/actors/remembered-answers.js';
import { atRest } from '../support/manual-clock.js';
import { isRefusedWith, tally } from '../support/tally.js';
import type { TallyView } from '../support/tally.js';
import { allAnswered, commandId, TestRegion } from '../support/test-region.js';

const A = tally('a');
const add = (amount: number): object => ({ type: 'Add', amount });
const keyed = (key: string, bodyHash: string): { idempotency: { key: string; bodyHash: string } } => ({ idempotency: { key, bodyHash } });

test('the same key with the same body gets the same answer and has one effect', async () => {
  const host = new TestRegion();
  const first = await host.ask(A, add(5), keyed('k', 'body'));
  await host.ask(A, add(1));
  assert.deepEqual(await host.ask(A, add(5), keyed('k', 'body')), first);
  assert.equal(((await host.ask(A, { type: 'Read' })) as TallyView).total, 6);
});

test('two with the same key in one batch have one effect and one answer, both held until it is durable', async () => {
  const host = new TestRegion();
  host.journal.holdAppends();
  const asked = [
    host.ask(A, add(5), keyed('k', 'body')),
    host.ask(A, add(5), keyed('k', 'body')),
    host.ask(A, add(6), keyed('k', 'other')),
  ];
  await host.journal.whenHeld(1);
  host.journal.releaseAppends();
  const [first, second, third] = await allAnswered(asked);
  assert.deepEqual(second, first);
  assert.ok(isRefusedWith(third, 'IDEMPOTENCY_KEY_REUSED'));
  assert.deepEqual(await host.types(A), ['Added']);
});

test('the same key with another body is IDEMPOTENCY_KEY_REUSED and has no effect', async () => {
  const host = new TestRegion();
  await host.ask(A, add(5), keyed('k', 'body'));
  assert.ok(isRefusedWith(await host.ask(A, add(6), keyed('k', 'other')), 'IDEMPOTENCY_KEY_REUSED'));
  assert.deepEqual(await host.types(A), ['Added']);
});

test('the answer to a key survives a restart, and so does the refusal of another body', async () => {
  const host = new TestRegion();
  const first = await host.ask(A, add(5), keyed('k', 'body'));
  const next = host.crashed(3_600_000);
  assert.deepEqual(await next.ask(A, add(5), keyed('k', 'body')), first);
  assert.ok(isRefusedWith(await next.ask(A, add(6), keyed('k', 'other')), 'IDEMPOTENCY_KEY_REUSED'));
});

test('the answer to a key survives leaving memory', async () => {
  const host = new TestRegion();
  await host.region.start();
  const first = await host.ask(A, add(5), keyed('k', 'body'));
  await host.clock.pass(120_000);
  assert.equal(host.region.stats().liveEntities, 0);
  assert.deepEqual(await host.ask(A, add(5), keyed('k', 'body')), first);
});

test('a key stands in the same record as its effect', async () => {
  const host = new TestRegion();
  const reply = await host.ask(A, add(5), keyed('k', 'body'));
  const [body] = await host.bodies(A);
  assert.deepEqual(body?.answers, [{ key: 'k', bodyHash: 'body', reply }]);
});

test('the answer to a key is remembered even when the command changed nothing', async () => {
  const host = new TestRegion();
  await host.ask(A, add(1));
  const first = await host.ask(A, { type: 'Read' }, keyed('k', 'body'));
  await host.ask(A, add(1));
  assert.deepEqual(await host.crashed().ask(A, { type: 'Read' }, keyed('k', 'body')), first);
});

test('refusals are decided anew', async () => {
  const host = new TestRegion();
  assert.ok(isRefusedWith(await host.ask(A, add(-5), keyed('k', 'body')), 'INVALID_AMOUNT'));
  await host.ask(A, add(9));
  assert.equal(((await host.ask(A, add(-5), keyed('k', 'body'))) as TallyView).total, 4);
});

test('a command that the entity cannot recognise itself is remembered by its id, another one is not', async () => {
  const host = new TestRegion();
  const id = commandId(1, 'c');
  const first = await host.ask(A, add(5), { id });
  assert.deepEqual(await host.ask(A, add(5), { id }), first);
  assert.deepEqual(await host.crashed(1_000).ask(A, add(5), { id }), first);
  await host.ask(A, { type: 'Send', key: 'e', to: tally('b'), amount: 1 });
  await atRest();
  const answers = (await host.bodies(A)).flatMap((body) => body.answers ?? []).map(({ key }) => key);
  assert.equal(answers.length, 2, 'the addition and the sending; what settles an effect is recognised by the tally');
  assert.equal(answers[0], id);
});

test('a read leaves nothing behind', async () => {
  const host = new TestRegion();
  const id = commandId(1, 'c');
  const before = (await host.ask(A, { type: 'Read' }, { id })) as TallyView;
  await host.ask(A, add(1));
  const after = (await host.ask(A, { type: 'Read' }, { id })) as TallyView;
  assert.deepEqual([before.total, after.total], [0, 1]);
  assert.equal((await host.records(A)).length, 1);
});

test('answers are forgotten when they are old, and decided anew', async () => {
  const host = new TestRegion();
  await host.ask(A, add(5), keyed('old', 'body'));
  host.clock.set(host.clock.now() + ANSWER_MEMORY_MS);
  await host.ask(A, add(1));
  assert.equal(((await host.ask(A, add(5), keyed('old', 'body'))) as TallyView).total, 11);
});

test('no more answers are remembered than the limit says, the oldest are forgotten first, the same after a restart', async () => {
  const host = new TestRegion({ limits: { inboxDepthMax: ANSWERS_MAX * 2 } });
  const asked: Promise<unknown>[] = [];
  for (let number = 0; number <= ANSWERS_MAX; number += 1) asked.push(host.ask(A, add(1), keyed(`k${number}`, 'body')));
  await Promise.all(asked);
  const next = host.crashed();
  for (const { ask } of [{ ask: next.ask.bind(next) }, { ask: host.ask.bind(host) }]) {
    assert.equal(((await ask(A, add(1), keyed('k1', 'body'))) as TallyView).total, 2, 'the second is remembered');
    assert.equal(((await ask(A, add(1), keyed('k0', 'body'))) as TallyView).total, ANSWERS_MAX + 2, 'the first is forgotten');
  }
});

test.run();
