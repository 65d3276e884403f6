/** What anybody may look at costs the entities next to nothing, is never too old, and made-up ids leave nothing behind. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import type { Envelope, Router } from '../../src/cluster/router.js';
import type { EntityId } from '../../src/domain/ids.js';
import { isRefusal, refuse } from '../../src/domain/refusals.js';
import type { Refusal } from '../../src/domain/refusals.js';
import { SHARED_MS_MAX } from '../../src/ticketing/showcase.js';
import { atRest } from '../support/manual-clock.js';
import { TestFacade } from '../support/test-facade.js';

/** A facade whose entities are watched, refused or held back on the way. */
class Stage {
  readonly asked: string[] = [];
  refusal: ((entity: EntityId, type: string) => Refusal | null) | null = null;
  /** Answers are held back while this is set, by whoever it names. */
  heldBack: string | null = null;
  private readonly waiting: (() => void)[] = [];
  private made: TestFacade | null = null;

  static async start(): Promise<Stage> {
    const stage = new Stage();
    stage.made = await TestFacade.start({ through: (router) => ({ ask: (entity, envelope) => stage.ask(router, entity, envelope) }) });
    return stage;
  }

  get facade(): TestFacade {
    if (this.made === null) throw new Error('not started');
    return this.made;
  }

  get showcase() {
    return this.facade.ticketing.showcase;
  }

  release(): void {
    this.heldBack = null;
    for (const go of this.waiting.splice(0)) go();
  }

  /** What was asked since it was last looked at: how often, by kind and command. */
  since(): Readonly<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const what of this.asked.splice(0)) counts[what] = (counts[what] ?? 0) + 1;
    return counts;
  }

  entitiesInMemory(): number {
    return this.facade.region.region.stats().liveEntities;
  }

  async records(): Promise<number> {
    return (await this.facade.region.journal.events([], 100_000)).length;
  }

  private async ask(router: Router, entity: EntityId, envelope: Envelope): Promise<unknown> {
    const { type } = envelope.command as { readonly type: string };
    const what = `${entity.slice(0, entity.indexOf('/'))} ${type}`;
    this.asked.push(what);
    const refusal = this.refusal?.(entity, type) ?? null;
    if (refusal !== null) return refusal;
    const answer = await router.ask(entity, envelope);
    if (this.heldBack === what) await new Promise<void>((resolve) => this.waiting.push(resolve));
    return answer;
  }
}

const ONE_LOOK = { 'concert Describe': 1, 'queue Describe': 1, 'schedule Describe': 1 };

let stage: Stage;
test.before.each(async () => {
  stage = await Stage.start();
});
test.after.each(() => stage.facade.stop());

async function seen(concertId: string) {
  const sale = await stage.showcase.sale(concertId);
  if (isRefusal(sale)) throw new Error(sale.refused);
  return sale;
}

test('a crowd that looks in the same second costs the entities one answer', async () => {
  const { concertId } = await stage.facade.concert();
  stage.since();
  const sales = await Promise.all(Array.from({ length: 500 }, () => seen(concertId)));
  assert.equal(new Set(sales).size, 1);
  stage.facade.clock.advance(SHARED_MS_MAX);
  assert.equal(await seen(concertId), sales[0]);
  assert.deepEqual(stage.since(), { 'catalogue Known': 1, ...ONE_LOOK });
});

test('after a second it is asked anew, once, and without looking for what is known to be there', async () => {
  const { concertId, scheduleId } = await stage.facade.concert();
  const fan = await stage.facade.fanIn(concertId);
  assert.equal((await seen(concertId)).schedules[0]?.availableSeats, 50);
  await fan.hold(scheduleId, [1, 2]);
  stage.since();
  assert.equal((await seen(concertId)).schedules[0]?.availableSeats, 50);
  stage.facade.clock.advance(SHARED_MS_MAX + 1);
  const sales = await Promise.all(Array.from({ length: 100 }, () => seen(concertId)));
  assert.deepEqual(new Set(sales.map(({ schedules }) => schedules[0]?.availableSeats)), new Set([48]));
  assert.deepEqual(stage.since(), ONE_LOOK);
});

test('age counts from the question: an answer that was under way for more than a second is not enough for who came since', async () => {
  const { concertId, scheduleId } = await stage.facade.concert();
  const fan = await stage.facade.fanIn(concertId);
  stage.heldBack = 'schedule Describe';
  const early = seen(concertId);
  await atRest();
  await fan.hold(scheduleId, [1]);
  stage.facade.clock.advance(SHARED_MS_MAX + 1);
  const late = seen(concertId);
  await atRest();
  stage.release();
  assert.equal((await early).schedules[0]?.availableSeats, 50);
  assert.equal((await late).schedules[0]?.availableSeats, 49);
});

test('operators see all that was durable when they asked', async () => {
  const { concertId, scheduleId } = await stage.facade.concert();
  const fan = await stage.facade.fanIn(concertId);
  await seen(concertId);
  await fan.hold(scheduleId, [1]);
  const fresh = await stage.showcase.freshSale(concertId);
  assert.ok(!isRefusal(fresh));
  assert.equal(fresh.schedules[0]?.availableSeats, 49);
  assert.equal(await seen(concertId), fresh, 'and everybody else has it from there');
});

