/** Work that nobody waits for any more is not begun, and more work than fits is turned away at once. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { atRest } from '../support/manual-clock.js';
import { isRefusedWith, tally } from '../support/tally.js';
import type { TallyView } from '../support/tally.js';
import { allAnswered, TestRegion } from '../support/test-region.js';

const A = tally('a');
const B = tally('b');
const add = (amount: number): object => ({ type: 'Add', amount });

test('a command whose deadline passed while it waited is not begun', async () => {
  const host = new TestRegion();
  host.journal.holdAppends();
  const first = host.ask(A, add(1));
  await host.journal.whenHeld(1);
  const late = host.ask(A, add(10), { deadline: host.clock.now() + 1_000 });
  const inTime = host.ask(A, add(100), { deadline: host.clock.now() + 1_001 });
  host.clock.set(host.clock.now() + 1_001);
  host.journal.releaseAppends();
  const answers = await allAnswered([first, late, inTime]);
  assert.ok(isRefusedWith(answers[1], 'UNAVAILABLE'));
  assert.equal((answers[2] as TallyView).total, 101);
  assert.deepEqual(host.knobs.decided, ['Add 1', 'Add 100']);
});

test('deadlines run by the clock of the node, also for an entity whose records are ahead of it', async () => {
  const host = new TestRegion();
  await host.ask(A, add(1));
  const next = host.crashed(-3_600_000);
  const answer = await next.ask(A, add(1), { deadline: next.clock.now() + 5_000 });
  assert.equal((answer as TallyView).total, 2);
});

test('a full inbox answers OVERLOADED at once, and works again when there is room', async () => {
  const host = new TestRegion({ limits: { inboxDepthMax: 3 } });
  host.journal.holdAppends();
  const asked = [host.ask(A, add(1))];
  await host.journal.whenHeld(1);
  for (let index = 0; index < 3; index += 1) asked.push(host.ask(A, add(1)));
  assert.ok(isRefusedWith(await host.ask(A, add(1)), 'OVERLOADED'));
  assert.deepEqual([host.region.stats().inboxDepth, host.region.stats().inboxDepthLargest], [3, 3]);
  const others = host.ask(B, { type: 'Read' });
  assert.equal(((await others) as TallyView).total, 0, 'other entities have their own inbox');
  host.journal.releaseAppends();
  assert.deepEqual(
    ((await allAnswered(asked)) as TallyView[]).map(({ total }) => total),
    [1, 2, 3, 4],
  );
  assert.equal(((await host.ask(A, add(1))) as TallyView).total, 5);
  assert.equal(host.region.stats().inboxDepth, 0);
});

test('an inbox that fills while the entity is being read is bounded too, and then worked off', async () => {
  const host = new TestRegion({ limits: { inboxDepthMax: 2 } });
  const answers = await allAnswered([host.ask(A, add(1)), host.ask(A, add(1)), host.ask(A, add(1))]);
  assert.deepEqual(
    answers.map((answer) => isRefusedWith(answer, 'OVERLOADED')),
    [false, false, true],
  );
});

test("the answer to an entity's own effect gets in although its inbox is full of others", async () => {
  const host = new TestRegion({ limits: { inboxDepthMax: 2 } });
  await host.ask(B, add(1));
  host.journal.holdAppends();
  const paid = host.ask(A, { type: 'SendAndWait', key: 'e', to: B, amount: 5 });
  await host.journal.whenHeld(1);
  host.journal.releaseAppends(1);
  await host.journal.whenHeld(1);
  // B's record is under way. A takes on one command and gets two more into its inbox.
  const crowd = [host.ask(A, add(1))];
  await host.journal.whenHeld(2);
  crowd.push(host.ask(A, add(1)), host.ask(A, add(1)));
  assert.ok(isRefusedWith(await host.ask(A, add(1)), 'OVERLOADED'));
  host.journal.releaseAppends(1);
  await atRest();
  assert.equal(host.region.stats().inboxDepthLargest, 3);
  host.journal.releaseAppends();
  const [answer] = await allAnswered([paid, ...crowd]);
  assert.equal((answer as TallyView).total, 6);
  assert.deepEqual(await host.types(A), ['Sent', 'Added', 'Added', 'Added', 'Settled']);
});

test('an effect reaches its entity although memory is full of entities that wait for theirs', async () => {
  const host = new TestRegion({ limits: { liveEntitiesMax: 2 } });
  const sent = ['a', 'b'].map((key) => host.ask(tally(key), { type: 'Send', key: `effect-${key}`, to: tally('c'), amount: 1 }));
  await allAnswered(sent);
  await host.clock.pass(10_000);
  assert.deepEqual(await host.types(tally('c')), ['Added', 'Added']);
  await host.clock.pass(1_000);
  assert.equal(((await host.ask(tally('d'), { type: 'Read' })) as TallyView).total, 0);
  assert.ok(host.region.stats().liveEntities <= 2, 'afterwards the limit holds again');
});

test.run();
