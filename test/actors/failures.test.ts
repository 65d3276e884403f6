/** Appends that fail, rules that throw: what each costs, and that nobody is ever left without an answer. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import type { NewRecord } from '../../src/journal/port.js';
import { DamagedEntity } from '../../src/journal/port.js';
import type { MemoryJournal } from '../../src/journal/memory/memory-journal.js';
import { atRest } from '../support/manual-clock.js';
import { isRefusedWith, tally } from '../support/tally.js';
import type { TallyView } from '../support/tally.js';
import { allAnswered, Answers, commandId, TestRegion } from '../support/test-region.js';

const A = tally('a');
const B = tally('b');
const add = (amount: number): object => ({ type: 'Add', amount });
const READ = { type: 'Read' };
const totalOf = (answer: unknown): number => (answer as TallyView).total;

function foreignRecord(expectedVersion: number, amount: number, at: number): NewRecord {
  const body = JSON.stringify({ events: [{ type: 'Added', amount, by: commandId(amount, 'f') }] });
  return { entity: A, expectedVersion, schema: 1, epoch: 0, at, wakeAt: null, openEffects: false, body };
}

/** A journal whose first appends are lost without the journal being lost. */
function losing(appends: number): (journal: MemoryJournal) => MemoryJournal {
  let left = appends;
  return (journal) =>
    new Proxy(journal, {
      get(target, name) {
        if (name === 'append' && left > 0) {
          left -= 1;
          return async () => Promise.resolve({ status: 'failed', reason: 'the cable was pulled' });
        }
        const member = Reflect.get(target, name) as unknown;
        return typeof member === 'function' ? (member.bind(target) as unknown) : member;
      },
    });
}

test('a failed append makes all it held back UNAVAILABLE, and later commands see the state of before', async () => {
  const host = new TestRegion({ through: losing(1) });
  const [first, read, refused] = await allAnswered([host.ask(A, add(1)), host.ask(A, READ), host.ask(A, add(-5))]);
  for (const answer of [first, read, refused]) assert.ok(isRefusedWith(answer, 'UNAVAILABLE'));
  assert.equal(totalOf(await host.ask(A, READ)), 0);
  assert.equal(totalOf(await host.ask(A, add(3))), 3);
  assert.deepEqual(await host.types(A), ['Added']);
});

test('when a record fails, so does everything decided on top of it, and nothing of that is ever written', async () => {
  const host = new TestRegion();
  await host.ask(A, add(1));
  host.journal.holdAppends();
  const lost = [host.ask(A, add(10))];
  await host.journal.whenHeld(1);
  for (let command = 0; command < 40; command += 1) lost.push(host.ask(A, add(100)));
  await host.journal.whenHeld(2);
  // Its version is the one the record ahead builds on.
  host.journal.writeElsewhere(foreignRecord(1, 1_000, host.clock.now()));
  host.journal.releaseAppends();
  for (const answer of await allAnswered(lost)) assert.ok(isRefusedWith(answer, 'UNAVAILABLE'));
  assert.equal(totalOf(await host.ask(A, READ)), 1_001);
  assert.equal(totalOf(await host.ask(A, add(1))), 1_002);
  assert.equal((await host.records(A)).length, 3);
});

test('a crash of the rules makes records under way UNAVAILABLE, and the entity is read again when their outcome is known', async () => {
  const host = new TestRegion();
  host.journal.holdAppends();
  const held = host.ask(A, add(1));
  await host.journal.whenHeld(1);
  const broken = [host.ask(A, { type: 'BreakEvolve' })];
  for (let command = 0; command < 40; command += 1) broken.push(host.ask(A, READ));
  await atRest();
  host.journal.releaseAppends();
  assert.ok(isRefusedWith(await held, 'UNAVAILABLE'));
  for (const answer of (await allAnswered(broken)).slice(0, 1)) assert.ok(isRefusedWith(answer, 'INTERNAL'));
  assert.equal(totalOf(await host.ask(A, READ)), 1, 'its record was written all the same');
  assert.equal(host.logged('another owner').length, 0);
});

test('commands that were not begun when an append failed are carried out', async () => {
  const host = new TestRegion();
  await host.ask(A, add(1));
  host.journal.holdAppends();
  const lost = host.ask(A, add(10));
  await host.journal.whenHeld(1);
  const next = host.ask(A, add(100));
  host.journal.writeElsewhere(foreignRecord(1, 1_000, host.clock.now()));
  host.journal.releaseAppends();
  const [first, second] = await allAnswered([lost, next]);
  assert.ok(isRefusedWith(first, 'UNAVAILABLE'));
  assert.equal(totalOf(second), 1_101);
});

