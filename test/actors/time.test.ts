/** What time decides: recorded before anybody is told, by alarms that wake whoever sleeps, on a time that never runs backwards for an entity. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { atRest } from '../support/manual-clock.js';
import { LIFE_MS, tally } from '../support/tally.js';
import type { TallyView } from '../support/tally.js';
import { TestRegion } from '../support/test-region.js';

const A = tally('a');
const READ = { type: 'Read' };
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** A long time passes, with a rest at its end only. */
async function wait(host: TestRegion, ms: number): Promise<void> {
  host.clock.advance(ms);
  await atRest();
}

test('an alarm wakes the entity, and what fell due is recorded without anybody asking', async () => {
  const host = new TestRegion();
  const at = host.clock.now() + 5_000;
  await host.ask(A, { type: 'Remind', at });
  await host.clock.pass(4_999);
  assert.deepEqual(await host.types(A), ['ReminderSet']);
  await host.clock.pass(1);
  assert.deepEqual(await host.types(A), ['ReminderSet', 'Reminded']);
  assert.equal((await host.records(A)).at(-1)?.at, at);
});

test('the record says when the entity must be woken next', async () => {
  const host = new TestRegion();
  const at = host.clock.now() + 5_000;
  await host.ask(A, { type: 'Remind', at });
  await host.clock.pass(5_000);
  assert.deepEqual(
    (await host.records(A)).map(({ wakeAt }) => wakeAt),
    [at, null],
  );
});

test('what fell due is recorded before the answer that depends on it, in one record with what follows', async () => {
  const host = new TestRegion();
  await host.ask(A, { type: 'Remind', at: host.clock.now() + 1_000 });
  host.clock.set(host.clock.now() + 2_000);
  const view = (await host.ask(A, { type: 'Add', amount: 1 })) as TallyView;
  assert.equal(view.reminded, 1);
  assert.deepEqual(
    (await host.bodies(A)).map(({ events }) => events.map(({ type }) => type)),
    [['ReminderSet'], ['Reminded', 'Added']],
  );
});

test('what falls due by a command itself happens at once: its answer shows it, and it stands in the same record', async () => {
  const host = new TestRegion();
  const views = (await Promise.all([1, 2].map(async () => host.ask(A, { type: 'Remind', at: host.clock.now() })))) as TallyView[];
  assert.deepEqual(
    views.map(({ reminded }) => reminded),
    [1, 2],
  );
  assert.deepEqual(
    (await host.bodies(A)).map(({ events }) => events.map(({ type }) => type)),
    [['ReminderSet', 'Reminded', 'ReminderSet', 'Reminded']],
  );
});

test('an entity that left memory is woken by its alarm', async () => {
  const host = new TestRegion();
  await host.region.start();
  await host.ask(A, { type: 'Remind', at: host.clock.now() + DAY_MS });
  await host.clock.pass(2 * MINUTE_MS);
  assert.deepEqual([host.region.stats().liveEntities, host.region.stats().alarms], [0, 1]);
  await wait(host, DAY_MS - 2 * MINUTE_MS);
  assert.deepEqual(await host.types(A), ['ReminderSet', 'Reminded']);
});

test('more than a turn takes on falls due at once: all of it is recorded, nobody is shown anything in between', async () => {
  const host = new TestRegion();
  const at = host.clock.now() + 1_000;
  await Promise.all(Array.from({ length: 4_500 }, () => host.ask(A, { type: 'Remind', at })));
  host.clock.set(at);
  assert.equal(((await host.ask(A, READ)) as TallyView).reminded, 4_500);
});

test('more than a turn takes on falls due while the clock is behind: it is all recorded without waiting for the clock', async () => {
  const host = new TestRegion();
  const at = host.clock.now() + 1_000;
  await Promise.all(Array.from({ length: 4_500 }, () => host.ask(A, { type: 'Remind', at })));
  host.journal.holdAppends();
  host.clock.advance(1_000);
  await host.journal.whenHeld(1);
  host.clock.set(at - DAY_MS);
  host.journal.releaseAppends();
  await atRest();
  assert.equal((await host.types(A)).filter((type) => type === 'Reminded').length, 4_500);
});

