/** Nothing is shown before it is durable, and whatever came to the inbox meanwhile is one record. */
import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { test } from 'uvu';
import { Entity } from '../../src/actors/entity.js';
import type { MemoryJournal } from '../../src/journal/memory/memory-journal.js';
import { atRest } from '../support/manual-clock.js';
import { isRefusedWith, tally } from '../support/tally.js';
import type { TallyView } from '../support/tally.js';
import { allAnswered, Answers, commandId, TestRegion } from '../support/test-region.js';

const A = tally('a');
const B = tally('b');

/** A journal that takes so many appends of an entity at once. */
function atOnce(appendsAtOnce: number): (journal: MemoryJournal) => MemoryJournal {
  return (journal) => Object.assign(journal, { appendsAtOnce });
}

test('a write is answered only when its record is durable', async () => {
  const host = new TestRegion();
  host.journal.holdAppends();
  const answers = new Answers();
  answers.watch('add', host.ask(A, { type: 'Add', amount: 1 }));
  await host.journal.whenHeld(1);
  assert.deepEqual(await answers.settled(), []);
  host.journal.releaseAppends(1);
  assert.deepEqual(await answers.settled(), ['add']);
});

test('reads and refusals decided after a write wait for its record, and all leave in the order in which they came', async () => {
  const host = new TestRegion();
  host.journal.holdAppends();
  const answers = new Answers();
  answers.watch('add', host.ask(A, { type: 'Add', amount: 1 }));
  answers.watch('read', host.ask(A, { type: 'Read' }));
  answers.watch('refusal', host.ask(A, { type: 'Add', amount: -5 }));
  await host.journal.whenHeld(1);
  assert.deepEqual(await answers.settled(), []);
  host.journal.releaseAppends(1);
  assert.deepEqual(await answers.settled(), ['add', 'read', 'refusal']);
  assert.equal((answers.byName.get('read') as TallyView).total, 1);
  assert.ok(isRefusedWith(answers.byName.get('refusal'), 'INVALID_AMOUNT'));
  assert.equal((await host.records(A)).length, 1);
});

test('a read that comes while a record is under way waits for what it observes, and for no later record', async () => {
  const host = new TestRegion();
  host.journal.holdAppends();
  const answers = new Answers();
  answers.watch('first', host.ask(A, { type: 'Add', amount: 1 }));
  await host.journal.whenHeld(1);
  answers.watch('read', host.ask(A, { type: 'Read' }));
  answers.watch('refusal', host.ask(A, { type: 'Add', amount: -5 }));
  assert.deepEqual(await answers.settled(), []);
  host.journal.releaseAppends(1);
  assert.deepEqual(await answers.settled(), ['first', 'read', 'refusal']);
  answers.watch('second', host.ask(A, { type: 'Add', amount: 2 }));
  await host.journal.whenHeld(1);
  assert.deepEqual(await answers.settled(), ['first', 'read', 'refusal']);
});

test('what time decided waits for its record before anybody is shown it', async () => {
  const host = new TestRegion();
  await host.ask(A, { type: 'Remind', at: host.clock.now() + 1_000 });
  host.journal.holdAppends();
  host.clock.set(host.clock.now() + 1_000);
  const answers = new Answers();
  answers.watch('read', host.ask(A, { type: 'Read' }));
  await host.journal.whenHeld(1);
  assert.deepEqual(await answers.settled(), []);
  host.journal.releaseAppends(1);
  assert.deepEqual(await answers.settled(), ['read']);
  assert.equal((answers.byName.get('read') as TallyView).reminded, 1);
});

test('reads of durable state are answered without a record, also while the journal takes nothing', async () => {
  const host = new TestRegion();
  await host.ask(A, { type: 'Add', amount: 7 });
  host.journal.holdAppends();
  assert.equal(((await host.ask(A, { type: 'Read' })) as TallyView).total, 7);
  assert.ok(isRefusedWith(await host.ask(A, { type: 'Add', amount: -8 }), 'INVALID_AMOUNT'));
  assert.equal(host.journal.heldAppends, 0);
});

test('an entity does not wait for the record of another one', async () => {
  const host = new TestRegion();
  host.journal.holdAppends();
  const answers = new Answers();
  answers.watch('a', host.ask(A, { type: 'Add', amount: 1 }));
  await host.journal.whenHeld(1);
  answers.watch('b', host.ask(B, { type: 'Read' }));
  assert.deepEqual(await answers.settled(), ['b']);
});

test('few commands wait for the record under way and share the next one', async () => {
  const host = new TestRegion();
  host.journal.holdAppends();
  const asked = [host.ask(A, { type: 'Add', amount: 1 })];
  await host.journal.whenHeld(1);
  for (let amount = 2; amount <= 10; amount += 1) {
    asked.push(host.ask(A, { type: 'Add', amount }));
    await atRest();
    assert.equal(host.journal.heldAppends, 1);
  }
  host.journal.releaseAppends();
  await allAnswered(asked);
  assert.equal((await host.records(A)).length, 2);
});

