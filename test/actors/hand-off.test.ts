/** A hand-off: what is under way is finished, nothing is begun any more, and the next owner goes on from there. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { loadsOf, savesOf } from '../support/journal-spies.js';
import { atRest } from '../support/manual-clock.js';
import { besides, memberOwning, owned, shards } from '../support/shards-by-letter.js';
import { isRefusedWith, tally } from '../support/tally.js';
import type { TallyView } from '../support/tally.js';
import { allAnswered, Answers } from '../support/test-region.js';

const A = tally('a');
const B = tally('b');
const READ = { type: 'Read' };
const ADD = { type: 'Add', amount: 1 };
const MINUTE_MS = 60_000;
/** A snapshot is worth it at the end after 64 KiB of records, and while callers wait after 1 MiB. */
const LARGE = { type: 'Add', amount: 1, padding: 'x'.repeat(70_000) };
const totalOf = (answer: unknown): number => (answer as TallyView).total;

test('a hand-off finishes what is under way, takes nothing more, and the next owner goes on from there', async () => {
  const host = await memberOwning('ab');
  await host.ask(A, LARGE);
  await host.ask(B, ADD);
  const saves = savesOf(host.journal);
  const prepared = host.region.prepare(shards('a'), host.clock.now() + 10_000);
  await host.clock.pass(100);
  await prepared;
  host.journal.holdAppends();
  const asked = [host.ask(A, ADD), host.ask(A, READ)];
  await host.journal.whenHeld(1);
  asked.push(host.ask(A, { type: 'Remind', at: host.clock.now() + 20_000 }));
  const answers = new Answers();
  answers.watch('handed off', host.region.handOff(shards('a'), host.clock.now() + 10_000));
  assert.ok(isRefusedWith(await host.ask(A, ADD), 'UNAVAILABLE'));
  await host.clock.pass(1_000);
  assert.deepEqual(await answers.settled(), []);
  host.journal.releaseAppends();
  await host.clock.pass(1_000);
  assert.equal(answers.byName.get('handed off'), true);
  assert.deepEqual((await allAnswered(asked)).map(totalOf), [2, 2, 2]);
  const { liveEntities, alarms } = host.region.stats();
  assert.deepEqual([liveEntities, alarms], [1, 0], 'B stays');
  assert.ok(isRefusedWith(await host.ask(A, READ), 'UNAVAILABLE'));

  const records = await host.records(A);
  assert.deepEqual(
    saves.map(({ entity, version, position }) => [entity, version, position]),
    [[A, 1, records[0]?.position]],
    'while it was served',
  );
  const next = besides(host);
  await next.region.adopt(owned('a', 2));
  assert.equal(totalOf(await next.ask(A, ADD)), 3);
  await next.clock.pass(MINUTE_MS);
  assert.deepEqual(await next.types(A), ['Added', 'Added', 'ReminderSet', 'Added', 'Reminded']);
});

test('what is prepared goes on, and its snapshot is taken in the next moment in which nothing is under way', async () => {
  const host = await memberOwning('ab');
  await host.ask(A, LARGE);
  const saves = savesOf(host.journal);
  host.journal.holdAppends();
  const asked = [host.ask(A, ADD), host.ask(B, LARGE)];
  await host.journal.whenHeld(2);
  const answers = new Answers();
  answers.watch('prepared', host.region.prepare(shards('a'), host.clock.now() + 10_000));
  await host.clock.pass(1_000);
  assert.deepEqual(await answers.settled(), []);
  asked.push(host.ask(A, ADD));
  host.journal.releaseAppends();
  await host.clock.pass(1_000);
  assert.deepEqual(await answers.settled(), ['prepared']);
  assert.deepEqual((await allAnswered(asked)).map(totalOf), [2, 1, 3]);
  assert.deepEqual(
    saves.map(({ entity, version }) => [entity, version]),
    [[A, 2]],
  );
});

test('preparing ends by its deadline, and what is small needs none', async () => {
  const host = await memberOwning('ab');
  await host.ask(A, LARGE);
  await host.ask(B, ADD);
  const answers = new Answers();
  answers.watch('small', host.region.prepare(shards('b'), host.clock.now() + 10_000));
  assert.deepEqual(await answers.settled(), ['small']);
  host.journal.saveSnapshot = async () => new Promise(() => undefined);
  answers.watch('large', host.region.prepare(shards('a'), host.clock.now() + 2_000));
  await host.clock.pass(1_999);
  assert.deepEqual(await answers.settled(), ['small']);
  await host.clock.pass(2);
  assert.deepEqual(await answers.settled(), ['small', 'large']);
});

test('what came so much since its last snapshot that reading it again takes long is saved while callers wait', async () => {
  const host = await memberOwning('a');
  for (let number = 0; number < 16; number += 1) await host.ask(A, LARGE);
  const saves = savesOf(host.journal);
  assert.equal(await host.region.handOff(shards('a'), host.clock.now() + 10_000), true);
  assert.deepEqual(
    saves.map(({ version }) => version),
    [16],
  );
});

test('a hand-off of what rests takes no time', async () => {
  const host = await memberOwning('ab');
  for (let number = 0; number < 50; number += 1) await host.ask(tally(`a${number}`), ADD);
  assert.equal(await host.region.handOff(shards('ab'), host.clock.now() + 1_000), true);
  assert.equal(host.region.stats().liveEntities, 0);
});