test('a clock that jumps backwards does not rewind an entity', async () => {
  const host = new TestRegion();
  const before = (await host.ask(A, { type: 'Add', amount: 1 })) as TallyView;
  host.clock.set(host.clock.now() - DAY_MS);
  const after = (await host.ask(A, { type: 'Add', amount: 1 })) as TallyView;
  assert.equal(after.at, before.at);
  const [first, second] = await host.records(A);
  assert.equal(second?.at, first?.at);
});

test('nor does a restart with a clock that is behind the last record', async () => {
  const host = new TestRegion();
  const before = (await host.ask(A, { type: 'Add', amount: 1 })) as TallyView;
  const next = host.crashed(-DAY_MS);
  assert.equal(((await next.ask(A, READ)) as TallyView).at, before.at);
});

test("an alarm set on an entity's time goes off when the clock gets there, however far it is behind", async () => {
  const host = new TestRegion();
  const at = host.clock.now() + 5_000;
  await host.ask(A, { type: 'Remind', at });
  const next = host.crashed(-DAY_MS);
  await next.region.start();
  await wait(next, DAY_MS + 4_999);
  assert.deepEqual(await next.types(A), ['ReminderSet']);
  await next.clock.pass(1);
  assert.deepEqual(await next.types(A), ['ReminderSet', 'Reminded']);
});

test('a timer that goes off early is set again for the rest, and does not spin', async () => {
  const host = new TestRegion();
  await host.ask(A, { type: 'Remind', at: host.clock.now() + 5_000 });
  for (let early = 0; early < 3; early += 1) {
    host.clock.fireEarly();
    await atRest();
    assert.equal(host.clock.waiting, 1);
  }
  const set = host.clock.everSet;
  await host.clock.pass(4_999);
  assert.equal(host.clock.everSet, set);
  assert.deepEqual(await host.types(A), ['ReminderSet']);
  await host.clock.pass(1);
  assert.deepEqual(await host.types(A), ['ReminderSet', 'Reminded']);
});

test('signs of life are not recorded, and after a crash all count as alive now', async () => {
  const host = new TestRegion();
  await host.ask(A, { type: 'Wave' });
  await wait(host, LIFE_MS - 1);
  await host.ask(A, { type: 'Wave' });
  await wait(host, LIFE_MS - 1);
  assert.deepEqual(await host.types(A), ['WatchBegun']);
  const next = host.crashed();
  await next.region.start();
  await wait(next, LIFE_MS - 1);
  assert.deepEqual(await next.types(A), ['WatchBegun']);
  await next.clock.pass(1);
  assert.deepEqual(await next.types(A), ['WatchBegun', 'LifeLost']);
});

test('who lives on signs of life does not leave memory, where it would be revived for ever', async () => {
  const host = new TestRegion();
  await host.region.start();
  await host.ask(A, { type: 'Wave' });
  await wait(host, LIFE_MS - 1);
  assert.equal(host.region.stats().liveEntities, 1);
  await host.clock.pass(1);
  assert.deepEqual(await host.types(A), ['WatchBegun', 'LifeLost']);
  await host.clock.pass(2 * MINUTE_MS);
  assert.equal(host.region.stats().liveEntities, 0);
});

test('the same holds when it was read from the journal and nobody gave a sign since', async () => {
  const host = new TestRegion();
  await host.ask(A, { type: 'Wave' });
  const next = host.crashed(1_000);
  await next.region.start();
  await next.ask(A, READ);
  await wait(next, LIFE_MS);
  assert.deepEqual(await next.types(A), ['WatchBegun', 'LifeLost']);
});

test.run();
