/** Who is in memory: brought by the first command or alarm, out again when idle, never with anything under way, never more than the cap. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { atRest } from '../support/manual-clock.js';
import { isRefusedWith, SOMETHING_ADDED, tally } from '../support/tally.js';
import type { TallyView } from '../support/tally.js';
import { allAnswered, TestRegion } from '../support/test-region.js';

const A = tally('a');
const B = tally('b');
const READ = { type: 'Read' };
const ADD = { type: 'Add', amount: 1 };
const MINUTE_MS = 60_000;

/** A region whose sweeps run. */
async function started(limits: { liveEntitiesMax?: number } = {}): Promise<TestRegion> {
  const host = new TestRegion({ limits });
  await host.region.start();
  return host;
}

const inMemory = (host: TestRegion): number => host.region.stats().liveEntities;

test('an entity that is not used for long leaves memory and comes back as it was', async () => {
  const host = await started();
  await host.ask(A, ADD);
  await host.clock.pass(MINUTE_MS - 1);
  assert.equal(inMemory(host), 1);
  await host.clock.pass(2_000);
  assert.equal(inMemory(host), 0);
  assert.equal(((await host.ask(A, ADD)) as TallyView).total, 2);
});

test('one that is used stays', async () => {
  const host = await started();
  for (let minute = 0; minute < 4; minute += 1) {
    await host.ask(A, READ);
    await host.clock.pass(MINUTE_MS - 1_000);
  }
  assert.equal(inMemory(host), 1);
});

test('one with an open effect stays', async () => {
  const host = await started();
  host.knobs.breakThen = true;
  await host.ask(A, { type: 'Send', key: 'e', to: B, amount: 1 });
  await host.clock.pass(3 * MINUTE_MS);
  assert.ok(inMemory(host) >= 1);
  host.knobs.breakThen = false;
  await host.clock.pass(3 * MINUTE_MS);
  assert.equal(inMemory(host), 0);
  assert.deepEqual(await host.types(A), ['Sent', 'Settled']);
});

test('one that somebody waits for stays, and so does one whose record is under way', async () => {
  const host = await started();
  host.journal.holdAppends();
  const waiting = host.ask(A, { type: 'SendAndWait', key: 'e', to: B, amount: 1 });
  for (let step = 0; step < 3; step += 1) {
    await host.journal.whenHeld(1);
    await host.clock.pass(2 * MINUTE_MS);
    assert.ok(inMemory(host) >= 1);
    host.journal.releaseAppends(1);
  }
  assert.equal(((await allAnswered([waiting]))[0] as TallyView).total, 1);
});

test('one that somebody waits for stays, although nothing is under way', async () => {
  const host = await started();
  const waiting = host.ask(A, { type: 'Await', key: SOMETHING_ADDED });
  await host.clock.pass(3 * MINUTE_MS);
  assert.equal(inMemory(host), 1);
  await host.ask(A, ADD);
  assert.deepEqual(await allAnswered([waiting]), [{ total: 1 }]);
});

test('one with something due soon stays, one with something due much later does not', async () => {
  const host = await started();
  await host.ask(A, { type: 'Remind', at: host.clock.now() + 9 * MINUTE_MS });
  await host.ask(B, { type: 'Remind', at: host.clock.now() + 90 * MINUTE_MS });
  await host.clock.pass(2 * MINUTE_MS);
  assert.deepEqual([inMemory(host), host.region.stats().alarms], [1, 2]);
});

test('reading an entity that was never born writes nothing', async () => {
  const host = await started();
  assert.equal(((await host.ask(A, READ)) as TallyView).total, 0);
  assert.ok(isRefusedWith(await host.ask(A, { type: 'Add', amount: -1 }), 'INVALID_AMOUNT'));
  await host.clock.pass(2 * MINUTE_MS);
  await host.region.drain(host.clock.now() + 1_000);
  assert.equal((await host.journal.events([], 10)).length, 0);
  assert.equal(inMemory(host), 0);
});

test('when there is no room the least recently used leaves first', async () => {
  const host = await started({ liveEntitiesMax: 3 });
  const loaded: string[] = [];
  const load = host.journal.load.bind(host.journal);
  host.journal.load = async (entity, schema) => {
    loaded.push(entity);
    return load(entity, schema);
  };
  for (const key of ['a', 'b', 'c']) await host.ask(tally(key), ADD);
  await host.ask(tally('d'), ADD);
  assert.equal(inMemory(host), 3);
  for (const key of ['b', 'd']) await host.ask(tally(key), READ);
  await host.ask(tally('e'), ADD);
  assert.equal(inMemory(host), 3);
  loaded.length = 0;
  for (const key of ['b', 'd', 'e']) await host.ask(tally(key), READ);
  assert.deepEqual(loaded, [], 'those used last are still there');
  assert.equal(((await host.ask(tally('a'), READ)) as TallyView).total, 1);
});

test('a crowd larger than the cap passes through, each once, none turned away', async () => {
  const host = await started({ liveEntitiesMax: 200 });
  for (let number = 0; number < 1_000; number += 1) {
    assert.equal(((await host.ask(tally(`n${number}`), ADD)) as TallyView).total, 1);
  }
  assert.equal(inMemory(host), 200);
});

test('when everybody in memory is busy, one more is OVERLOADED, and taken in when there is room again', async () => {
  const host = await started({ liveEntitiesMax: 2 });
  host.journal.holdAppends();
  const busy = [host.ask(A, ADD), host.ask(B, ADD)];
  await host.journal.whenHeld(2);
  assert.ok(isRefusedWith(await host.ask(tally('c'), ADD), 'OVERLOADED'));
  assert.equal(inMemory(host), 2);
  host.journal.releaseAppends();
  await allAnswered(busy);
  assert.equal(((await host.ask(tally('c'), ADD)) as TallyView).total, 1);
  assert.equal(inMemory(host), 2);
});

test('an alarm that finds no room tries again until there is some', async () => {
  const host = await started({ liveEntitiesMax: 1 });
  await host.ask(A, { type: 'Remind', at: host.clock.now() + 20 * MINUTE_MS });
  await host.ask(B, { type: 'Remind', at: host.clock.now() + 25 * MINUTE_MS });
  host.journal.holdAppends();
  host.clock.advance(19 * MINUTE_MS);
  const busy = host.ask(B, ADD);
  await host.journal.whenHeld(1);
  await host.clock.pass(MINUTE_MS + 5_000);
  assert.equal(host.journal.heldAppends, 1);
  host.journal.releaseAppends();
  await busy;
  host.clock.advance(10 * MINUTE_MS);
  await atRest();
  await host.clock.pass(2 * MINUTE_MS);
  assert.deepEqual(await host.types(A), ['ReminderSet', 'Reminded']);
});

test('figures are summed over those in memory', async () => {
  const host = await started();
  await host.ask(A, { type: 'Add', amount: 3 });
  await host.ask(B, { type: 'Add', amount: 4 });
  assert.deepEqual(host.region.figures('tally'), { total: 7 });
  assert.deepEqual(host.region.figures('schedule'), {});
});

test.run();
