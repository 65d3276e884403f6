/** Shards come and go: what is served is what was adopted, under its newest epoch; what is lost is given up at once, and nothing of it leaves any more. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { loadsOf } from '../support/journal-spies.js';
import { atRest } from '../support/manual-clock.js';
import { besides, clustered, memberOwning, memberRegion, owned, shards } from '../support/shards-by-letter.js';
import { isRefusedWith, tally } from '../support/tally.js';
import type { TallyView } from '../support/tally.js';
import { allAnswered, Answers } from '../support/test-region.js';

const A = tally('a');
const B = tally('b');
const READ = { type: 'Read' };
const ADD = { type: 'Add', amount: 1 };
const MINUTE_MS = 60_000;
/** Of A with one record. */
const CLAIM = { entity: A, expectedVersion: 1, schema: 1, epoch: 2, wakeAt: null, openEffects: false, body: '{"events":[]}' };
const totalOf = (answer: unknown): number => (answer as TallyView).total;

test('nothing is served before it is adopted, and nothing comes to memory for it', async () => {
  const host = memberRegion();
  const loads = loadsOf(host.journal);
  assert.ok(isRefusedWith(await host.ask(A, READ), 'UNAVAILABLE'));
  await host.region.adopt(owned('b', 1));
  assert.ok(isRefusedWith(await host.ask(A, READ), 'UNAVAILABLE'));
  assert.equal(totalOf(await host.ask(B, READ)), 0);
  assert.deepEqual(loads, [B]);
});

test('who adopts reads the heads of these shards only, wakes whoever is overdue or has open effects, and sets alarms for the others', async () => {
  const before = await memberOwning('abcde');
  for (const [index, key] of ['a', 'b', 'c'].entries())
    await before.ask(tally(key), { type: 'Remind', at: before.clock.now() + (index + 1) * MINUTE_MS });
  before.knobs.breakThen = true;
  for (const key of ['d', 'e']) await before.ask(tally(key), { type: 'Send', key: 'e', to: tally(`${key}-other`), amount: 1 });
  before.region.abandon(shards('abcde'));
  before.clock.advance(2 * MINUTE_MS);
  const asked: (readonly number[])[] = [];
  const host = besides(before, { through: clustered(asked) });
  const loads = loadsOf(host.journal);
  await host.region.adopt(owned('acd', 2));
  await atRest();
  assert.deepEqual(asked, [[...shards('acd')]]);
  assert.deepEqual([...loads].sort(), [A, tally('d'), tally('d-other')]);
  assert.deepEqual(await host.types(A), ['ReminderSet', 'Reminded']);
  assert.deepEqual(await host.types(B), ['ReminderSet'], 'another one must do it');
  assert.deepEqual(await host.types(tally('d')), ['Sent', 'Settled']);
  assert.equal(host.region.stats().alarms, 1);
  await host.clock.pass(MINUTE_MS);
  assert.deepEqual(await host.types(tally('c')), ['ReminderSet', 'Reminded']);
});

test('a journal that gives heads of other shards too wakes nobody who is not served', async () => {
  const before = await memberOwning('abc');
  for (const entity of [A, B]) await before.ask(entity, { type: 'Remind', at: before.clock.now() + 1_000 });
  await before.ask(tally('c'), { type: 'Remind', at: before.clock.now() + MINUTE_MS });
  before.region.abandon(shards('abc'));
  before.clock.advance(2_000);
  const host = besides(before, { through: (journal) => journal });
  const loads = loadsOf(host.journal);
  await host.region.adopt(owned('b', 2));
  await atRest();
  assert.deepEqual(loads, [B]);
  assert.equal(host.region.stats().alarms, 0);
});

test('an adoption that could not read the journal rejects, serves all the same, and is made good by the next one', async () => {
  const before = await memberOwning('a');
  await before.ask(A, { type: 'Remind', at: before.clock.now() + 1_000 });
  before.region.abandon(shards('a'));
  before.clock.advance(2_000);
  const host = besides(before);
  const heads = host.journal.heads.bind(host.journal);
  host.journal.heads = () => {
    throw new Error('no responders');
  };
  await assert.rejects(host.region.adopt(owned('a', 2)), /no responders/);
  assert.equal(totalOf(await host.ask(tally('a2'), READ)), 0);
  assert.deepEqual(await host.types(A), ['ReminderSet']);
  host.journal.heads = heads;
  await host.region.adopt(owned('a', 2));
  await atRest();
  assert.deepEqual(await host.types(A), ['ReminderSet', 'Reminded']);
});

test('what is in memory stays when its shard is adopted again under the same epoch or an older one', async () => {
  const host = await memberOwning('a', 3);
  await host.ask(A, ADD);
  const loads = loadsOf(host.journal);
  for (const epoch of [3, 2]) await host.region.adopt(owned('a', epoch));
  assert.equal(totalOf(await host.ask(A, ADD)), 2);
  assert.deepEqual(loads, []);
  assert.deepEqual(
    (await host.records(A)).map(({ epoch }) => epoch),
    [3, 3],
  );
});

test('under a newer epoch it is thrown away and read anew, once the append that was under way has ended', async () => {
  const host = await memberOwning('ab');
  await host.ask(A, ADD);
  await host.ask(B, ADD);
  host.journal.holdAppends();
  const lost = host.ask(A, ADD);
  await host.journal.whenHeld(1);
  const loads = loadsOf(host.journal);
  await host.region.adopt(owned('a', 2));
  assert.ok(isRefusedWith((await allAnswered([lost]))[0], 'UNAVAILABLE'));
  const answers = new Answers();
  answers.watch('read', host.ask(A, READ));
  assert.deepEqual(await answers.settled(), []);
  assert.deepEqual(loads, [], 'at most one append of an entity is under way');
  host.journal.releaseAppends();
  assert.deepEqual(await answers.settled(), ['read']);
  assert.equal(totalOf(answers.byName.get('read')), 2);
  assert.deepEqual(
    (await host.records(A)).map(({ epoch }) => epoch),
    [1, 1, 2],
  );
  await host.ask(B, READ);
  assert.deepEqual(loads, [A], 'other shards stay in memory');
});