test('ids that name nothing write nothing and bring nothing to memory, and are forgotten', async () => {
  const { concertId, scheduleId } = await stage.facade.concert();
  await seen(concertId);
  await stage.showcase.hall(scheduleId);
  const before = [stage.entitiesInMemory(), await stage.records()];
  stage.since();
  const noConcert = '0'.repeat(16);
  for (const id of ['nope', '', 'ABCDEF0123456789', `${noConcert}0`, '../../x', 'constructor']) {
    assert.deepEqual(await stage.showcase.sale(id), refuse('CONCERT_NOT_FOUND'));
    assert.deepEqual(await stage.showcase.freshSale(id), refuse('CONCERT_NOT_FOUND'));
    assert.deepEqual(await stage.showcase.hall(id), refuse('SCHEDULE_NOT_FOUND'));
  }
  assert.deepEqual(stage.since(), {}, 'what is no id is not asked for');
  assert.deepEqual(await stage.showcase.sale(noConcert), refuse('CONCERT_NOT_FOUND'));
  assert.deepEqual(await stage.showcase.hall(`${noConcert}-${'0'.repeat(12)}`), refuse('SCHEDULE_NOT_FOUND'));
  assert.deepEqual(await stage.showcase.hall(`${concertId}-${'0'.repeat(12)}`), refuse('SCHEDULE_NOT_FOUND'));
  assert.deepEqual(stage.since(), { 'catalogue Known': 2, 'concert Describe': 1 });
  assert.deepEqual([stage.entitiesInMemory(), await stage.records()], before);
});

test('a flood of made-up ids costs a few commands', async () => {
  await stage.facade.concert();
  stage.since();
  const ids = Array.from({ length: 2_000 }, (_, number) => number.toString(16).padStart(16, '0'));
  const answers = await Promise.all([
    ...ids.map((id) => stage.showcase.sale(id)),
    ...ids.map((id) => stage.showcase.hall(`${id}-${'0'.repeat(12)}`)),
  ]);
  assert.ok(answers.every(isRefusal));
  const asked = stage.since();
  assert.deepEqual(Object.keys(asked), ['catalogue Known']);
  assert.ok((asked['catalogue Known'] ?? 0) <= 8, JSON.stringify(asked));
});

test('a flood of made-up schedules of a concert that there is costs a few commands, and brings none of them to memory', async () => {
  const { concertId } = await stage.facade.concert();
  await seen(concertId);
  const before = stage.entitiesInMemory();
  stage.since();
  const ids = Array.from({ length: 2_000 }, (_, number) => `${concertId}-${number.toString(16).padStart(12, '0')}`);
  for (const answer of await Promise.all(ids.map((id) => stage.showcase.hall(id)))) assert.ok(isRefusal(answer));
  const asked = stage.since();
  assert.deepEqual(Object.keys(asked), ['concert Describe']);
  assert.ok((asked['concert Describe'] ?? 0) <= 2, JSON.stringify(asked));
  assert.equal(stage.entitiesInMemory(), before);
});

test('a hall is asked for once, whoever looks and whenever; its concert, once more for those who came while it was asked', async () => {
  const sections = [{ name: 'Floor', price: 10, rows: [{ name: 'A', seats: 3 }] }];
  const { concertId, scheduleId } = await stage.facade.concert({}, { sections });
  stage.since();
  const halls = await Promise.all(Array.from({ length: 100 }, () => stage.showcase.hall(scheduleId)));
  assert.equal(new Set(halls).size, 1);
  const [hall] = halls;
  assert.ok(hall !== undefined && !isRefusal(hall));
  assert.deepEqual([hall.concertTitle, hall.totalSeats, hall.spec.concertId], ['Anime OST Night', 3, concertId]);
  stage.facade.clock.advance(3_600_000);
  assert.equal(await stage.showcase.hall(scheduleId), hall);
  assert.deepEqual(stage.since(), { 'catalogue Known': 2, 'concert Describe': 2, 'schedule Describe': 1 });
});

test('a schedule that was just added is found at once, also by who looked at its concert before', async () => {
  const { concertId, scheduleId } = await stage.facade.concert();
  await seen(concertId);
  await stage.showcase.hall(scheduleId);
  const added = await stage.facade.schedule(concertId);
  assert.ok(!isRefusal(await stage.showcase.hall(added)));
  const fresh = await stage.showcase.freshSale(concertId);
  assert.ok(!isRefusal(fresh));
  assert.deepEqual(fresh.schedules.map((schedule) => schedule.scheduleId).sort(), [scheduleId, added].sort());
});

test('a damaged schedule hides itself and no other; one that cannot be asked now is not left out in silence', async () => {
  const { concertId, scheduleId } = await stage.facade.concert();
  const other = await stage.facade.schedule(concertId);
  stage.refusal = (entity) => (entity === `schedule/${scheduleId}` ? refuse('ENTITY_DAMAGED') : null);
  assert.deepEqual(
    (await seen(concertId)).schedules.map((schedule) => schedule.scheduleId),
    [other],
  );
  stage.facade.clock.advance(SHARED_MS_MAX + 1);
  stage.refusal = (entity) => (entity === `schedule/${scheduleId}` ? refuse('UNAVAILABLE') : null);
  assert.deepEqual(await stage.showcase.sale(concertId), refuse('UNAVAILABLE'));
  stage.refusal = null;
  assert.equal((await seen(concertId)).schedules.length, 2, 'a refusal is not kept');
});

test('a concert with many schedules is asked for some of them at a time', async () => {
  const { concertId } = await stage.facade.concert();
  for (let more = 0; more < 120; more += 1) await stage.facade.schedule(concertId, { seats: 1 });
  stage.heldBack = 'schedule Describe';
  stage.since();
  const sale = seen(concertId);
  await atRest();
  assert.deepEqual(stage.since(), { 'catalogue Known': 1, 'concert Describe': 1, 'queue Describe': 1, 'schedule Describe': 50 });
  stage.release();
  assert.equal((await sale).schedules.length, 121);
});

test.run();
