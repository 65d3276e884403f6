/** What is refused: every code that the protocol buffers document for a method, with its status and the members it promises. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import { REFUSALS, refuse } from '../../src/domain/refusals.js';
import type { RefusalCode } from '../../src/domain/refusals.js';
import { GrpcTestService, UNARY_NAMES } from '../support/grpc-service.js';
import type { Ask, MessageOf, Outcome, RequestOf, UnaryName } from '../support/grpc-service.js';
import { MAX_POINTS } from '../support/test-facade.js';

const service = await GrpcTestService.start();
const withoutGuests = await GrpcTestService.start({ deps: { accessTokens: null } });
/** Every payment is aborted. */
const givingUp = await GrpcTestService.start({
  through: (router) => ({
    ask: async (entity, envelope) =>
      (envelope.command as { type: string }).type === 'Pay' ? refuse('PAYMENT_ABORTED') : router.ask(entity, envelope),
  }),
});
const { facade } = service;
test.after(async () => {
  await givingUp.stop();
  await service.stop();
  await withoutGuests.stop();
});

const NOBODY = '00000000-0000-4000-8000-000000000000';
const TILL: Ask = { service: 'box-office' };
const noScheduleOf = (concertId: string): string => `${concertId}-000000000000`;

type Play<Name extends UnaryName> = () => Promise<Outcome<MessageOf<Name>>>;

/** `<method> <status> <code>` of all that was refused here. */
const played = new Set<string>();

function refuses<Name extends UnaryName>(
  name: Name,
  what: string,
  status: string,
  code: RefusalCode,
  play: Play<Name>,
  members: Readonly<Record<string, unknown>> = {},
): void {
  played.add(`${name} ${status} ${code}`);
  test(`${name}: ${what}: ${status} ${code}`, async () => {
    const outcome = await play();
    assert.equal(`${outcome.status} ${outcome.code}`, `${status} ${code}`, outcome.text);
    assert.equal(outcome.text, `${REFUSALS[code].title}: ${REFUSALS[code].detail}`);
    for (const [member, value] of Object.entries(members)) {
      const said = outcome.members[member] ?? '';
      assert.deepEqual(typeof value === 'string' ? said : JSON.parse(said), value, member);
    }
  });
}

/** A concert on sale and a user inside. */
async function sale(queue: object = {}, schedule: object = {}) {
  const made = await facade.concert(queue, schedule);
  return { ...made, ticket: await service.ticketFor(made.concertId) };
}

async function held(amount = 0, seats: number[] = [1]) {
  const made = await sale();
  const { userId } = made.ticket;
  if (amount > 0) await service.must('Charge', { userId, amount });
  const { reservationId } = await service.must('Hold', { ...made.ticket, scheduleId: made.scheduleId, seats: { numbers: seats } });
  return { ...made, userId, reservationId };
}

refuses('CreateUser', 'users come from elsewhere', 'FAILED_PRECONDITION', 'GUESTS_DISABLED', () => withoutGuests.ask('CreateUser', {}));
refuses('IssueAccessToken', 'users come from elsewhere', 'FAILED_PRECONDITION', 'GUESTS_DISABLED', () =>
  withoutGuests.ask('IssueAccessToken', { userId: NOBODY }),
);

refuses('IssueToken', 'an unknown concert', 'NOT_FOUND', 'CONCERT_NOT_FOUND', () =>
  service.ask('IssueToken', { userId: NOBODY, concertId: '0'.repeat(16) }),
);
refuses('IssueToken', 'what is no concert id', 'NOT_FOUND', 'CONCERT_NOT_FOUND', () =>
  service.ask('IssueToken', { userId: NOBODY, concertId: 'nope' }),
);
refuses('IssueToken', 'no concert when several are on sale', 'INVALID_ARGUMENT', 'CONCERT_REQUIRED', async () => {
  await facade.concert();
  await facade.concert();
  return service.ask('IssueToken', { userId: NOBODY });
});
refuses(
  'GetPosition',
  'an active token',
  'FAILED_PRECONDITION',
  'TOKEN_NOT_WAITING',
  async () => service.ask('GetPosition', (await sale()).ticket),
  { tokenStatus: 'ACTIVE' },
);
refuses(
  'GetPosition',
  'a token that ended',
  'FAILED_PRECONDITION',
  'TOKEN_NOT_WAITING',
  async () => {
    const { ticket } = await sale();
    await service.must('LeaveQueue', ticket);
    return service.ask('GetPosition', ticket);
  },
  { tokenStatus: 'EXPIRED', reason: 'LEFT' },
);

