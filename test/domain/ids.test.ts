/** Ids: what is one and what only looks like one, and the owner that each names. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'uvu';
import {
  concertIdFrom,
  concertOfSchedule,
  isCommandId,
  isConcertId,
  isScheduleId,
  isUserId,
  parsePaymentId,
  parseReservationId,
  paymentSuffix,
  paymentIdOf,
  reservationIdOf,
  reservationSuffix,
  scheduleIdFrom,
  USER_ID_PATTERN,
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

test('a schedule reads the suffixes of its own ids, and of no others', () => {
  const suffix = '0b6c1d8e9f20412aa7c35be1d2f40896';
  const scheduleId = '3f2a91c07b5e4d18-9a0c21bb47f3';
  const other = '3f2a91c07b5e4d18-9a0c21bb47f4';
  const readers = [
    [reservationSuffix, reservationIdOf, paymentIdOf],
    [paymentSuffix, paymentIdOf, reservationIdOf],
  ] as const;
  for (const [suffixOf, idOf, otherIdOf] of readers) {
    assert.equal(suffixOf(idOf(scheduleId, suffix), scheduleId), suffix);
    for (const id of [
      idOf(other, suffix),
      otherIdOf(scheduleId, suffix),
      idOf(scheduleId, suffix.slice(1)),
      `${idOf(scheduleId, suffix)}0`,
      idOf(scheduleId, suffix).replace('-r-', '_r-').replace('-p-', '_p-'),
      idOf(scheduleId, suffix).replace('-r-', '-r_').replace('-p-', '-p_'),
      suffix,
      '',
    ]) {
      assert.equal(suffixOf(id, scheduleId), null, id);
    }
  }
});

test('an id of one kind is none of another kind', () => {
  const scheduleId = '3f2a91c07b5e4d18-9a0c21bb47f3';
  const suffix = '0b6c1d8e9f20412aa7c35be1d2f40896';
  assert.equal(parsePaymentId(reservationIdOf(scheduleId, suffix)), null);
  assert.equal(parseReservationId(paymentIdOf(scheduleId, suffix)), null);
  assert.equal(concertOfSchedule(reservationIdOf(scheduleId, suffix)), null);
  assert.equal(isConcertId(scheduleId) || isScheduleId('3f2a91c07b5e4d18') || isUserId(scheduleId), false);
});

test('what is an id is what the patterns of the documentation say, to the character', () => {
  const patterns: readonly (readonly [RegExp, (value: string) => boolean])[] = [
    [/^[0-9a-f]{16}$/, isConcertId],
    [/^[0-9a-f]{16}-[0-9a-f]{12}$/, isScheduleId],
    [new RegExp(USER_ID_PATTERN), isUserId],
    [/^[0-9a-f]{32}$/, isCommandId],
    [/^[0-9a-f]{16}-[0-9a-f]{12}-r-[0-9a-f]{32}$/, (value) => parseReservationId(value) !== null],
    [/^[0-9a-f]{16}-[0-9a-f]{12}-p-[0-9a-f]{32}$/, (value) => parsePaymentId(value) !== null],
  ];
  for (const [pattern, isId] of patterns) {
    const almost = fc
      .tuple(
        fc.stringMatching(pattern),
        fc.nat(),
        fc.constantFrom('', '0', '9', 'a', 'f', 'g', '`', '/', ':', 'F', '-', 'r', 'p', '\n', 'ａ'),
      )
      .map(([id, at, change]) => id.slice(0, at % (id.length + 1)) + change + id.slice((at % (id.length + 1)) + 1));
    fc.assert(fc.property(fc.oneof(almost, fc.stringMatching(pattern), fc.string()), (value) => isId(value) === pattern.test(value)));
  }
});

test.run();