test('a fenced entity recovers, sees what the other writer wrote, and goes on', async () => {
  const host = new TestRegion();
  await host.ask(A, add(1));
  host.journal.writeElsewhere(foreignRecord(1, 40, host.clock.now()));
  assert.ok(isRefusedWith(await host.ask(A, add(100)), 'UNAVAILABLE'));
  assert.equal(host.logged('another owner').length, 1);
  assert.equal(totalOf(await host.ask(A, READ)), 41);
  assert.equal(totalOf(await host.ask(A, add(1))), 42);
});

test('when the journal has failed for good, every write is UNAVAILABLE and nothing hangs', async () => {
  const host = new TestRegion();
  await host.ask(A, add(1));
  host.journal.holdAppends();
  const asked = [host.ask(A, add(1)), host.ask(A, READ), host.ask(B, add(1))];
  await host.journal.whenHeld(2);
  asked.push(host.ask(A, add(1)), host.ask(A, add(1)));
  host.journal.fail('disk full');
  for (const answer of await allAnswered(asked)) assert.ok(isRefusedWith(answer, 'UNAVAILABLE'));
  const later = host.ask(A, add(1));
  await host.clock.pass(60_000);
  const [answer] = await allAnswered([later]);
  assert.ok(isRefusedWith(answer, 'UNAVAILABLE'));
});

test('a journal that takes nothing for seconds: no spinning, no flood in the log, and all is well as soon as it takes records again', async () => {
  const host = new TestRegion({ limits: { liveEntitiesMax: 5_000 } });
  const entities = Array.from({ length: 500 }, (_, number) => tally(`n${number}`));
  for (const entity of entities) await host.ask(entity, add(1));
  const append = host.journal.append.bind(host.journal);
  const load = host.journal.load.bind(host.journal);
  let appends = 0;
  let loads = 0;
  host.journal.append = async () => {
    appends += 1;
    return Promise.resolve({ status: 'failed', reason: 'the lease is over' });
  };
  host.journal.load = async (entity, schema) => {
    loads += 1;
    return load(entity, schema);
  };
  const asked: Promise<unknown>[] = [];
  for (let second = 0; second < 8; second += 1) {
    for (const entity of entities) asked.push(host.ask(entity, add(1)));
    await host.clock.pass(1_000);
  }
  const triesOfEach = Math.max(appends, loads) / entities.length;
  assert.ok(triesOfEach <= 6, `each entity was tried ${triesOfEach} times in 8 s`);
  assert.ok(host.log.length <= 2, `${host.log.length} lines in the log`);
  assert.equal(host.logged('did not take a record').length, 1);
  host.journal.append = append;
  await host.clock.pass(30_000);
  await allAnswered(asked);
  for (const entity of entities) assert.ok(totalOf(await host.ask(entity, READ)) >= 1);
  assert.equal(totalOf(await host.ask(A, add(1))), 1);
});

test('an entity whose due events cannot be written tries again ever later instead of spinning', async () => {
  const host = new TestRegion();
  await host.ask(A, { type: 'Remind', at: host.clock.now() + 1_000 });
  const load = host.journal.load.bind(host.journal);
  const loads: string[] = [];
  host.journal.load = async (entity, schema) => {
    loads.push(entity);
    return load(entity, schema);
  };
  host.journal.fail('disk full');
  await host.clock.pass(1_000);
  assert.deepEqual(loads, [A]);
  await host.clock.pass(60_000);
  const recoveries = loads.length;
  assert.ok(recoveries > 3 && recoveries < 12, `${recoveries} recoveries in a minute`);
});

test('a decision that throws is INTERNAL for that command alone, and logged', async () => {
  const host = new TestRegion();
  const answers = await allAnswered([host.ask(A, add(1)), host.ask(A, { type: 'BreakDecide' }), host.ask(A, add(2))]);
  assert.equal(totalOf(answers[0]), 1);
  assert.ok(isRefusedWith(answers[1], 'INTERNAL'));
  assert.equal(totalOf(answers[2]), 3);
  assert.equal(host.logged('a command failed').length, 1);
});

test('a read whose answer cannot be built is INTERNAL alone: nothing happened to the state', async () => {
  const host = new TestRegion();
  const answers = await allAnswered([host.ask(A, add(1)), host.ask(A, { type: 'BreakRead' }), host.ask(A, add(2))]);
  assert.equal(totalOf(answers[0]), 1);
  assert.ok(isRefusedWith(answers[1], 'INTERNAL'));
  assert.equal(totalOf(answers[2]), 3);
});

