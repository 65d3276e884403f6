/** Whoever comes to own an entity writes a record before anybody is shown anything, and with it every earlier owner is shut out. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { atRest } from '../support/manual-clock.js';
import { besides, clustered, memberRegion, owned } from '../support/shards-by-letter.js';
import { isRefusedWith, tally } from '../support/tally.js';
import type { TallyView } from '../support/tally.js';
import { allAnswered, Answers, TestRegion } from '../support/test-region.js';

const A = tally('a');
const B = tally('b');
const READ = { type: 'Read' };
const add = (amount: number): object => ({ type: 'Add', amount });
const totalOf = (answer: unknown): number => (answer as TallyView).total;

/** The first owner, with one record of A. */
async function firstOwner(): Promise<TestRegion> {
  const first = memberRegion();
  await first.region.adopt(owned('ab', 1));
  await first.ask(A, add(1));
  return first;
}

/** Of every record of A: under which epoch it was written, and what happened. */
async function story(host: TestRegion): Promise<readonly string[]> {
  const [records, bodies] = [await host.records(A), await host.bodies(A)];
  return records.map(({ epoch }, index) => [epoch, ...(bodies[index]?.events ?? []).map(({ type }) => type)].join(' '));
}

test('a read under a new ownership waits for the claim, which is a record in which nothing happens', async () => {
  const next = besides(await firstOwner());
  await next.region.adopt(owned('a', 2));
  next.journal.holdAppends();
  const answers = new Answers();
  answers.watch('read', next.ask(A, READ));
  await next.journal.whenHeld(1);
  assert.deepEqual(await answers.settled(), []);
  next.journal.releaseAppends();
  assert.deepEqual(await answers.settled(), ['read']);
  assert.equal(totalOf(answers.byName.get('read')), 1);
  assert.deepEqual(await story(next), ['1 Added', '2']);
  assert.deepEqual((await next.bodies(A)).at(-1), { events: [] });
});

test('a refusal waits for the claim as well', async () => {
  const next = besides(await firstOwner());
  await next.region.adopt(owned('a', 2));
  next.journal.holdAppends();
  const answers = new Answers();
  answers.watch('refusal', next.ask(A, add(-5)));
  await next.journal.whenHeld(1);
  assert.deepEqual(await answers.settled(), []);
  next.journal.releaseAppends();
  assert.deepEqual(await answers.settled(), ['refusal']);
  assert.ok(isRefusedWith(answers.byName.get('refusal'), 'INVALID_AMOUNT'));
});

test('a first turn in which something happens is its own claim', async () => {
  const next = besides(await firstOwner());
  await next.region.adopt(owned('a', 2));
  assert.equal(totalOf(await next.ask(A, add(10))), 11);
  assert.deepEqual(await story(next), ['1 Added', '2 Added']);
});

test('once claimed, reads write nothing', async () => {
  const next = besides(await firstOwner());
  await next.region.adopt(owned('a', 2));
  for (let times = 0; times < 3; times += 1) await next.ask(A, READ);
  assert.deepEqual(await story(next), ['1 Added', '2']);
});

test('an entity that comes back to memory under the same ownership is not claimed again', async () => {
  const first = await firstOwner();
  await first.clock.pass(120_000);
  assert.equal(first.region.stats().liveEntities, 0);
  assert.equal(totalOf(await first.ask(A, READ)), 1);
  assert.deepEqual(await story(first), ['1 Added']);
});

test('an entity that was never born is not claimed', async () => {
  const next = besides(await firstOwner());
  await next.region.adopt(owned('ab', 2));
  assert.equal(totalOf(await next.ask(B, READ)), 0);
  assert.equal((await next.records(B)).length, 0);
});

test('a single node claims what was last written in a cluster, once', async () => {
  const first = await firstOwner();
  const alone = new TestRegion({ journal: first.journal.reopened() });
  await alone.region.start();
  for (let times = 0; times < 2; times += 1) assert.equal(totalOf(await alone.ask(A, READ)), 1);
  assert.deepEqual(await story(alone), ['1 Added', '0']);
});