for (const name of ['GetToken', 'LeaveQueue', 'GetPosition'] as const) {
  refuses(name, 'no queue token', 'INVALID_ARGUMENT', 'QUEUE_TOKEN_REQUIRED', () => service.ask(name, { userId: NOBODY }));
  refuses(name, 'no queue token even of a service that bypasses the queue', 'INVALID_ARGUMENT', 'QUEUE_TOKEN_REQUIRED', () =>
    service.ask(name, { userId: NOBODY }, TILL),
  );
  refuses(name, 'a forged queue token', 'INVALID_ARGUMENT', 'QUEUE_TOKEN_INVALID', () =>
    service.ask(name, { userId: NOBODY, queueToken: 'forged' }),
  );
  refuses(name, "another user's queue token", 'PERMISSION_DENIED', 'QUEUE_TOKEN_MISMATCH', async () =>
    service.ask(name, { ...(await sale()).ticket, userId: NOBODY }),
  );
}

/** For each guarded method, a request about that schedule or one of its reservations that would do with an active token. */
const GUARDED = {
  ListDates: ({ concertId }) => ({ concertId }),
  GetSeats: ({ scheduleId }) => ({ scheduleId }),
  Hold: ({ scheduleId }) => ({ scheduleId, seats: { numbers: [30] } }),
  Pay: ({ scheduleId }) => ({ reservationId: `${scheduleId}-r-${'0'.repeat(32)}` }),
} satisfies Partial<{ [Name in UnaryName]: (made: { concertId: string; scheduleId: string }) => RequestOf<Name> }>;

for (const name of Object.keys(GUARDED) as (keyof typeof GUARDED)[]) {
  const about = GUARDED[name];
  refuses(name, 'no queue token', 'INVALID_ARGUMENT', 'QUEUE_TOKEN_REQUIRED', async () =>
    service.ask(name, { ...about(await facade.concert()), userId: NOBODY }),
  );
  refuses(name, 'a forged queue token', 'INVALID_ARGUMENT', 'QUEUE_TOKEN_INVALID', async () =>
    service.ask(name, { ...about(await facade.concert()), userId: NOBODY, queueToken: 'forged' }),
  );
  refuses(name, "another user's queue token", 'PERMISSION_DENIED', 'QUEUE_TOKEN_MISMATCH', async () => {
    const made = await sale();
    return service.ask(name, { ...about(made), ...made.ticket, userId: NOBODY });
  });
  refuses(name, 'a queue token for another concert', 'PERMISSION_DENIED', 'QUEUE_TOKEN_MISMATCH', async () =>
    service.ask(name, { ...about(await facade.concert()), ...(await sale()).ticket }),
  );
  refuses(name, 'a queue token that ended', 'FAILED_PRECONDITION', 'QUEUE_TOKEN_EXPIRED', async () => {
    const made = await sale();
    await service.must('LeaveQueue', made.ticket);
    return service.ask(name, { ...about(made), ...made.ticket });
  });
  refuses(name, 'a queue token that waits', 'FAILED_PRECONDITION', 'QUEUE_TOKEN_NOT_ACTIVE', async () => {
    const made = await sale({ maxActive: 1 });
    return service.ask(name, { ...about(made), ...(await service.ticketFor(made.concertId)) });
  });
}