test('shards that are lost while they are adopted are not brought to memory', async () => {
  const before = await memberOwning('ab');
  for (const entity of [A, B]) await before.ask(entity, { type: 'Remind', at: before.clock.now() + 1_000 });
  before.region.abandon(shards('ab'));
  before.clock.advance(2_000);
  const host = besides(before);
  let goOn = (): void => undefined;
  const load = host.journal.load.bind(host.journal);
  host.journal.load = async (entity, schema) => {
    await new Promise<void>((resolve) => (goOn = resolve));
    return load(entity, schema);
  };
  const heads = host.journal.heads.bind(host.journal);
  host.journal.heads = async function* () {
    for await (const page of heads()) {
      for (const head of page) {
        yield [head];
        if (head.entity === A) host.region.abandon(shards('ab'));
      }
    }
  };
  await host.region.adopt(owned('ab', 2));
  goOn();
  await host.clock.pass(MINUTE_MS);
  assert.equal(host.region.stats().liveEntities, 0);
  assert.deepEqual(await host.types(A), ['ReminderSet']);
  assert.deepEqual(await host.types(B), ['ReminderSet']);
});

for (const outcome of ['durable', 'fenced', 'failed'] as const) {
  test(`an entity that is abandoned during an append answers nothing but UNAVAILABLE when that turns out ${outcome}`, async () => {
    const host = await memberOwning('ab');
    await host.ask(A, { type: 'Remind', at: host.clock.now() + 30_000 });
    await host.ask(B, { type: 'Remind', at: host.clock.now() + 30_000 });
    host.journal.holdAppends();
    const asked = [host.ask(A, { type: 'SendAndWait', key: 'e', to: B, amount: 5 }), host.ask(A, READ)];
    await host.journal.whenHeld(1);
    asked.push(host.ask(A, ADD));
    host.region.abandon(shards('a'));
    for (const answer of await allAnswered(asked)) assert.ok(isRefusedWith(answer, 'UNAVAILABLE'));
    const { liveEntities, alarms } = host.region.stats();
    assert.deepEqual([liveEntities, alarms], [1, 1], 'B stays');
    if (outcome === 'fenced') host.journal.writeElsewhere({ ...CLAIM, at: host.clock.now() });
    if (outcome === 'failed') host.journal.fail('the cable was pulled');
    host.journal.releaseAppends();
    await atRest();
    assert.deepEqual(host.knobs.decided, ['Remind', 'Remind', 'SendAndWait', 'Read'], 'no effect left');
    assert.equal(host.region.stats().alarms, 1);
    assert.deepEqual(host.log, []);
    assert.ok(isRefusedWith(await host.ask(A, READ), 'UNAVAILABLE'));
  });
}

test('an entity that is abandoned while it is read, or waits to be read again, is gone', async () => {
  const host = await memberOwning('ab');
  host.journal.load = async () => Promise.reject(new Error('no responders'));
  await host.ask(A, READ);
  const read = host.ask(B, READ);
  host.region.abandon(shards('ab'));
  assert.ok(isRefusedWith((await allAnswered([read]))[0], 'UNAVAILABLE'));
  const loads = loadsOf(host.journal);
  await host.clock.pass(MINUTE_MS);
  assert.deepEqual(loads, []);
  assert.equal(host.region.stats().liveEntities, 0);
});

test('alarms of abandoned entities do not ring, also of those that were not in memory', async () => {
  const host = await memberOwning('ab');
  for (const entity of [A, B]) await host.ask(entity, { type: 'Remind', at: host.clock.now() + 20 * MINUTE_MS });
  await host.clock.pass(2 * MINUTE_MS);
  assert.deepEqual([host.region.stats().liveEntities, host.region.stats().alarms], [0, 2]);
  host.region.abandon(shards('a'));
  assert.equal(host.region.stats().alarms, 1);
  host.clock.advance(20 * MINUTE_MS);
  await atRest();
  assert.deepEqual(await host.types(A), ['ReminderSet']);
  assert.deepEqual(await host.types(B), ['ReminderSet', 'Reminded']);
});

test('a damaged entity is counted where it is served', async () => {
  const host = await memberOwning('ab');
  await host.ask(A, ADD);
  await host.region.handOff(shards('a'), host.clock.now() + 1_000);
  host.journal.damage(A, 1, { body: '{"events":[]}' });
  await host.region.adopt(owned('a', 2));
  assert.ok(isRefusedWith(await host.ask(A, READ), 'ENTITY_DAMAGED'));
  assert.equal(host.region.stats().damagedEntities, 1);
  assert.equal(await host.region.handOff(shards('a'), host.clock.now() + 1_000), true);
  assert.equal(host.region.stats().damagedEntities, 0);
});

test('a drain in a cluster ends everything, and whatever is adopted afterwards stays out of memory', async () => {
  const host = await memberOwning('a');
  await host.ask(A, { type: 'Remind', at: host.clock.now() + 1_000 });
  assert.equal(await host.region.drain(host.clock.now() + 1_000), true);
  host.clock.advance(2_000);
  await host.region.adopt(owned('a', 2));
  assert.ok(isRefusedWith(await host.ask(A, READ), 'UNAVAILABLE'));
  assert.equal(host.region.stats().liveEntities, 0);
  assert.equal(host.clock.waiting, 0);
});

test.run();