test('an effect that is open when its entity is handed off is stopped, and the next owner drives it on', async () => {
  const host = await memberOwning('a');
  const waiting = host.ask(A, { type: 'SendAndWait', key: 'e', to: B, amount: 5 });
  await atRest();
  assert.equal(await host.region.handOff(shards('a'), host.clock.now() + 10_000), true);
  assert.ok(isRefusedWith((await allAnswered([waiting]))[0], 'UNAVAILABLE'), 'who waits for the outcome asks the next owner');
  const next = besides(host);
  await next.region.adopt(owned('ab', 2));
  await host.clock.pass(MINUTE_MS);
  assert.deepEqual(await next.types(A), ['Sent', 'Settled']);
  assert.deepEqual(await next.types(B), ['Added']);
  assert.deepEqual(host.knobs.decided, ['SendAndWait']);
});

test('an effect that is open is not asked again while its entity is handed off', async () => {
  const host = await memberOwning('a');
  await host.ask(A, { type: 'Send', key: 'e', to: B, amount: 5 });
  host.journal.holdAppends();
  const last = host.ask(A, ADD);
  await host.journal.whenHeld(1);
  const handedOff = host.region.handOff(shards('a'), host.clock.now() + 20_000);
  await host.region.adopt(owned('b', 1));
  await host.clock.pass(10_000);
  host.journal.releaseAppends();
  await host.clock.pass(1_000);
  assert.equal(await handedOff, true);
  assert.equal(totalOf((await allAnswered([last]))[0]), 1);
  assert.deepEqual(host.knobs.decided, ['Send', 'Add 1']);
});

test('an effect whose record becomes durable during the hand-off is left to the next owner', async () => {
  const host = await memberOwning('ab');
  host.journal.holdAppends();
  const sent = host.ask(A, { type: 'Send', key: 'e', to: B, amount: 5 });
  await host.journal.whenHeld(1);
  const handedOff = host.region.handOff(shards('a'), host.clock.now() + 10_000);
  host.journal.releaseAppends();
  await host.clock.pass(1_000);
  assert.equal(await handedOff, true);
  assert.equal(totalOf((await allAnswered([sent]))[0]), 0);
  assert.deepEqual(host.knobs.decided, ['Send']);
});

test('a hand-off that cannot finish in time says so, and leaves nobody without an answer and nothing behind', async () => {
  const host = await memberOwning('ab');
  await host.ask(A, { type: 'Remind', at: host.clock.now() + 30_000 });
  host.journal.holdAppends();
  const asked = [host.ask(A, { type: 'Send', key: 'e', to: B, amount: 5 })];
  await host.journal.whenHeld(1);
  asked.push(host.ask(A, ADD));
  const handedOff = host.region.handOff(shards('a'), host.clock.now() + 10_000);
  await host.clock.pass(10_000);
  assert.equal(await handedOff, false);
  for (const answer of await allAnswered(asked)) assert.ok(isRefusedWith(answer, 'UNAVAILABLE'));
  host.journal.releaseAppends();
  await host.clock.pass(MINUTE_MS);
  assert.deepEqual(host.knobs.decided, ['Remind', 'Send']);
  assert.deepEqual(await host.types(A), ['ReminderSet', 'Sent'], 'it was under way');
  assert.equal(host.region.stats().alarms, 0);
});

test('snapshots that take too long do not hold up a hand-off beyond its deadline', async () => {
  const host = await memberOwning('a');
  for (let number = 0; number < 16; number += 1) await host.ask(A, LARGE);
  await host.ask(A, { type: 'Remind', at: host.clock.now() + 5_000 });
  host.journal.saveSnapshot = async () => new Promise(() => undefined);
  const handedOff = host.region.handOff(shards('a'), host.clock.now() + 10_000);
  await host.clock.pass(9_000);
  assert.equal(host.region.stats().liveEntities, 1);
  await host.clock.pass(1_000);
  assert.equal(await handedOff, false);
  assert.equal(host.region.stats().liveEntities, 0);
  assert.equal((await host.types(A)).at(-1), 'ReminderSet', 'what falls due meanwhile is for the next owner');
});

test('an alarm that rings while its shard is handed off brings nobody to memory', async () => {
  const before = await memberOwning('a');
  await before.ask(tally('a2'), { type: 'Remind', at: before.clock.now() + 5_000 });
  before.region.abandon(shards('a'));
  const host = besides(before);
  await host.region.adopt(owned('a', 2));
  host.journal.holdAppends();
  const last = host.ask(A, ADD);
  await host.journal.whenHeld(1);
  const loads = loadsOf(host.journal);
  const handedOff = host.region.handOff(shards('a'), host.clock.now() + 20_000);
  await host.clock.pass(10_000);
  host.journal.releaseAppends();
  await host.clock.pass(1_000);
  assert.equal(await handedOff, true);
  assert.equal(totalOf((await allAnswered([last]))[0]), 1);
  assert.deepEqual(loads, []);
});

test('a shard that could not be released is adopted again, also under the same epoch, and goes on', async () => {
  const host = await memberOwning('a');
  await host.ask(A, ADD);
  await host.region.handOff(shards('a'), host.clock.now() + 10_000);
  await host.region.adopt(owned('a', 1));
  assert.equal(totalOf(await host.ask(A, ADD)), 2);
});

test('a shard that comes back while it is handed off is served under its new epoch', async () => {
  const host = await memberOwning('a');
  host.journal.holdAppends();
  const lost = host.ask(A, ADD);
  await host.journal.whenHeld(1);
  const handedOff = host.region.handOff(shards('a'), host.clock.now() + 10_000);
  await host.region.adopt(owned('a', 2));
  host.journal.releaseAppends();
  await host.ask(A, { type: 'Remind', at: host.clock.now() + 5_000 });
  await host.clock.pass(1_000);
  assert.equal(await handedOff, false, 'it was given up on the way');
  assert.ok(isRefusedWith((await allAnswered([lost]))[0], 'UNAVAILABLE'));
  await host.clock.pass(MINUTE_MS);
  assert.deepEqual(await host.types(A), ['Added', 'ReminderSet', 'Reminded']);
});

test.run();
