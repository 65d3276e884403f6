/** How a sale went, measured only for who looks, and bounded however many sales there are. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { isRefusal, refuse } from '../../src/domain/refusals.js';
import type { Refusal } from '../../src/domain/refusals.js';
import { CONCERTS_MEASURED_MAX, SaleHistories } from '../../src/ticketing/sale-histories.js';
import type { SaleSample } from '../../src/ticketing/sale-histories.js';
import { LOOKED_WITHIN_MS, SAMPLES_KEPT_MS } from '../../src/timers/watched-samples.js';
import { ManualClock } from '../support/manual-clock.js';
import { TestFacade } from '../support/test-facade.js';

const facade = await TestFacade.start();
test.after(() => facade.stop());
const { concertId, scheduleId } = await facade.concert({ maxActive: 1 });
await facade.schedule(concertId, { seats: 10 });

/** The sale above, asked of real entities, measured on a clock of its own. */
class Stage {
  readonly clock = new ManualClock(facade.clock.now());
  readonly asked: string[] = [];
  readonly errors: unknown[] = [];
  trouble: Refusal | Error | null = null;
  readonly histories = new SaleHistories({
    freshSale: async (wanted) => {
      this.asked.push(wanted);
      if (this.trouble instanceof Error) throw this.trouble;
      if (this.trouble !== null) return this.trouble;
      const sale = await facade.ticketing.showcase.freshSale(concertId);
      return isRefusal(sale) ? sale : { ...sale, askedAt: this.clock.now() };
    },
    now: this.clock.now,
    timers: this.clock,
    onError: (error) => this.errors.push(error),
  });

  async look(wanted = concertId, since: number | null = null): Promise<readonly SaleSample[]> {
    const samples = await this.histories.since(wanted, since);
    if (isRefusal(samples)) throw new Error(samples.refused);
    return samples;
  }
}

test('the first look measures at once, and then there is a sample a second of what really is', async () => {
  const stage = new Stage();
  const nothingYet = { waiting: 0, active: 0, admitted: 0, available: 60, held: 0, booked: 0, blocked: 0 };
  const start = stage.clock.now();
  assert.deepEqual(await stage.look(), [{ at: start, ...nothingYet }]);
  const mina = await facade.fanIn(concertId);
  await facade.fanIn(concertId);
  await mina.hold(scheduleId, [1, 2]);
  await facade.admin('PATCH', `/api/v1/admin/schedules/${scheduleId}/seats`, { block: [50] });
  await stage.clock.pass(1_000);
  await mina.charge(100_000);
  const { reservationId } = (await mina.hold(scheduleId, [1, 2])).body;
  await mina.pay(reservationId);
  await stage.clock.pass(1_000);
  const samples = await stage.look(concertId, start);
  assert.deepEqual(samples, [
    { at: start + 1_000, waiting: 1, active: 1, admitted: 1, available: 57, held: 2, booked: 0, blocked: 1 },
    { at: start + 2_000, waiting: 0, active: 1, admitted: 2, available: 57, held: 0, booked: 2, blocked: 1 },
  ]);
  stage.histories.close();
});

test('many who look at once begin one measurement', async () => {
  const stage = new Stage();
  const looks = await Promise.all(Array.from({ length: 20 }, () => stage.look()));
  assert.ok(looks.every(({ length }) => length === 1));
  stage.asked.length = 0;
  await stage.clock.pass(5_000);
  assert.equal(stage.asked.length, 5);
  assert.equal(stage.clock.waiting, 1);
  stage.histories.close();
});

test('nobody looks any more: after five minutes nothing is asked, after another half an hour nothing is kept and no timer is set', async () => {
  const stage = new Stage();
  await stage.look();
  await stage.clock.pass(LOOKED_WITHIN_MS + 2_000);
  const asked = stage.asked.length;
  assert.equal(asked, LOOKED_WITHIN_MS / 1_000 + 1);
  await stage.clock.pass(SAMPLES_KEPT_MS);
  assert.deepEqual([stage.asked.length, stage.histories.size, stage.clock.waiting], [asked, 0, 0]);
});

test('a concert that there is not leaves nothing behind', async () => {
  const stage = new Stage();
  stage.trouble = refuse('CONCERT_NOT_FOUND');
  assert.deepEqual(await stage.histories.since('x', null), refuse('CONCERT_NOT_FOUND'));
  assert.deepEqual([stage.histories.size, stage.clock.waiting], [0, 0]);
});

test('a second in which an entity cannot be asked has no sample; a failure is told of; measuring goes on', async () => {
  const stage = new Stage();
  const start = stage.clock.now();
  await stage.look();
  stage.trouble = refuse('UNAVAILABLE');
  await stage.clock.pass(1_000);
  stage.trouble = new Error('broken');
  await stage.clock.pass(1_000);
  stage.trouble = null;
  await stage.clock.pass(1_000);
  assert.deepEqual(
    (await stage.look()).map(({ at }) => at - start),
    [0, 3_000],
  );
  assert.deepEqual(stage.errors.map(String), ['Error: broken']);
  stage.histories.close();
});

test('only so many sales are measured: the one looked at longest ago is forgotten, timer and all', async () => {
  const stage = new Stage();
  for (let number = 0; number < CONCERTS_MEASURED_MAX; number += 1) await stage.look(`concert-${number}`);
  await stage.look('concert-0');
  await stage.look('one-more');
  assert.deepEqual([stage.histories.size, stage.clock.waiting], [CONCERTS_MEASURED_MAX, CONCERTS_MEASURED_MAX]);
  stage.asked.length = 0;
  await stage.clock.pass(1_000);
  assert.ok(!stage.asked.includes('concert-1'));
  assert.deepEqual([stage.asked.includes('concert-0'), stage.asked.includes('one-more')], [true, true]);
  stage.histories.close();
});

test('after close nothing is measured, no timer is left, and who asks is told to try elsewhere', async () => {
  const stage = new Stage();
  await stage.look();
  stage.histories.close();
  assert.deepEqual([stage.histories.size, stage.clock.waiting], [0, 0]);
  assert.deepEqual(await stage.histories.since(concertId, null), refuse('UNAVAILABLE'));
  assert.deepEqual([stage.histories.size, stage.clock.waiting], [0, 0]);
});

test.run();
