/** The seat map is shared by all who look at it, and yet everybody sees at once what they were told. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { TestFacade } from '../support/test-facade.js';
import type { Fan } from '../support/test-facade.js';

const facade = await TestFacade.start();
test.after(() => facade.stop());

/** What the map says of seat 1. */
async function firstSeat(fan: Fan, scheduleId: string): Promise<unknown> {
  const map = await fan.get(`/api/v1/seats?scheduleId=${scheduleId}`);
  assert.equal(map.status, 200);
  assert.equal(map.headers['content-length'], String(Buffer.byteLength(map.text)));
  const { status, ...seat } = map.body.seats[0] ?? { status: null };
  return 'mine' in seat ? { status, mine: seat.mine } : { status };
}

test('who holds or releases a seat sees that at once, as their own and nobody else’s, however many others look', async () => {
  const { concertId, scheduleId } = await facade.concert();
  const mina = await facade.fanIn(concertId);
  const jun = await facade.fanIn(concertId);
  for (let round = 0; round < 5; round += 1) {
    assert.deepEqual(await firstSeat(jun, scheduleId), { status: 'AVAILABLE' });
    const hold = await mina.hold(scheduleId, [1]);
    assert.deepEqual(await firstSeat(mina, scheduleId), { status: 'HELD', mine: true });
    await jun.hold(scheduleId, [1]);
    assert.deepEqual(await firstSeat(jun, scheduleId), { status: 'HELD' });
    await mina.delete(`/api/v1/reservations/${hold.body.reservationId}`);
    assert.deepEqual(await firstSeat(mina, scheduleId), { status: 'AVAILABLE' });
    await jun.hold(scheduleId, [2]);
  }
});

test('who has paid and comes back sees the seat as their own', async () => {
  const { concertId, scheduleId } = await facade.concert({}, { price: 100 });
  const mina = await facade.fanIn(concertId);
  await mina.charge(100);
  const hold = await mina.hold(scheduleId, [1]);
  assert.equal((await mina.pay(hold.body.reservationId)).status, 200);
  await mina.join(concertId);
  assert.deepEqual(await firstSeat(mina, scheduleId), { status: 'BOOKED', mine: true });
});

test('many who look at once all get the map, and a schedule that does not exist is refused to each', async () => {
  const { concertId, scheduleId } = await facade.concert();
  const fans = await Promise.all(Array.from({ length: 20 }, () => facade.fanIn(concertId)));
  const maps = await Promise.all(fans.map((fan) => fan.get(`/api/v1/seats?scheduleId=${scheduleId}`)));
  assert.equal(new Set(maps.map(({ status, text }) => `${status} ${text}`)).size, 1);
  const other = scheduleId.replace(/[^.-]{8}$/, 'ffffffff');
  const refusals = await Promise.all(fans.map((fan) => fan.get(`/api/v1/seats?scheduleId=${other}`)));
  for (const { status, body } of refusals) assert.deepEqual([status, body.code], [400, 'INVALID_SCHEDULE']);
});

test.run();