refuses('ListDates', 'an unknown concert', 'NOT_FOUND', 'INVALID_SCHEDULE', () =>
  service.ask('ListDates', { userId: NOBODY, concertId: '0'.repeat(16) }, TILL),
);
refuses('ListDates', 'what is no concert id', 'NOT_FOUND', 'INVALID_SCHEDULE', async () =>
  service.ask('ListDates', { ...(await sale()).ticket, concertId: 'nope' }),
);
refuses('GetSeats', 'an unknown schedule', 'NOT_FOUND', 'INVALID_SCHEDULE', async () => {
  const { ticket, concertId } = await sale();
  return service.ask('GetSeats', { ...ticket, scheduleId: noScheduleOf(concertId) });
});
refuses('GetSeats', 'what is no schedule id', 'NOT_FOUND', 'INVALID_SCHEDULE', () => service.ask('GetSeats', { scheduleId: 'nope' }, TILL));
refuses('GetSeats', 'a date without a show', 'NOT_FOUND', 'INVALID_SCHEDULE', async () =>
  service.ask('GetSeats', { ...(await sale()).ticket, concertDate: { date: '2001-01-01' } }),
);
refuses('GetSeats', 'a date with two shows', 'INVALID_ARGUMENT', 'SCHEDULE_AMBIGUOUS', async () => {
  const { ticket, concertId } = await sale();
  await facade.schedule(concertId);
  const { date = '' } = (await service.must('ListDates', ticket)).dates[0] ?? {};
  return service.ask('GetSeats', { ...ticket, concertDate: { concertId, date } });
});

refuses('Hold', 'an unknown schedule', 'NOT_FOUND', 'SCHEDULE_NOT_FOUND', async () => {
  const { ticket, concertId } = await sale();
  return service.ask('Hold', { ...ticket, scheduleId: noScheduleOf(concertId), seats: { numbers: [1] } });
});
refuses('Hold', 'what is no schedule id, of a service that bypasses the queue', 'NOT_FOUND', 'SCHEDULE_NOT_FOUND', () =>
  service.ask('Hold', { userId: NOBODY, scheduleId: 'nope', seats: { numbers: [1] } }, TILL),
);
refuses(
  'Hold',
  'a seat beyond the hall',
  'NOT_FOUND',
  'SEAT_NOT_FOUND',
  async () => {
    const { ticket, scheduleId } = await sale();
    return service.ask('Hold', { ...ticket, scheduleId, seats: { numbers: [50, 51] } });
  },
  { seats: [51] },
);
refuses(
  'Hold',
  'a section that does not exist',
  'NOT_FOUND',
  'SEAT_NOT_FOUND',
  async () => {
    const { ticket, scheduleId } = await sale();
    return service.ask('Hold', { ...ticket, scheduleId, bestAvailable: { count: 1, section: 'Roof' } });
  },
  { section: 'Roof' },
);
refuses(
  'Hold',
  'taken seats',
  'ABORTED',
  'SEAT_UNAVAILABLE',
  async () => {
    const { ticket, concertId, scheduleId } = await sale();
    await service.must('Hold', { ...(await service.ticketFor(concertId)), scheduleId, seats: { numbers: [2, 3] } });
    return service.ask('Hold', { ...ticket, scheduleId, seats: { numbers: [1, 2] } });
  },
  { conflicts: [{ seat: 2, status: 'HELD' }] },
);
refuses(
  'Hold',
  'more of the best than there are',
  'ABORTED',
  'SEAT_UNAVAILABLE',
  async () => {
    const { ticket, scheduleId } = await sale({}, { seats: 2 });
    return service.ask('Hold', { ...ticket, scheduleId, bestAvailable: { count: 3 } });
  },
  { available: 2 },
);
refuses(
  'Hold',
  'more seats than one may have',
  'FAILED_PRECONDITION',
  'TOO_MANY_SEATS',
  async () => {
    const { ticket, scheduleId } = await sale();
    return service.ask('Hold', { ...ticket, scheduleId, seats: { numbers: [1, 2, 3, 4, 5] } });
  },
  { limit: 4, owned: 0 },
);
refuses('Hold', 'before sales open', 'FAILED_PRECONDITION', 'SALES_CLOSED', async () => {
  const { ticket, concertId } = await sale();
  const later = await facade.schedule(concertId, { onSaleAt: new Date(facade.clock.now() + 3_600_000).toISOString() });
  return service.ask('Hold', { ...ticket, scheduleId: later, seats: { numbers: [1] } });
});