test('the claim fences the earlier owner, whose append comes later', async () => {
  const first = await firstOwner();
  first.journal.holdAppends();
  const late = first.ask(A, add(100));
  await first.journal.whenHeld(1);
  const next = besides(first);
  await next.region.adopt(owned('a', 2));
  assert.equal(totalOf(await next.ask(A, READ)), 1);
  first.journal.releaseAppends(1);
  assert.ok(isRefusedWith((await allAnswered([late]))[0], 'UNAVAILABLE'));
  assert.deepEqual(first.fenced, [A]);
  assert.deepEqual(await story(next), ['1 Added', '2']);
  assert.equal(totalOf(await next.ask(A, add(10))), 11);
});

test('a claim that comes too late is made again, on top of what the earlier owner wrote', async () => {
  const first = await firstOwner();
  first.journal.holdAppends();
  const inTime = first.ask(A, add(100));
  await first.journal.whenHeld(1);
  const next = besides(first);
  await next.region.adopt(owned('a', 2));
  next.journal.holdAppends();
  const read = next.ask(A, READ);
  await next.journal.whenHeld(1);
  first.journal.releaseAppends();
  assert.equal(totalOf((await allAnswered([inTime]))[0]), 101);
  next.journal.releaseAppends();
  assert.ok(isRefusedWith((await allAnswered([read]))[0], 'UNAVAILABLE'));
  assert.equal(totalOf(await next.ask(A, READ)), 101);
  assert.deepEqual(await story(next), ['1 Added', '1 Added', '2']);
});

test('an entity that is woken claims by itself, with what is due', async () => {
  const first = await firstOwner();
  await first.ask(A, { type: 'Remind', at: first.clock.now() + 1_000 });
  first.region.abandon(new Set([0]));
  first.clock.advance(5_000);
  const next = besides(first);
  await next.region.adopt(owned('a', 2));
  await atRest();
  assert.deepEqual(await story(next), ['1 Added', '1 ReminderSet', '2 Reminded']);
});

test('effects that were left open leave only when the claim is durable', async () => {
  const first = await firstOwner();
  first.region.abandon(new Set([1]));
  await first.ask(A, { type: 'Send', key: 'e', to: B, amount: 5 });
  const next = besides(first);
  next.journal.holdAppends();
  const answers = new Answers();
  answers.watch('adopted', next.region.adopt(owned('ab', 2)));
  await next.journal.whenHeld(1);
  assert.deepEqual(await answers.settled(), ['adopted']);
  assert.deepEqual(next.knobs.decided, []);
  next.journal.releaseAppends();
  await atRest();
  assert.deepEqual(next.knobs.decided, ['Add 5', 'Settle']);
  assert.deepEqual(await story(next), ['1 Added', '1 Sent', '2', '2 Settled']);
});

test('turns that are taken ahead of the claim wait for it, and make no second one', async () => {
  const first = await firstOwner();
  const next = besides(first, { through: clustered([], 2) });
  await next.region.adopt(owned('a', 2));
  next.journal.holdAppends();
  const answers = new Answers();
  answers.watch('first', next.ask(A, READ));
  await next.journal.whenHeld(1);
  for (let reader = 0; reader < 40; reader += 1) answers.watch(`read ${reader}`, next.ask(A, READ));
  assert.deepEqual(await answers.settled(), []);
  assert.equal(next.journal.heldAppends, 1);
  next.journal.releaseAppends();
  assert.equal((await answers.settled()).length, 41);
  assert.deepEqual(await story(next), ['1 Added', '2']);
});

test('a claim that is lost on the way is made again after the recovery', async () => {
  const next = besides(await firstOwner());
  await next.region.adopt(owned('a', 2));
  const append = next.journal.append.bind(next.journal);
  next.journal.append = async () => Promise.resolve({ status: 'failed', reason: 'the cable was pulled' });
  assert.ok(isRefusedWith(await next.ask(A, READ), 'UNAVAILABLE'));
  next.journal.append = append;
  await next.clock.pass(1_000);
  assert.deepEqual(await story(next), ['1 Added', '2']);
  assert.equal(totalOf(await next.ask(A, READ)), 1);
});

test.run();
