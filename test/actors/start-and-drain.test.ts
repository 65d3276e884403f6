/** A node starts by taking up what was left lying, and stops by finishing what is under way. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { atRest } from '../support/manual-clock.js';
import { isRefusedWith, tally } from '../support/tally.js';
import type { TallyView } from '../support/tally.js';
import { allAnswered, Answers, TestRegion } from '../support/test-region.js';

const A = tally('a');
const B = tally('b');
const ADD = { type: 'Add', amount: 1 };
const MINUTE_MS = 60_000;

/** A life that ended with open effects, overdue and later alarms, and entities with nothing to do. */
async function leftLying(): Promise<TestRegion> {
  const host = new TestRegion();
  host.knobs.breakThen = true;
  await host.ask(A, { type: 'Send', key: 'e', to: B, amount: 5 });
  await host.ask(B, ADD);
  for (const [index, key] of ['c', 'd'].entries())
    await host.ask(tally(key), { type: 'Remind', at: host.clock.now() + (index + 1) * MINUTE_MS });
  await host.ask(tally('f'), { type: 'Remind', at: host.clock.now() + 60 * MINUTE_MS });
  await atRest();
  host.knobs.breakThen = false;
  return host;
}

test('the start reports what it found and drives it on', async () => {
  const host = (await leftLying()).crashed(5 * MINUTE_MS);
  const report = await host.region.start();
  assert.deepEqual(report, { openEffects: 1, overdue: 2, alarms: 1, eventsReplayed: 3 });
  await atRest();
  assert.deepEqual(await host.types(A), ['Sent', 'Settled']);
  assert.deepEqual(await host.types(tally('c')), ['ReminderSet', 'Reminded']);
  assert.deepEqual(await host.types(tally('d')), ['ReminderSet', 'Reminded']);
  assert.deepEqual(await host.types(tally('f')), ['ReminderSet']);
  assert.equal(host.region.stats().alarms, 1);
  host.clock.advance(60 * MINUTE_MS);
  await atRest();
  assert.deepEqual(await host.types(tally('f')), ['ReminderSet', 'Reminded']);
});

test('a fresh journal has nothing to take up', async () => {
  assert.deepEqual(await new TestRegion().region.start(), { openEffects: 0, overdue: 0, alarms: 0, eventsReplayed: 0 });
});

test('an entity that an effect brought to memory before its turn does not hold up the start', async () => {
  const before = new TestRegion();
  before.knobs.breakThen = true;
  await before.ask(A, { type: 'Send', key: 'e', to: B, amount: 1 });
  await before.ask(B, { type: 'Send', key: 'f', to: A, amount: 1 });
  await atRest();
  before.knobs.breakThen = false;
  const host = before.crashed(1_000);
  const heads = host.journal.heads.bind(host.journal);
  host.journal.heads = async function* () {
    for await (const page of heads()) {
      for (const head of page) {
        yield [head];
        await atRest();
      }
    }
  };
  const answers = new Answers();
  answers.watch('started', host.region.start());
  for (let rest = 0; rest < 3; rest += 1) await atRest();
  assert.deepEqual(answers.order, ['started']);
  assert.deepEqual(await host.types(A), ['Sent', 'Added', 'Settled']);
  assert.deepEqual(await host.types(B), ['Added', 'Sent', 'Settled']);
});

test('one entity that cannot be read does not hold up the start of the others', async () => {
  const left = await leftLying();
  left.journal.damage(A, 1, { body: '{"events":[]}' });
  const host = left.crashed(5 * MINUTE_MS);
  const load = host.journal.load.bind(host.journal);
  host.journal.load = async (entity, schema) => (entity === tally('c') ? Promise.reject(new Error('not now')) : load(entity, schema));
  await host.region.start();
  await atRest();
  assert.equal(host.region.stats().damagedEntities, 1);
  assert.deepEqual(await host.types(tally('d')), ['ReminderSet', 'Reminded']);
  host.journal.load = load;
  await host.clock.pass(MINUTE_MS);
  assert.deepEqual(await host.types(tally('c')), ['ReminderSet', 'Reminded'], 'it is read again later');
});

test('more entities to wake than fit into memory are woken one after the other', async () => {
  const before = new TestRegion();
  for (let number = 0; number < 20; number += 1) await before.ask(tally(`n${number}`), { type: 'Remind', at: before.clock.now() + 1_000 });
  const host = before.crashed(MINUTE_MS, { limits: { liveEntitiesMax: 4 } });
  assert.equal((await host.region.start()).overdue, 20);
  await host.clock.pass(MINUTE_MS);
  for (let number = 0; number < 20; number += 1) {
    assert.deepEqual(await host.types(tally(`n${number}`)), ['ReminderSet', 'Reminded'], `n${number}`);
  }
});

test('a drain waits for what is under way, effects included, then takes nothing more', async () => {
  const host = new TestRegion();
  await host.region.start();
  host.journal.holdAppends();
  const waiting = host.ask(A, { type: 'SendAndWait', key: 'e', to: B, amount: 5 });
  await host.journal.whenHeld(1);
  const answers = new Answers();
  answers.watch('drained', host.region.drain(host.clock.now() + 10_000));
  await host.clock.pass(1_000);
  assert.deepEqual(await answers.settled(), []);
  host.journal.releaseAppends();
  assert.equal(((await allAnswered([waiting]))[0] as TallyView).total, 5);
  await host.clock.pass(1_000);
  assert.equal(answers.byName.get('drained'), true);
  assert.ok(isRefusedWith(await host.ask(A, ADD), 'UNAVAILABLE'));
  assert.equal(host.region.stats().liveEntities, 0);
});

test('a drain that cannot finish in time says so, and leaves nobody without an answer and no timer behind', async () => {
  const host = await leftLying();
  host.knobs.breakThen = true;
  host.journal.holdAppends();
  const asked = [
    host.ask(A, { type: 'Send', key: 'g', to: B, amount: 1 }),
    host.ask(tally('x'), { type: 'Await', key: 'never' }),
    host.ask(tally('y'), { type: 'SendAndWait', key: 'h', to: tally('z'), amount: 1 }),
  ];
  await host.journal.whenHeld(2);
  asked.push(host.ask(A, ADD), host.ask(A, { type: 'Read' }));
  const drained = host.region.drain(host.clock.now() + 10_000);
  await host.clock.pass(11_000);
  assert.equal(await drained, false);
  const answers = await allAnswered(asked);
  for (const answer of [answers[0], answers[2], answers[3], answers[4]]) assert.ok(isRefusedWith(answer, 'UNAVAILABLE'));
  assert.equal(host.clock.waiting, 0);
  host.journal.releaseAppends();
  await host.clock.pass(MINUTE_MS);
  assert.equal(host.clock.waiting, 0, 'an append that ends late starts nothing');
});

test('an entity that waits to be read again does not outlive the drain', async () => {
  const host = new TestRegion();
  let loads = 0;
  host.journal.load = async () => {
    loads += 1;
    return Promise.reject(new Error('closed'));
  };
  await host.ask(A, ADD);
  await atRest();
  const drained = host.region.drain(host.clock.now() + 10);
  await host.clock.pass(100);
  assert.equal(await drained, false);
  const before = loads;
  await host.clock.pass(10 * MINUTE_MS);
  assert.equal(loads, before);
  assert.equal(host.clock.waiting, 0);
});

test.run();