refuses('Release', "another user's reservation", 'NOT_FOUND', 'RESERVATION_NOT_FOUND', async () =>
  service.ask('Release', { userId: NOBODY, reservationId: (await held()).reservationId }),
);
refuses(
  'Release',
  'a reservation that is released already',
  'FAILED_PRECONDITION',
  'NOT_HELD',
  async () => {
    const { userId, reservationId } = await held();
    await service.must('Release', { userId, reservationId });
    return service.ask('Release', { userId, reservationId });
  },
  { reservationStatus: 'RELEASED' },
);
refuses('GetReservation', "another user's reservation", 'NOT_FOUND', 'RESERVATION_NOT_FOUND', async () =>
  service.ask('GetReservation', { userId: NOBODY, reservationId: (await held()).reservationId }),
);
refuses('GetReservation', 'what is no reservation id', 'NOT_FOUND', 'RESERVATION_NOT_FOUND', () =>
  service.ask('GetReservation', { userId: NOBODY, reservationId: 'nope' }),
);
refuses('ListReservations', 'what is no schedule id', 'NOT_FOUND', 'SCHEDULE_NOT_FOUND', () =>
  service.ask('ListReservations', { userId: NOBODY, scheduleId: 'nope' }),
);

refuses('Pay', 'an unknown reservation', 'NOT_FOUND', 'RESERVATION_NOT_FOUND', async () => {
  const { ticket, scheduleId } = await sale();
  return service.ask('Pay', { ...ticket, reservationId: `${scheduleId}-r-${'0'.repeat(32)}` });
});
refuses(
  'Pay',
  'too few points',
  'FAILED_PRECONDITION',
  'INSUFFICIENT_POINTS',
  async () => {
    const { ticket, reservationId } = await held(20_000);
    return service.ask('Pay', { ...ticket, reservationId });
  },
  { balance: 20_000, required: 50_000 },
);
refuses('Pay', 'a hold that has run out', 'FAILED_PRECONDITION', 'HOLD_EXPIRED', async () => {
  const { ticket, reservationId } = await held(50_000);
  await facade.clock.pass(300_000);
  return service.ask('Pay', { ...ticket, reservationId });
});
refuses('Pay', 'a payment that was given up', 'ABORTED', 'PAYMENT_ABORTED', async () => {
  const { scheduleId } = await givingUp.facade.concert();
  const { userId } = givingUp.facade.fan();
  const { reservationId } = await givingUp.must('Hold', { userId, scheduleId, seats: { numbers: [1] } }, TILL);
  return givingUp.ask('Pay', { userId, reservationId }, TILL);
});
refuses('GetPayment', "another user's payment", 'NOT_FOUND', 'PAYMENT_NOT_FOUND', async () => {
  const { ticket, reservationId } = await held(50_000);
  const { paymentId } = await service.must('Pay', { ...ticket, reservationId });
  return service.ask('GetPayment', { userId: NOBODY, paymentId });
});
refuses('GetPayment', 'what is no payment id', 'NOT_FOUND', 'PAYMENT_NOT_FOUND', () =>
  service.ask('GetPayment', { userId: NOBODY, paymentId: 'nope' }),
);

refuses('Charge', 'nothing', 'INVALID_ARGUMENT', 'INVALID_AMOUNT', () => service.ask('Charge', { userId: NOBODY }));
refuses('Charge', 'less than nothing', 'INVALID_ARGUMENT', 'INVALID_AMOUNT', () => service.ask('Charge', { userId: NOBODY, amount: -1 }));
refuses('Charge', 'more than numbers can count', 'INVALID_ARGUMENT', 'INVALID_AMOUNT', () =>
  service.ask('Charge', { userId: NOBODY, amount: '9007199254740993' }),
);
refuses('Charge', 'more than a wallet holds', 'FAILED_PRECONDITION', 'MAX_POINTS_EXCEEDED', () =>
  service.ask('Charge', { userId: NOBODY, amount: MAX_POINTS + 1 }),
);