test('an event that cannot be applied makes the answers of the turn so far INTERNAL; the rest is carried out on the recovered state', async () => {
  const host = new TestRegion();
  await host.ask(A, add(1));
  const answers = await allAnswered([
    host.ask(A, add(10)),
    host.ask(A, { type: 'Await', key: 'open' }),
    host.ask(A, { type: 'BreakEvolve' }),
    host.ask(A, add(100)),
  ]);
  assert.ok(isRefusedWith(answers[0], 'INTERNAL'));
  assert.ok(isRefusedWith(answers[1], 'UNAVAILABLE'), 'who waits for an outcome asks again');
  assert.ok(isRefusedWith(answers[2], 'INTERNAL'));
  assert.equal(totalOf(answers[3]), 101);
  assert.equal(host.logged('crashed').length, 1);
});

test('what falls due and breaks every time is refused, retried ever later, and works again when it can', async () => {
  const host = new TestRegion();
  await host.ask(A, add(1));
  host.knobs.breakDue = true;
  for (const answer of await allAnswered([host.ask(A, add(1)), host.ask(A, READ)])) assert.ok(isRefusedWith(answer, 'INTERNAL'));
  const crashes = host.logged('crashed').length;
  assert.ok(crashes >= 2 && crashes < 5, `${crashes} crashes without a pause`);
  host.knobs.breakDue = false;
  const waiting = host.ask(A, add(1));
  await host.clock.pass(60_000);
  assert.equal(totalOf((await allAnswered([waiting]))[0]), 2);
});

test('rules that throw after the commands were decided cost the turn, not the entity', async () => {
  const host = new TestRegion();
  await host.ask(A, add(1));
  host.knobs.breakPending = true;
  const [broken] = await allAnswered([host.ask(A, add(1))]);
  assert.ok(isRefusedWith(broken, 'INTERNAL'));
  host.knobs.breakPending = false;
  const waiting = host.ask(A, add(1));
  await host.clock.pass(60_000);
  assert.equal(totalOf((await allAnswered([waiting]))[0]), 2);
});

test('a journal that cannot be read makes commands UNAVAILABLE and is read again later', async () => {
  const host = new TestRegion();
  const load = host.journal.load.bind(host.journal);
  host.journal.load = async () => Promise.reject(new Error('too many open files'));
  const [refused] = await allAnswered([host.ask(A, add(1))]);
  assert.ok(isRefusedWith(refused, 'UNAVAILABLE'));
  assert.ok(host.logged('could not be read').length > 0);
  host.journal.load = load;
  await host.clock.pass(60_000);
  assert.equal(totalOf(await host.ask(A, add(1))), 1);
});

test('an append that throws instead of answering is like a failed one', async () => {
  const host = new TestRegion();
  const append = host.journal.append.bind(host.journal);
  host.journal.append = async () => Promise.reject(new TypeError('not recordable'));
  const [refused] = await allAnswered([host.ask(A, add(1))]);
  assert.ok(isRefusedWith(refused, 'UNAVAILABLE'));
  host.journal.append = append;
  assert.equal(totalOf(await host.ask(A, add(1))), 1);
});

test('an entity with a broken chain answers ENTITY_DAMAGED and is logged once by name, the others go on', async () => {
  const host = new TestRegion({ limits: { liveEntitiesMax: 1 } });
  await host.ask(A, add(1));
  await host.ask(A, add(1));
  await host.ask(B, add(1));
  host.journal.damage(A, 1, { body: '{"events":[]}' });
  for (let round = 0; round < 3; round += 1) {
    const answers = await allAnswered([host.ask(A, READ), host.ask(A, add(1))]);
    for (const answer of answers) assert.ok(isRefusedWith(answer, 'ENTITY_DAMAGED'));
    assert.ok(isRefusedWith(await host.ask(A, READ), 'ENTITY_DAMAGED'), 'also once it is known');
    assert.equal(host.region.stats().damagedEntities, 1);
    assert.equal(totalOf(await host.ask(B, add(1))), round + 2, 'B needs its place in memory');
  }
  const errors = host.log.filter(({ level }) => level === 'error');
  assert.deepEqual(
    errors.map(({ members }) => members['entity']),
    [A],
  );
  assert.match(errors.map(({ message }) => message).join(), /tally\/a.*backup/);
});

test('damage found while commands wait answers them all', async () => {
  const host = new TestRegion();
  host.journal.load = async () => Promise.reject(new DamagedEntity(A, 3, 'the record is missing'));
  const answers = new Answers();
  for (const name of ['one', 'two', 'three']) answers.watch(name, host.ask(A, READ));
  assert.deepEqual(await answers.settled(), ['one', 'two', 'three']);
  await atRest();
});

test.run();
