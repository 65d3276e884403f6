/** Best available seats over HTTP: what is asked, what is answered, and that `adjacent` is shown wherever a reservation is. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { TestFacade } from '../support/test-facade.js';
import type { Answer, Fan } from '../support/test-facade.js';

const facade = await TestFacade.start();
test.after(() => facade.stop());

const RESERVATIONS = '/api/v1/reservations';
const SECTIONS = [
  { name: 'Floor', price: 900, rows: [1, 2].map((row) => ({ name: `${row}`, seats: 4 })) },
  { name: 'Balcony', price: 500, rows: [{ name: '1', seats: 3 }] },
];

async function sale(schedule: object = {}): Promise<{ fan: Fan; scheduleId: string; another: () => Promise<Fan> }> {
  const { concertId, scheduleId } = await facade.concert({}, { sections: SECTIONS, maxSeatsPerUser: 0, ...schedule });
  return { fan: await facade.fanIn(concertId), scheduleId, another: () => facade.fanIn(concertId) };
}

function holdBest(fan: Fan, scheduleId: string, bestAvailable: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  return fan.post(RESERVATIONS, { scheduleId, bestAvailable }, headers);
}

/** Everything in an answer, whether the test's `Json` names it or not. */
function members(answer: Answer): Readonly<Record<string, unknown>> {
  return answer.body as unknown as Readonly<Record<string, unknown>>;
}

test('the best seats are chosen and held at once, next to each other, in front', async () => {
  const { fan, scheduleId } = await sale();
  const held = await holdBest(fan, scheduleId, { count: 3 });
  assert.equal(held.status, 201, held.text);
  const { seats, adjacent, amount, status } = members(held);
  assert.deepEqual({ seats, adjacent, amount, status }, { seats: [1, 2, 3], adjacent: true, amount: 2_700, status: 'HELD' });
  const map = await fan.get(`/api/v1/seats?scheduleId=${scheduleId}&status=HELD`);
  assert.deepEqual(
    map.body.seats.map(({ seat }) => seat),
    [1, 2, 3],
  );
});

test('in a section that is named, and only there', async () => {
  const { fan, scheduleId } = await sale();
  assert.deepEqual((await holdBest(fan, scheduleId, { count: 2, section: 'Balcony' })).body.seats, [9, 10]);
  const refused = await holdBest(fan, scheduleId, { count: 2, section: 'Balcony' });
  assert.equal(refused.status, 400);
  const { code, conflicts, available } = members(refused);
  assert.deepEqual({ code, conflicts, available }, { code: 'SEAT_UNAVAILABLE', conflicts: [], available: 1 });
  const unknown = await holdBest(fan, scheduleId, { count: 2, section: 'Cellar' });
  assert.deepEqual([unknown.status, unknown.body.code, members(unknown)['section']], [400, 'SEAT_NOT_FOUND', 'Cellar']);
});

test('seats that are not next to each other are said to be so, wherever the reservation is shown', async () => {
  const { fan, scheduleId, another } = await sale({ sections: [{ name: 'Floor', price: 1, seats: 3 }] });
  assert.equal((await (await another()).hold(scheduleId, [2])).status, 201);
  const held = await holdBest(fan, scheduleId, { count: 2 });
  assert.deepEqual([held.status, held.body.seats, members(held)['adjacent']], [201, [1, 3], false]);
  const { reservationId } = held.body;
  assert.deepEqual((await fan.get(`${RESERVATIONS}/${reservationId}`)).body, held.body);
  assert.deepEqual((await fan.get(`${RESERVATIONS}?scheduleId=${scheduleId}`)).body.items, [held.body]);
  const looked = await facade.admin('GET', `/api/v1/admin/reservations/${reservationId}`);
  assert.deepEqual(looked.body.reservation, { ...held.body, userId: fan.userId });
  const file = await facade.admin('GET', `/api/v1/admin/users/${fan.userId}`);
  assert.deepEqual(file.body.reservations, [held.body]);
});

test('a single seat, and seats in a row that were named, are adjacent', async () => {
  const { fan, scheduleId } = await sale();
  assert.equal(members(await fan.hold(scheduleId, [7]))['adjacent'], true);
  assert.equal(members(await fan.hold(scheduleId, [2, 1]))['adjacent'], true);
  assert.equal(members(await fan.hold(scheduleId, [4, 5]))['adjacent'], false, 'in two rows');
});

