/** Seats shown to everybody from one answer of the schedule: never too old, never less than somebody knows. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { hashOfId } from '../../src/domain/id-column.js';
import { isRefusal, refuse } from '../../src/domain/refusals.js';
import type { Refusal } from '../../src/domain/refusals.js';
import { OwnerFilter } from '../../src/domain/schedule/owner-filter.js';
import type { SharedSeatsView } from '../../src/domain/schedule/protocol.js';
import { SharedSeats, STALE_MS_MAX } from '../../src/ticketing/shared-seats.js';

const MINA = '11111111-1111-4111-8111-111111111111';
const JUN = '22222222-2222-4222-8222-222222222222';
const OWNER = '33333333-3333-4333-8333-333333333333';

/** A schedule that answers when the test says so. Each answer shows how many commits it had when it was asked. */
class Stage {
  now = 1_000;
  commits = 0;
  asked = 0;
  refusal: Refusal | null = null;
  private readonly open: (() => void)[] = [];
  readonly shared = new SharedSeats(
    (scheduleId) => this.ask(scheduleId),
    () => this.now,
  );

  /** As `seen` of what is tested, but always a promise. */
  async seen(userId: string): Promise<SharedSeatsView | Refusal | null> {
    return this.shared.seen('s', userId);
  }

  /** Lets the schedule answer everything that it was asked. */
  answer(): void {
    for (const answer of this.open.splice(0)) answer();
  }

  /** Asks, lets the schedule answer, and tells which version was seen; null when the schedule itself must tell this user. */
  async look(userId = JUN, scheduleId = 's'): Promise<number | null> {
    const seen = this.shared.seen(scheduleId, userId);
    this.answer();
    return version(await seen);
  }

  private ask(scheduleId: string): Promise<SharedSeatsView | Refusal> {
    this.asked += 1;
    const filter = new OwnerFilter(1);
    filter.add(hashOfId(OWNER));
    const view = { scheduleId, version: this.commits, sections: [], statuses: new Uint8Array(0), mine: [], owners: filter.snapshot() };
    const answer = this.refusal ?? view;
    return new Promise((resolve) => this.open.push(() => resolve(answer)));
  }
}

function version(seen: SharedSeatsView | Refusal | null): number | null {
  if (seen === null) return null;
  if (isRefusal(seen)) throw new Error(seen.refused);
  return seen.version;
}

test('many who look at once cost the schedule one answer', async () => {
  const stage = new Stage();
  const first = [stage.seen(MINA), stage.seen(JUN)];
  stage.answer();
  assert.deepEqual((await Promise.all(first)).map(version), [0, 0]);
  assert.equal(await stage.look(), 0);
  assert.equal(stage.asked, 1);
});

test('nobody in particular is shown what is kept, whoever knows more', async () => {
  const stage = new Stage();
  await stage.look();
  stage.shared.toldMore('s', MINA);
  assert.equal(await stage.look(MINA), null);
  const seen = stage.shared.seen('s', null);
  assert.equal(version(await seen), 0);
  assert.equal(stage.asked, 1);
});

test('each schedule is shown for itself', async () => {
  const stage = new Stage();
  await stage.look(JUN, 'one');
  stage.commits = 7;
  assert.equal(await stage.look(JUN, 'two'), 7);
  assert.equal(await stage.look(JUN, 'one'), 0);
});

test('whatever was committed STALE_MS_MAX ago is seen, however often somebody looks', async () => {
  const stage = new Stage();
  for (let ms = 0; ms < 1_000; ms += 7) {
    stage.now += 7;
    stage.commits = stage.now;
    const seen = await stage.look();
    assert.ok(seen !== null && seen >= stage.now - STALE_MS_MAX, `at ${stage.now}: ${seen}`);
  }
  assert.ok(stage.asked < 40, `the schedule was asked ${stage.asked} times in a second`);
});

test('an answer that was asked for long ago is not enough for who came since', async () => {
  const stage = new Stage();
  const slow = stage.seen(JUN);
  stage.now += STALE_MS_MAX + 1;
  stage.commits = 5;
  const late = stage.seen(MINA);
  stage.answer();
  assert.equal(version(await slow), 0);
  // The second look asked anew as soon as it saw how old the answer was.
  while (stage.asked < 2) await Promise.resolve();
  stage.answer();
  assert.equal(version(await late), 5);
});

test('while newer seats are on their way those that are there are shown', async () => {
  const stage = new Stage();
  await stage.look();
  stage.now += 60;
  stage.commits = 1;
  const seen = stage.shared.seen('s', JUN);
  assert.ok(!(seen instanceof Promise));
  assert.equal(version(seen), 0);
  assert.equal(stage.asked, 2);
  stage.answer();
  await Promise.resolve();
  await new Promise(setImmediate);
  assert.equal(await stage.look(), 1);
  assert.equal(stage.asked, 2);
});

test('who may have seats of their own is told by the schedule', async () => {
  const stage = new Stage();
  assert.equal(await stage.look(OWNER), null);
  assert.equal(await stage.look(JUN), 0);
  assert.equal(await stage.look(OWNER), null);
});

test('who was told more is told by the schedule until what everybody sees was asked for later', async () => {
  const stage = new Stage();
  await stage.look();
  stage.now += 1;
  stage.commits = 1;
  stage.shared.toldMore('s', MINA);
  assert.equal(await stage.look(MINA), null);
  assert.equal(await stage.look(JUN), 0);
  stage.now += 60;
  await stage.look(JUN);
  await new Promise(setImmediate);
  assert.equal(await stage.look(MINA), 1);
});

test('who was told more while newer seats were on their way is not shown those', async () => {
  const stage = new Stage();
  const renewing = stage.seen(JUN);
  stage.commits = 1;
  stage.shared.toldMore('s', MINA);
  stage.answer();
  assert.equal(version(await renewing), 0);
  assert.equal(await stage.look(MINA), null);
  assert.equal(await stage.look(JUN), 0);
});

test('a refusal goes to all who wait for it, and is not kept', async () => {
  const stage = new Stage();
  stage.refusal = refuse('SCHEDULE_NOT_FOUND');
  const waiting = [stage.seen(MINA), stage.seen(JUN)];
  stage.answer();
  assert.deepEqual(await Promise.all(waiting), [stage.refusal, stage.refusal]);
  stage.refusal = null;
  assert.equal(await stage.look(), 0);
});

test('a failure goes to who waits for it, and the next one asks anew', async () => {
  let fail = true;
  const answer: SharedSeatsView = {
    scheduleId: 's',
    version: 3,
    sections: [],
    statuses: new Uint8Array(0),
    mine: [],
    owners: new Uint8Array(8),
  };
  const shared = new SharedSeats((): Promise<SharedSeatsView> => {
    if (fail) throw new Error('broken');
    return Promise.resolve(answer);
  });
  await assert.rejects(async () => shared.seen('s', JUN), /broken/);
  fail = false;
  assert.equal(await shared.seen('s', JUN), answer);
});

test.run();
