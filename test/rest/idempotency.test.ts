/** Idempotency-Key: a repeat has one effect and the same answer; a refusal is decided anew. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import type { Router } from '../../src/cluster/router.js';
import { bodyHash } from '../../src/rest/idempotency.js';
import { TestFacade } from '../support/test-facade.js';

/** Holds back the answers of entities while `gate` is set. */
const held = { gate: null as Promise<void> | null };
const slow = (router: Router): Router => ({
  ask: async (entity, envelope) => {
    const answer = await router.ask(entity, envelope);
    if (held.gate !== null) await held.gate;
    return answer;
  },
});

const facade = await TestFacade.start({ through: slow });
test.after(() => facade.stop());

const key = (name: string): Record<string, string> => ({ 'idempotency-key': name });

test('a charge repeated under its key is charged once and answered the same', async () => {
  const fan = facade.fan();
  const first = await fan.charge(100, key('a'));
  facade.clock.advance(1_000);
  const again = await fan.charge(100, key('a'));
  assert.deepEqual([again.status, again.body], [200, first.body]);
  assert.equal((await fan.charge(100, key('b'))).body.balance, 200);
});

test('the same key for another body is refused', async () => {
  const fan = facade.fan();
  await fan.charge(100, key('a'));
  const other = await fan.charge(101, key('a'));
  assert.deepEqual([other.status, other.body.code], [422, 'IDEMPOTENCY_KEY_REUSED']);
  assert.equal((await fan.get(`/api/v1/${fan.userId}/points`)).body.balance, 100);
});

test('the same key of somebody else is another key', async () => {
  const [one, two] = [facade.fan(), facade.fan()];
  assert.equal((await one.charge(100, key('a'))).body.balance, 100);
  assert.equal((await two.charge(5, key('a'))).body.balance, 5);
});

test('a refusal is not remembered', async () => {
  const { concertId, scheduleId } = await facade.concert();
  const [one, two] = [await facade.fanIn(concertId), await facade.fanIn(concertId)];
  const { reservationId } = (await one.hold(scheduleId, [1])).body;
  assert.equal((await two.hold(scheduleId, [1], key('h'))).body.code, 'SEAT_UNAVAILABLE');
  await one.delete(`/api/v1/reservations/${reservationId}`);
  assert.equal((await two.hold(scheduleId, [1], key('h'))).status, 201);
});

test('a hold repeated under its key after its release is answered as it was, and holds nothing', async () => {
  const { concertId, scheduleId } = await facade.concert();
  const fan = await facade.fanIn(concertId);
  const first = await fan.hold(scheduleId, [1], key('h'));
  await fan.delete(`/api/v1/reservations/${first.body.reservationId}`);
  const again = await fan.hold(scheduleId, [1], key('h'));
  assert.deepEqual([again.status, again.body.reservationId], [201, first.body.reservationId]);
  assert.equal((await fan.get(`/api/v1/reservations/${first.body.reservationId}`)).body.status, 'RELEASED');
});

test('a release repeated under its key succeeds again', async () => {
  const { concertId, scheduleId } = await facade.concert();
  const fan = await facade.fanIn(concertId);
  const { reservationId } = (await fan.hold(scheduleId, [1])).body;
  for (let times = 0; times < 2; times += 1)
    assert.equal((await fan.delete(`/api/v1/reservations/${reservationId}`, key('r'))).status, 204);
});

test('a renewal repeated under its key answers with the same token, another key and another user get their own', async () => {
  const [one, two] = [facade.fan(), facade.fan()];
  const first = await one.post('/api/v1/users/renew', {}, key('r'));
  facade.clock.advance(2_000);
  assert.deepEqual((await one.post('/api/v1/users/renew', {}, key('r'))).body, first.body);
  const others = [await one.post('/api/v1/users/renew', {}, key('s')), await two.post('/api/v1/users/renew', {}, key('r'))];
  for (const other of others) assert.notEqual(other.body.accessToken, first.body.accessToken);
});

test('leaving under a key that ended an earlier token ends this one too', async () => {
  const { concertId } = await facade.concert();
  const fan = facade.fan();
  for (let times = 0; times < 2; times += 1) {
    await fan.join(concertId);
    assert.equal((await fan.delete('/api/v1/tokens/current', key('l'))).status, 204);
    assert.equal((await fan.get('/api/v1/tokens/current')).body.status, 'EXPIRED');
  }
});

test('while a request is under way its key is refused, with when to ask again', async () => {
  const fan = facade.fan();
  let open = (): void => undefined;
  held.gate = new Promise((resolve) => {
    open = resolve;
  });
  const first = fan.charge(100, key('a'));
  await new Promise((resolve) => setImmediate(resolve));
  const second = await fan.charge(100, key('a'));
  assert.deepEqual([second.status, second.body.code, second.headers['retry-after']], [409, 'IDEMPOTENCY_IN_PROGRESS', '1']);
  open();
  held.gate = null;
  assert.equal((await first).status, 200);
});

test('operators repeat safely too', async () => {
  const make = () => facade.admin('POST', '/api/v1/admin/concerts', { title: 'Once' }, key('c1'));
  const first = await make();
  assert.equal(first.status, 201);
  const again = await make();
  assert.deepEqual([again.status, again.body], [201, first.body]);
  const path = `/api/v1/admin/concerts/${first.body.concertId}/schedules`;
  const schedule = () => facade.admin('POST', path, { startsAt: '2030-01-01T00:00:00Z' }, key('s1'));
  assert.equal((await schedule()).body.scheduleId, (await schedule()).body.scheduleId);
});

test('the hash goes by what the body says, not by how it is written', () => {
  assert.equal(bodyHash({ a: 1, b: { c: 2, d: [1, 2] } }), bodyHash({ b: { d: [1, 2], c: 2 }, a: 1 }));
  assert.notEqual(bodyHash({ a: [1, 2] }), bodyHash({ a: [2, 1] }));
  assert.notEqual(bodyHash({ a: 1 }), bodyHash({ a: '1' }));
  assert.equal(bodyHash(undefined), bodyHash(null));
});

test.run();