refuses('CreateSchedule', 'an unknown concert', 'NOT_FOUND', 'CONCERT_NOT_FOUND', () =>
  service.ask('CreateSchedule', { concertId: '0'.repeat(16), startsAt: { seconds: 1_900_000_000 } }),
);
refuses('ConfigureQueue', 'an unknown concert', 'NOT_FOUND', 'CONCERT_NOT_FOUND', () =>
  service.ask('ConfigureQueue', { concertId: '0'.repeat(16), settings: { maxActive: 1 } }),
);
refuses('SetBlockedSeats', 'an unknown schedule', 'NOT_FOUND', 'SCHEDULE_NOT_FOUND', () =>
  service.ask('SetBlockedSeats', { scheduleId: noScheduleOf('0'.repeat(16)), block: [1] }),
);
refuses('SetBlockedSeats', 'a seat beyond the hall', 'NOT_FOUND', 'SEAT_NOT_FOUND', async () =>
  service.ask('SetBlockedSeats', { scheduleId: (await facade.concert()).scheduleId, block: [51] }),
);
refuses(
  'SetBlockedSeats',
  'a held seat',
  'FAILED_PRECONDITION',
  'SEAT_NOT_BLOCKABLE',
  async () => service.ask('SetBlockedSeats', { scheduleId: (await held()).scheduleId, block: [1] }),
  { conflicts: [{ seat: 1, status: 'HELD' }] },
);
refuses('LookUpUser', 'of whom nothing is recorded', 'NOT_FOUND', 'USER_NOT_FOUND', () =>
  service.ask('LookUpUser', { userId: facade.fan().userId }),
);
refuses('LookUpReservation', 'what is no reservation id', 'NOT_FOUND', 'RESERVATION_NOT_FOUND', () =>
  service.ask('LookUpReservation', { reservationId: 'nope' }),
);
refuses('GetSeatTimeline', 'an unknown schedule', 'NOT_FOUND', 'SCHEDULE_NOT_FOUND', () =>
  service.ask('GetSeatTimeline', { scheduleId: noScheduleOf('0'.repeat(16)), seat: 1 }),
);
refuses('GetSeatTimeline', 'a seat beyond the hall', 'NOT_FOUND', 'SEAT_NOT_FOUND', async () =>
  service.ask('GetSeatTimeline', { scheduleId: (await facade.concert()).scheduleId, seat: 51 }),
);

test('a service that is not known is UNAUTHENTICATED', async () => {
  const { status, code } = await service.ask('ListConcerts', {}, { service: 'stranger' });
  assert.equal(`${status} ${code}`, 'UNAUTHENTICATED SERVICE_UNKNOWN');
});

test('every refusal that the protocol buffers document was played with the status they name', () => {
  const documented = [...documentedRefusals()];
  assert.ok(documented.length > 30);
  assert.deepEqual(
    documented.filter((refusal) => !played.has(refusal)),
    [],
  );
});

/** `<method> <status> <code>`, read from the comments of unary methods. */
function* documentedRefusals(): Generator<string> {
  const proto = readFileSync(new URL('../../../proto/frontrow/v1/ticketing.proto', import.meta.url), 'utf8');
  for (const [, comment = '', name = ''] of proto.matchAll(/((?: {2}\/\/.*\n)+) {2}rpc (\w+)/g)) {
    if (!UNARY_NAMES.some((unary) => unary === name)) continue;
    for (const [, status = '', codes = ''] of comment.matchAll(/([A-Z_]+) \/ ([A-Z_]+(?:(?: \([^)]*\))?, [A-Z_]+\b(?! \/))*)/g)) {
      for (const code of codes.replaceAll(/ \([^)]*\)/g, '').split(', ')) yield `${name} ${status} ${code}`;
    }
    if (comment.includes('Guarded')) {
      yield `${name} INVALID_ARGUMENT QUEUE_TOKEN_REQUIRED`;
      yield `${name} FAILED_PRECONDITION QUEUE_TOKEN_NOT_ACTIVE`;
    }
  }
}

test.run();