test('a repeat under the same key gives the same seats; a new key gives others', async () => {
  const { fan, scheduleId } = await sale();
  const key = { 'idempotency-key': 'best-of-all' };
  const first = await holdBest(fan, scheduleId, { count: 2 }, key);
  const again = await holdBest(fan, scheduleId, { count: 2 }, key);
  assert.deepEqual([again.status, again.body], [201, first.body]);
  const other = await holdBest(fan, scheduleId, { count: 2 }, { 'idempotency-key': 'best-of-the-rest' });
  assert.notDeepEqual(other.body.seats, first.body.seats);
  assert.equal((await holdBest(fan, scheduleId, { count: 1 }, key)).body.code, 'IDEMPOTENCY_KEY_REUSED');
});

test('thirty who ask at once get different seats', async () => {
  const { scheduleId, another } = await sale({ sections: [{ name: 'Floor', price: 1, rows: [{ name: '1', seats: 60 }] }] });
  const fans = await Promise.all(Array.from({ length: 30 }, another));
  const answers = await Promise.all(fans.map((fan) => holdBest(fan, scheduleId, { count: 2 })));
  assert.deepEqual([...new Set(answers.map(({ status }) => status))], [201]);
  assert.equal(new Set(answers.flatMap(({ body }) => body.seats)).size, 60);
});

function rejects(what: string, body: object, pointers: readonly string[], message?: RegExp): void {
  test(`${what} is not a valid request`, async () => {
    const { fan, scheduleId } = await sale();
    const answer = await fan.post(RESERVATIONS, { scheduleId, ...body });
    assert.deepEqual([answer.status, answer.body.code], [400, 'VALIDATION_FAILED'], answer.text);
    const { errors } = answer.body;
    assert.deepEqual(
      errors.map(({ pointer }) => pointer),
      pointers,
    );
    if (message !== undefined) assert.match(String(errors[0]?.message), message);
  });
}

rejects('neither seats nor the best available', {}, ['/seats'], /either seats or bestAvailable/);
rejects('both seats and the best available', { seats: [1], bestAvailable: { count: 1 } }, ['/bestAvailable'], /not both/);
rejects('the best available of no count', { bestAvailable: {} }, ['/bestAvailable/count']);
rejects('none of the best available', { bestAvailable: { count: 0 } }, ['/bestAvailable/count']);
rejects('more than a hold may have', { bestAvailable: { count: 101 } }, ['/bestAvailable/count']);
rejects('half a seat', { bestAvailable: { count: 1.5 } }, ['/bestAvailable/count']);
rejects('a count that is text', { bestAvailable: { count: '2' } }, ['/bestAvailable/count']);
rejects('a section without a name', { bestAvailable: { count: 1, section: '' } }, ['/bestAvailable/section']);
rejects('an endless section', { bestAvailable: { count: 1, section: 'x'.repeat(101) } }, ['/bestAvailable/section']);
rejects('a section that is null', { bestAvailable: { count: 1, section: null } }, ['/bestAvailable/section']);
rejects('a wish nobody knows', { bestAvailable: { count: 1, row: '1' } }, ['/bestAvailable/row']);
rejects('the best available that is a list', { bestAvailable: [] }, ['/bestAvailable']);

test('what is asked is looked at before the schedule is looked for', async () => {
  const { fan, scheduleId } = await sale();
  const unknown = `${scheduleId.slice(0, 17)}000000000000`;
  assert.equal((await fan.post(RESERVATIONS, { scheduleId: unknown })).body.code, 'VALIDATION_FAILED');
  assert.equal((await holdBest(fan, unknown, { count: 1 })).body.code, 'SCHEDULE_NOT_FOUND');
});

test('the cap and the sale are looked at before the seats', async () => {
  const { fan, scheduleId } = await sale({ maxSeatsPerUser: 2 });
  assert.equal((await holdBest(fan, scheduleId, { count: 3 })).body.code, 'TOO_MANY_SEATS');
  assert.equal((await holdBest(fan, scheduleId, { count: 100, section: 'Balcony' })).body.code, 'TOO_MANY_SEATS');
});

test.run();
