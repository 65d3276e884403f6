/** Ids: what is one and what only looks like one, and the owner that each names. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'uvu';
import {
  concertIdFrom,
  concertOfSchedule,
  isConcertId,
  isScheduleId,
  isUserId,
  parsePaymentId,
  parseReservationId,
  paymentIdOf,
  reservationIdOf,
  scheduleIdFrom,
} from '../../src/domain/ids.js';

const USER = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const commandId = fc.stringMatching(/^[0-9a-f]{32}$/);

test('a user id is a UUID in lower case and nothing else', () => {
  assert.ok(isUserId(USER));
  for (const text of ['', USER.toUpperCase(), `${USER}\n`, ` ${USER}`, USER.replaceAll('-', ''), `${USER}0`]) {
    assert.equal(isUserId(text), false, JSON.stringify(text));
  }
});

test('every id names its owner', () => {
  fc.assert(
    fc.property(commandId, commandId, commandId, (concert, schedule, thing) => {
      const concertId = concertIdFrom(concert);
      const scheduleId = scheduleIdFrom(concertId, schedule);
      assert.ok(isConcertId(concertId) && isScheduleId(scheduleId));
      assert.equal(concertOfSchedule(scheduleId), concertId);
      assert.deepEqual(parseReservationId(reservationIdOf(scheduleId, thing)), { scheduleId, suffix: thing });
      assert.deepEqual(parsePaymentId(paymentIdOf(scheduleId, thing)), { scheduleId, suffix: thing });
    }),
  );
});

test('an id of one kind is none of another kind', () => {
  const scheduleId = '3f2a91c07b5e4d18-9a0c21bb47f3';
  const suffix = '0b6c1d8e9f20412aa7c35be1d2f40896';
  assert.equal(parsePaymentId(reservationIdOf(scheduleId, suffix)), null);
  assert.equal(parseReservationId(paymentIdOf(scheduleId, suffix)), null);
  assert.equal(concertOfSchedule(reservationIdOf(scheduleId, suffix)), null);
  assert.equal(isConcertId(scheduleId) || isScheduleId('3f2a91c07b5e4d18') || isUserId(scheduleId), false);
});

test.run();
