/** Requests that do not have the documented form: each fault is named by its field, and nothing is done. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { GrpcTestService } from '../support/grpc-service.js';
import type { RequestOf, UnaryName } from '../support/grpc-service.js';

const service = await GrpcTestService.start();
const { facade } = service;
test.after(() => service.stop());

const sale = await facade.concert();
const { concertId, scheduleId } = sale;
const fan = await facade.fanIn(concertId);
const { userId } = fan;
const ticket = { userId, queueToken: fan.queueToken ?? '' };
const LONG = 'x'.repeat(101);
const BOX_OFFICE = { service: 'box-office' };
const startsAt = { seconds: 1_900_000_000, nanos: 0 };

function invalid<Name extends UnaryName>(name: Name, what: string, request: RequestOf<Name>, fields: readonly string[], ask = {}): void {
  test(`${name} with ${what} is not valid`, async () => {
    const before = await facade.region.journal.events([], 1_000);
    const outcome = await service.ask(name, request, ask);
    assert.deepEqual([outcome.status, outcome.code, outcome.fields], ['INVALID_ARGUMENT', 'VALIDATION_FAILED', fields]);
    assert.deepEqual(await facade.region.journal.events([], 1_000), before);
  });
}

const OF_USERS = [
  'IssueAccessToken',
  'IssueToken',
  'GetToken',
  'LeaveQueue',
  'GetPosition',
  'ListDates',
  'GetSeats',
  'Hold',
  'Release',
  'GetReservation',
  'ListReservations',
  'Pay',
  'GetPayment',
  'ListPayments',
  'Charge',
  'GetBalance',
  'ListTransactions',
  'LookUpUser',
] as const satisfies readonly UnaryName[];
for (const name of OF_USERS) {
  invalid(name, 'no user', {}, ['user_id']);
  invalid(name, 'a user id in capitals', { userId: '8C5F2F0E-4D0F-4A34-9A55-1D3F9A3F6D10' }, ['user_id']);
  invalid(name, 'a user id that is none', { userId: '42' }, ['user_id']);
}
invalid(
  'GetSeats',
  'a user id that is none, even of a service that bypasses the queue',
  { userId: '42', scheduleId },
  ['user_id'],
  BOX_OFFICE,
);

for (const name of ['ListConcerts', 'ListReservations', 'ListPayments', 'ListTransactions'] as const) {
  invalid(name, 'a limit over 100', { userId, scheduleId, limit: 101 }, ['limit']);
}
for (const name of ['ListConcerts', 'ListReservations', 'ListPayments', 'ListTransactions'] as const) {
  invalid(name, 'a cursor that was never handed out', { userId, scheduleId, cursor: 'x' }, ['cursor']);
}
invalid('ListEvents', 'a limit over 1000', { limit: 1_001 }, ['limit']);
invalid('ListEvents', 'a cursor that was never handed out', { after: 'x' }, ['after']);
invalid('ListEvents', 'a type that is none', { types: ['SeatHeld', 'no such type'] }, ['types']);
invalid('ListEvents', 'an empty type', { types: [''] }, ['types']);
invalid('ListEvents', 'too many types', { types: Array.from({ length: 101 }, () => 'Held') }, ['types']);

invalid('IssueToken', 'an endless concert id', { userId, concertId: LONG }, ['concert_id']);
invalid('ListDates', 'an endless concert id', { ...ticket, concertId: LONG }, ['concert_id']);
invalid('ListDates', 'no concert, of a service that bypasses the queue', { userId }, ['concert_id'], BOX_OFFICE);
invalid('GetSeats', 'no schedule', ticket, ['schedule_id']);
invalid('GetSeats', 'an empty schedule id', { ...ticket, scheduleId: '' }, ['schedule_id']);
invalid('GetSeats', 'an endless schedule id', { ...ticket, scheduleId: LONG }, ['schedule_id']);
invalid('GetSeats', 'a date that is none', { ...ticket, concertDate: { date: '2027-02-30' } }, ['concert_date.date']);
invalid('GetSeats', 'no date', { ...ticket, concertDate: { concertId } }, ['concert_date.date']);
invalid(
  'GetSeats',
  'a date without a concert, of a service that bypasses the queue',
  { concertDate: { date: '2027-02-28' } },
  ['concert_date.concert_id'],
  BOX_OFFICE,
);

invalid('Hold', 'no schedule and no seats', ticket, ['schedule_id', 'seats']);
invalid('Hold', 'an endless schedule id', { ...ticket, scheduleId: LONG, seats: { numbers: [1] } }, ['schedule_id']);
invalid('Hold', 'an empty list', { ...ticket, scheduleId, seats: {} }, ['seats.numbers']);
invalid('Hold', 'seat 0', { ...ticket, scheduleId, seats: { numbers: [0, 1] } }, ['seats.numbers']);
invalid('Hold', 'a seat beyond all halls', { ...ticket, scheduleId, seats: { numbers: [1_000_001] } }, ['seats.numbers']);
invalid('Hold', 'a seat twice', { ...ticket, scheduleId, seats: { numbers: [1, 2, 1] } }, ['seats.numbers']);
invalid('Hold', 'a list of a thousand and one', { ...ticket, scheduleId, seats: { numbers: numbers(1_001) } }, ['seats.numbers']);
invalid('Hold', 'more seats than one hold takes', { ...ticket, scheduleId, seats: { numbers: numbers(101) } }, ['seats']);
invalid('Hold', 'none of the best', { ...ticket, scheduleId, bestAvailable: { count: 0 } }, ['best_available.count']);
invalid('Hold', 'too many of the best', { ...ticket, scheduleId, bestAvailable: { count: 101 } }, ['best_available.count']);
invalid('Hold', 'an endless section', { ...ticket, scheduleId, bestAvailable: { count: 1, section: LONG } }, ['best_available.section']);

invalid('Release', 'no reservation', { userId }, ['reservation_id']);
invalid('GetReservation', 'an endless reservation id', { userId, reservationId: LONG }, ['reservation_id']);
invalid('ListReservations', 'no schedule', { userId }, ['schedule_id']);
invalid('Pay', 'no reservation', ticket, ['reservation_id']);
invalid('Pay', 'an endless reservation id', { ...ticket, reservationId: LONG }, ['reservation_id']);
invalid('GetPayment', 'no payment', { userId }, ['payment_id']);
invalid('LookUpReservation', 'no reservation', {}, ['reservation_id']);
invalid('GetSeatTimeline', 'no schedule and no seat', {}, ['schedule_id', 'seat']);

invalid('CreateConcert', 'no title', {}, ['title']);
invalid('CreateConcert', 'a title of blanks', { title: '  ' }, ['title']);
invalid('CreateConcert', 'an endless title', { title: 'x'.repeat(201) }, ['title']);
invalid('CreateConcert', 'a control character in its title', { title: 'a\u0000b' }, ['title']);
invalid('CreateConcert', 'settings that cannot be', { title: 'x', queue: { maxActive: 0, sessionSeconds: 604_801 } }, [
  'queue.max_active',
  'queue.session_seconds',
]);
invalid('ConfigureQueue', 'no concert and no settings', {}, ['concert_id', 'settings']);
invalid('ConfigureQueue', 'empty settings', { concertId, settings: {} }, ['settings']);
invalid('ConfigureQueue', 'settings that cannot be', { concertId, settings: { maxActive: 0, waitingTimeoutSeconds: 0 } }, [
  'settings.max_active',
  'settings.waiting_timeout_seconds',
]);

const ofSchedule = { concertId, startsAt };
invalid('CreateSchedule', 'nothing', {}, ['concert_id', 'starts_at']);
for (const [what, moment] of [
  ['a time before 1970', { seconds: -1 }],
  ['a time beyond the year 9999', { seconds: 253_402_300_800 }],
  ['nanoseconds that are none', { seconds: 1_900_000_000, nanos: 1_000_000_000 }],
  ['negative nanoseconds', { seconds: 1_900_000_000, nanos: -1 }],
] as const) {
  invalid('CreateSchedule', what, { concertId, startsAt: moment, onSaleAt: moment, salesCloseAt: moment }, [
    'starts_at',
    'on_sale_at',
    'sales_close_at',
  ]);
}
invalid('CreateSchedule', 'a time zone that does not exist', { ...ofSchedule, timeZone: 'Mars/Olympus' }, ['time_zone']);
invalid('CreateSchedule', 'an endless time zone', { ...ofSchedule, timeZone: LONG }, ['time_zone']);
invalid('CreateSchedule', 'no time to hold', { ...ofSchedule, holdSeconds: 0 }, ['hold_seconds']);
invalid('CreateSchedule', 'more than a day to hold', { ...ofSchedule, holdSeconds: 86_401 }, ['hold_seconds']);
invalid('CreateSchedule', 'a cap beyond all halls', { ...ofSchedule, maxSeatsPerUser: 100_001 }, ['max_seats_per_user']);
invalid('CreateSchedule', 'sales that close before they open', { ...ofSchedule, onSaleAt: { seconds: 5 }, salesCloseAt: { seconds: 4 } }, [
  'sales_close_at',
]);
invalid(
  'CreateSchedule',
  'sections that cannot be',
  {
    ...ofSchedule,
    sections: [
      { name: '', price: -1, rows: [{ name: '1', seats: 0 }] },
      { name: 'B', price: '9007199254740993' },
    ],
  },
  ['sections[0].name', 'sections[0].price', 'sections[0].rows[0].seats', 'sections[1].price', 'sections[1].rows'],
);

invalid('SetBlockedSeats', 'nothing', {}, ['schedule_id', 'block']);
invalid('SetBlockedSeats', 'seat 0 and a seat twice', { scheduleId, block: [0], unblock: [1, 1] }, ['block', 'unblock']);
invalid('SetBlockedSeats', 'a seat to block and to unblock', { scheduleId, block: [1], unblock: [1] }, ['unblock']);

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

test('what was sent is never repeated', async () => {
  const { fields, text, members } = await service.ask('GetBalance', { userId: 'secret' });
  assert.ok(!JSON.stringify({ fields, text, members }).includes('secret'));
});

test('fields that are as they may be at most are taken', async () => {
  await service.must('ListConcerts', { limit: 100 });
  await service.must('ListEvents', { limit: 1_000, types: Array.from({ length: 100 }, () => 'Held') });
  await service.must('ListConcerts', { limit: 0 });
  const last = { seconds: 253_402_300_799, nanos: 999_999_999 };
  const schedule = await service.must('CreateSchedule', {
    concertId,
    startsAt: last,
    timeZone: 'UTC',
    holdSeconds: 86_400,
    maxSeatsPerUser: 100_000,
  });
  assert.deepEqual(schedule.startsAt, { ...last, nanos: 999_000_000 });
  const titled = await service.must('CreateConcert', { title: '🎤'.repeat(200) });
  assert.equal([...titled.title].length, 200);
});

test.run();