test('commands that arrive in one turn of the event loop are one wake-up, one record, and strictly in order', async () => {
  const host = new TestRegion();
  await host.ask(A, { type: 'Read' });
  const turns = mock.method(Entity.prototype, 'takeTurn');
  try {
    const asked = Array.from({ length: 128 }, (_, index) => host.ask(A, { type: 'Add', amount: index + 1 }));
    const answers = (await allAnswered(asked)) as TallyView[];
    assert.equal(turns.mock.callCount(), 1);
    assert.equal((await host.records(A)).length, 1);
    assert.deepEqual(
      answers.map(({ total }) => total),
      Array.from({ length: 128 }, (_, index) => ((index + 1) * (index + 2)) / 2),
    );
  } finally {
    turns.mock.restore();
  }
});

test('a crowd larger than a turn takes on is carried out in several, in order, none left behind', async () => {
  const host = new TestRegion({ through: atOnce(1) });
  const asked = Array.from({ length: 2_500 }, () => host.ask(A, { type: 'Add', amount: 1 }));
  const answers = (await allAnswered(asked)) as TallyView[];
  assert.deepEqual(
    answers.map(({ total }) => total),
    Array.from({ length: 2_500 }, (_, index) => index + 1),
  );
  assert.equal((await host.records(A)).length, 3);
});

test('a crowd is decided while its first are written, each record on top of the one before, at most as many as the journal allows', async () => {
  const host = new TestRegion();
  host.journal.holdAppends();
  const asked = Array.from({ length: 1_000 }, () => host.ask(A, { type: 'Add', amount: 1 }));
  await host.journal.whenHeld(host.journal.appendsAtOnce);
  await atRest();
  assert.equal(host.journal.heldAppends, host.journal.appendsAtOnce);
  host.journal.releaseAppends();
  const answers = (await allAnswered(asked)) as TallyView[];
  assert.deepEqual(
    answers.map(({ total }) => total),
    Array.from({ length: 1_000 }, (_, index) => index + 1),
  );
});

test('what was decided ahead, reads and refusals too, is answered only when the records before it are durable', async () => {
  const host = new TestRegion({ through: atOnce(3) });
  host.journal.holdAppends();
  const answers = new Answers();
  answers.watch('first', host.ask(A, { type: 'Add', amount: 1 }));
  await host.journal.whenHeld(1);
  for (let reader = 0; reader < 40; reader += 1) answers.watch(`read ${reader}`, host.ask(A, { type: 'Read' }));
  assert.deepEqual(await answers.settled(), [], 'a turn of reads alone saw what is not durable');
  for (let amount = 0; amount < 40; amount += 1) answers.watch(`add ${amount}`, host.ask(A, { type: 'Add', amount: 1 }));
  await host.journal.whenHeld(2);
  host.journal.releaseAppends(1);
  const reads = Array.from({ length: 40 }, (_, reader) => `read ${reader}`);
  assert.deepEqual(await answers.settled(), ['first', ...reads], 'nothing waits for a later record than it saw');
  assert.equal((answers.byName.get('read 0') as TallyView).total, 1);
  host.journal.releaseAppends(1);
  assert.equal((await answers.settled()).length, 81);
  assert.equal((answers.byName.get('add 39') as TallyView).total, 41);
});

test('effects leave and listeners hear only after the commit of their own turn', async () => {
  const heard: string[] = [];
  const host = new TestRegion({ onCommit: (kind, key, types) => heard.push(`${kind}/${key} ${types[0] ?? ''}`) });
  host.journal.holdAppends();
  void host.ask(A, { type: 'Add', amount: 1 });
  await host.journal.whenHeld(1);
  for (let amount = 0; amount < 40; amount += 1) void host.ask(A, { type: 'Send', key: commandId(amount, 'e'), to: B, amount: 1 });
  await host.journal.whenHeld(2);
  host.journal.releaseAppends(1);
  await atRest();
  assert.deepEqual(heard, ['tally/a Added']);
  assert.equal(host.journal.heldAppends, 1, 'nobody was asked yet');
  host.journal.releaseAppends(1);
  await host.journal.whenHeld(1);
  assert.deepEqual(heard, ['tally/a Added', 'tally/a Sent']);
  host.journal.releaseAppends();
  await atRest();
  assert.equal(((await host.ask(B, { type: 'Read' })) as TallyView).total, 40);
});

test('listeners hear of a commit when it is durable, in order, and before the answers leave', async () => {
  const heard: string[] = [];
  const host = new TestRegion({ onCommit: (kind, key, types) => heard.push(`${kind}/${key} ${types.join(' ')}`) });
  host.journal.holdAppends();
  const added = host.ask(A, { type: 'Add', amount: 1 }).then(() => heard.push('answered'));
  await host.journal.whenHeld(1);
  await atRest();
  assert.deepEqual(heard, []);
  host.journal.releaseAppends();
  await added;
  await host.ask(A, { type: 'Read' });
  assert.deepEqual(heard, ['tally/a Added', 'answered']);
});

test('a listener that fails costs nobody an answer', async () => {
  const host = new TestRegion({
    onCommit: () => {
      throw new Error('listener broke');
    },
  });
  const [answer] = await allAnswered([host.ask(A, { type: 'Add', amount: 1 })]);
  assert.equal((answer as TallyView).total, 1);
  assert.equal(host.logged('listens to commits').length, 1);
});

test.run();
