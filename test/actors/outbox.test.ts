/** Effects on other entities: sent after the commit that wants them, until they are answered, again after a crash, and no longer than they are wanted. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { Outbox } from '../../src/actors/outbox.js';
import type { Envelope } from '../../src/cluster/router.js';
import type { Effect } from '../../src/domain/decider.js';
import type { EntityId } from '../../src/domain/ids.js';
import { refuse } from '../../src/domain/refusals.js';
import { atRest, ManualClock } from '../support/manual-clock.js';
import { isRefusedWith, tally } from '../support/tally.js';
import type { TallyView } from '../support/tally.js';
import { allAnswered, Answers, TestRegion } from '../support/test-region.js';

const A = tally('a');
const B = tally('b');
const send = (amount: number, key = 'e'): object => ({ type: 'Send', key, to: B, amount });
const sendAndWait = (amount: number, key = 'e'): object => ({ type: 'SendAndWait', key, to: B, amount });

test('an effect leaves only after the record that wants it is durable', async () => {
  const host = new TestRegion();
  host.journal.holdAppends();
  const sent = host.ask(A, send(5));
  await host.journal.whenHeld(1);
  await atRest();
  assert.deepEqual(host.knobs.decided, ['Send']);
  host.journal.releaseAppends();
  await sent;
  await atRest();
  assert.deepEqual(host.knobs.decided, ['Send', 'Add 5', 'Settle']);
  assert.deepEqual(await host.types(A), ['Sent', 'Settled']);
  assert.deepEqual(
    (await host.records(A)).map(({ openEffects }) => openEffects),
    [true, false],
  );
});

test('an effect whose record failed never leaves', async () => {
  const host = new TestRegion();
  host.journal.holdAppends();
  const sent = host.ask(A, send(5));
  await host.journal.whenHeld(1);
  host.journal.fail('disk full');
  await host.clock.pass(60_000);
  assert.ok(isRefusedWith((await allAnswered([sent]))[0], 'UNAVAILABLE'));
  assert.ok(!host.knobs.decided.includes('Add 5'));
});

test('a deferred answer comes when its outcome is durable', async () => {
  const host = new TestRegion();
  host.journal.holdAppends();
  const answers = new Answers();
  answers.watch('paid', host.ask(A, sendAndWait(5)));
  for (const step of ['A wants it', 'B did it', 'A knows']) {
    await host.journal.whenHeld(1);
    assert.deepEqual(await answers.settled(), [], step);
    host.journal.releaseAppends(1);
  }
  assert.deepEqual(await answers.settled(), ['paid']);
  assert.equal((answers.byName.get('paid') as TallyView).total, 5);
});

test('all who wait for one outcome get it; who asks when it is known gets it at once', async () => {
  const host = new TestRegion();
  const waiting = [host.ask(A, sendAndWait(5)), host.ask(A, { type: 'Await', key: 'e' }), host.ask(A, { type: 'Await', key: 'e' })];
  const answers = await allAnswered(waiting);
  assert.deepEqual(answers[1], answers[0]);
  assert.deepEqual(answers[2], answers[0]);
  const records = (await host.records(A)).length;
  assert.deepEqual((await allAnswered([host.ask(A, { type: 'Await', key: 'e' })]))[0], answers[0]);
  assert.equal((await host.records(A)).length, records);
});

test('who waits for an outcome is told UNAVAILABLE when the entity is read again, and may ask for it then', async () => {
  const host = new TestRegion();
  host.journal.holdAppends();
  const waiting = host.ask(A, sendAndWait(5));
  await host.journal.whenHeld(1);
  host.journal.releaseAppends(1);
  await host.journal.whenHeld(1);
  const crashed = host.ask(A, { type: 'BreakEvolve' });
  const answers = await allAnswered([waiting, crashed]);
  assert.ok(isRefusedWith(answers[0], 'UNAVAILABLE'));
  assert.ok(isRefusedWith(answers[1], 'INTERNAL'));
  const again = host.ask(A, { type: 'Await', key: 'e' });
  host.journal.releaseAppends();
  assert.equal(((await allAnswered([again]))[0] as TallyView).total, 5);
  assert.equal(((await host.ask(B, { type: 'Read' })) as TallyView).total, 5, 'driven twice, done once');
});

test('after a crash between any two records the effect is driven on, and done once', async () => {
  for (let records = 1; records <= 3; records += 1) {
    const host = new TestRegion();
    host.journal.holdAppends();
    void host.ask(A, send(5));
    for (let released = 0; released < records; released += 1) {
      await host.journal.whenHeld(1);
      host.journal.releaseAppends(1);
      await atRest();
    }
    const next = host.crashed(1_000);
    const report = await next.region.start();
    assert.equal(report.openEffects, records < 3 ? 1 : 0);
    await atRest();
    assert.deepEqual(await next.types(A), ['Sent', 'Settled'], `crash after ${records}`);
    assert.deepEqual(await next.types(B), ['Added'], `crash after ${records}`);
  }
});

test('a transient refusal is asked again after a pause that grows to its limit, with jitter, until it is answered', async () => {
  for (const code of ['UNAVAILABLE', 'OVERLOADED', 'INTERNAL', 'ENTITY_DAMAGED'] as const) {
    const { outbox, clock, asked, offered, answer } = lonelyOutbox();
    answer.with = refuse(code);
    outbox.drive([effect('e')]);
    await clock.pass(30_000);
    const pauses = asked.map((at, index) => at - (asked[index - 1] ?? at)).slice(1);
    assert.deepEqual(pauses.slice(0, 8), [38, 75, 150, 300, 600, 1200, 2400, 3750], code);
    assert.ok(pauses.slice(8).every((pause) => pause === 3_750));
    assert.deepEqual(offered, []);
    answer.with = 'done';
    await clock.pass(5_000);
    assert.deepEqual(
      offered.slice(0, 1).map(({ id, command }) => ({ id, command })),
      [{ id: 'e-settled', command: { settled: 'done' } }],
    );
  }
});

test('a refusal of business is an answer', async () => {
  const { outbox, offered, answer } = lonelyOutbox();
  answer.with = refuse('INSUFFICIENT_POINTS');
  outbox.drive([effect('e')]);
  await atRest();
  assert.deepEqual(offered[0]?.command, { settled: refuse('INSUFFICIENT_POINTS') });
});

test('an effect that is under way is not sent twice, and one that is wanted no more is not sent again', async () => {
  const { outbox, clock, asked, answer } = lonelyOutbox();
  answer.with = refuse('UNAVAILABLE');
  outbox.drive([effect('e'), effect('f')]);
  outbox.drive([effect('e'), effect('f')]);
  await atRest();
  assert.equal(asked.length, 2);
  outbox.drive([effect('f')]);
  await clock.pass(40);
  assert.equal(asked.length, 3);
  outbox.drive([]);
  assert.equal(outbox.open, false);
  assert.equal(clock.waiting, 0);
  await clock.pass(60_000);
  assert.equal(asked.length, 3);
});

test('an answer that comes when its effect is wanted no more is dropped', async () => {
  const { outbox, offered, answer } = lonelyOutbox();
  answer.with = 'done';
  outbox.drive([effect('e')]);
  outbox.drive([]);
  await atRest();
  assert.deepEqual(offered, []);
});

test('an answer that the entity could not take in is asked for again', async () => {
  const { outbox, clock, asked, failed, taken } = lonelyOutbox();
  taken.with = refuse('UNAVAILABLE');
  outbox.drive([effect('e')]);
  await clock.pass(1_000);
  assert.ok(asked.length > 2);
  assert.deepEqual(failed, []);
});

test('an answer that cannot be turned into a command is logged and asked for again', async () => {
  const host = new TestRegion();
  host.knobs.breakThen = true;
  await host.ask(A, send(5));
  await host.clock.pass(1_000);
  assert.ok(host.logged('could not be taken in').length > 2);
  assert.deepEqual(await host.types(A), ['Sent']);
  host.knobs.breakThen = false;
  await host.clock.pass(5_000);
  assert.deepEqual(await host.types(A), ['Sent', 'Settled']);
  assert.deepEqual(await host.types(B), ['Added']);
});

test('an effect that is still wanted although its answer was taken in is logged and asked for again, not forgotten', async () => {
  const { outbox, clock, asked, failed } = lonelyOutbox();
  outbox.drive([effect('e')]);
  await clock.pass(1_000);
  assert.ok(asked.length > 2);
  assert.ok(failed.length > 2);
});

test('an effect withdrawn by its entity leaves it free', async () => {
  const host = new TestRegion();
  host.knobs.breakThen = true;
  await host.ask(A, send(5));
  await host.ask(A, { type: 'Withdraw', key: 'e' });
  await host.clock.pass(10_000);
  assert.equal(host.clock.waiting, 0);
  assert.deepEqual(await host.types(A), ['Sent', 'Withdrawn']);
});

test('effects that want an answer do not make a journal that takes nothing spin', async () => {
  const host = new TestRegion();
  host.knobs.breakThen = true;
  await host.ask(A, send(5));
  await atRest();
  host.knobs.breakThen = false;
  host.journal.fail('disk full');
  await host.clock.pass(60_000);
  const tries = host.knobs.decided.filter((type) => type === 'Settle').length;
  assert.ok(tries > 2 && tries < 20, `${tries} tries in a minute`);
});

test('reads do not go through all open effects again', async () => {
  const host = new TestRegion();
  await host.ask(A, send(5));
  await atRest();
  const asked = host.knobs.pendingAsked;
  for (let index = 0; index < 10; index += 1) await host.ask(A, { type: 'Read' });
  assert.equal(host.knobs.pendingAsked, asked);
});

function effect(key: string): Effect<object> {
  return { key, to: B, command: { do: key }, then: (answer) => ({ settled: answer }) };
}

/** An outbox alone: what it asks of others, what it offers its entity, and what both answer. */
function lonelyOutbox(): {
  outbox: Outbox;
  clock: ManualClock;
  asked: number[];
  offered: Envelope[];
  failed: unknown[];
  answer: { with: unknown };
  taken: { with: unknown };
} {
  const clock = new ManualClock();
  const asked: number[] = [];
  const offered: Envelope[] = [];
  const failed: unknown[] = [];
  const answer = { with: 'done' as unknown };
  const taken = { with: null as unknown };
  const ask = async (_to: EntityId, _envelope: Envelope): Promise<unknown> => {
    asked.push(clock.now());
    return Promise.resolve(answer.with);
  };
  const offer = async (envelope: Envelope): Promise<unknown> => {
    offered.push(envelope);
    return Promise.resolve(taken.with);
  };
  const outbox = new Outbox({ ask, after: clock.after, random: () => 0.5 }, { offer, failed: (error) => failed.push(error) });
  return { outbox, clock, asked, offered, failed, answer, taken };
}

test.run();
