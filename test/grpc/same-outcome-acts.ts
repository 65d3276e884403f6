/** What fans do, over REST and over gRPC. */
import type { GrpcTestService, Outcome } from '../support/grpc-service.js';
import { accepted, refused } from './same-outcome-act.js';
import type { Act, Played } from './same-outcome-act.js';
import { byAnother, holding, inside, left, outside, paid, waiting } from './same-outcome-scenes.js';
import type { Scene } from './same-outcome-scenes.js';

const NO_CONCERT = '0'.repeat(16);
const scheduleUnknown = ({ concertId }: Scene): string => `${concertId}-${'0'.repeat(12)}`;
const reservationUnknown = ({ scheduleId }: Scene): string => `${scheduleId}-r-${'0'.repeat(32)}`;
const ticketOf = ({ fan: { userId, queueToken } }: Scene) => ({ userId, queueToken: queueToken ?? '' });

/** Alike for all reads of the fan's own lists. */
const users = ({ fan }: Scene, what: string): string => `/api/v1/users/${fan.userId}/${what}`;

function issuing(concertOf: (scene: Scene) => string): Pick<Played, 'rest' | 'grpc'> {
  return {
    rest: (scene) => scene.fan.post('/api/v1/tokens', { concertId: concertOf(scene) }),
    grpc: (scene, service) => service.ask('IssueToken', { userId: scene.fan.userId, concertId: concertOf(scene) }),
  };
}

function withToken(method: 'GetToken' | 'GetPosition' | 'LeaveQueue'): Pick<Played, 'rest' | 'grpc'> {
  return {
    rest: ({ fan }) => {
      if (method === 'LeaveQueue') return fan.delete('/api/v1/tokens/current');
      return fan.get(method === 'GetToken' ? '/api/v1/tokens/current' : '/api/v1/numbers');
    },
    grpc: (scene, service) => service.ask(method, ticketOf(scene)),
  };
}

const QUEUE_ACTS: readonly Act[] = [
  accepted('CreateUser', 'a guest', {
    scene: outside,
    rest: (_scene, facade) => facade.ask('POST', '/api/v1/users'),
    grpc: (_scene, service) => service.ask('CreateUser', {}),
  }),
  accepted('IssueAccessToken', 'a fresh access token', {
    scene: outside,
    rest: ({ fan }) => fan.post('/api/v1/users/renew'),
    grpc: ({ fan }, service) => service.ask('IssueAccessToken', { userId: fan.userId }),
  }),
  accepted('IssueToken', 'somebody new', { scene: outside, ...issuing(({ concertId }) => concertId) }),
  accepted('IssueToken', 'somebody inside', { scene: inside, ...issuing(({ concertId }) => concertId) }),
  accepted('IssueToken', 'somebody in line', { scene: waiting, ...issuing(({ concertId }) => concertId) }),
  accepted('IssueToken', 'somebody who left', { scene: left, ...issuing(({ concertId }) => concertId) }),
  refused('IssueToken', 'an unknown concert', { scene: outside, ...issuing(() => NO_CONCERT) }),
  refused('IssueToken', 'what is no concert id', { scene: outside, ...issuing(() => 'nope') }),
  refused('IssueToken', 'an endless concert id', { scene: outside, ...issuing(() => 'x'.repeat(101)) }),
  refused('IssueToken', 'no concert', {
    scene: outside,
    rest: ({ fan }) => fan.post('/api/v1/tokens'),
    grpc: ({ fan }, service) => service.ask('IssueToken', { userId: fan.userId }),
  }),
  accepted('GetToken', 'of somebody inside', { scene: inside, ...withToken('GetToken') }),
  accepted('GetToken', 'of somebody in line', { scene: waiting, ...withToken('GetToken') }),
  accepted('GetToken', 'of somebody who left', { scene: left, ...withToken('GetToken') }),
  accepted('GetToken', 'of somebody who paid', { scene: paid, ...withToken('GetToken') }),
  refused('GetToken', 'without a token', { scene: outside, ...withToken('GetToken') }),
  accepted('GetPosition', 'of somebody in line', { scene: waiting, ...withToken('GetPosition') }),
  refused('GetPosition', 'of somebody inside', { scene: inside, ...withToken('GetPosition') }),
  refused('GetPosition', 'of somebody who left', { scene: left, ...withToken('GetPosition') }),
  accepted('LeaveQueue', 'from inside', { scene: inside, ...withToken('LeaveQueue') }),
  accepted('LeaveQueue', 'from the line', { scene: waiting, ...withToken('LeaveQueue') }),
  accepted('LeaveQueue', 'twice', { scene: left, ...withToken('LeaveQueue') }),
  refused('LeaveQueue', 'without a token', { scene: outside, ...withToken('LeaveQueue') }),
];

function dates(concertOf: (scene: Scene) => string | undefined): Pick<Played, 'rest' | 'grpc'> {
  return {
    rest: (scene) => {
      const concertId = concertOf(scene);
      return scene.fan.get(`/api/v1/reservation${concertId === undefined ? '' : `?concertId=${concertId}`}`);
    },
    grpc: (scene, service) => service.ask('ListDates', { ...ticketOf(scene), concertId: concertOf(scene) ?? '' }),
  };
}

function seats(scheduleOf: (scene: Scene) => string): Pick<Played, 'rest' | 'grpc'> {
  return {
    rest: (scene) => scene.fan.get(`/api/v1/seats?scheduleId=${scheduleOf(scene)}`),
    grpc: (scene, service) => service.ask('GetSeats', { ...ticketOf(scene), scheduleId: scheduleOf(scene) }),
  };
}

function seatsOn(date: string): Pick<Played, 'rest' | 'grpc'> {
  return {
    rest: ({ fan }) => fan.get(`/api/v1/seats?date=${date}`),
    grpc: (scene, service) => service.ask('GetSeats', { ...ticketOf(scene), concertDate: { date } }),
  };
}

/** The day after the clock of the tests begins, in Seoul. */
const SHOW_DATE = '2027-01-16';

const CONCERT_ACTS: readonly Act[] = [
  accepted('ListConcerts', 'a page', {
    scene: inside,
    rest: (_scene, facade) => facade.ask('GET', '/api/v1/concerts?limit=2&cursor=1'),
    grpc: (_scene, service) => service.ask('ListConcerts', { limit: 2, cursor: '1' }),
  }),
  refused('ListConcerts', 'a page that is too long', {
    scene: outside,
    rest: (_scene, facade) => facade.ask('GET', '/api/v1/concerts?limit=101'),
    grpc: (_scene, service) => service.ask('ListConcerts', { limit: 101 }),
  }),
  refused('ListConcerts', 'a cursor that was never handed out', {
    scene: outside,
    rest: (_scene, facade) => facade.ask('GET', '/api/v1/concerts?cursor=x'),
    grpc: (_scene, service) => service.ask('ListConcerts', { cursor: 'x' }),
  }),
  accepted('ListDates', 'of a concert', { scene: holding(0), ...dates(({ concertId }) => concertId) }),
  accepted('ListDates', "of the token's concert", { scene: inside, ...dates(() => undefined) }),
  refused('ListDates', 'of another concert', { scene: inside, ...dates(() => NO_CONCERT) }),
  refused('ListDates', 'of what is no concert', { scene: inside, ...dates(() => 'nope') }),
  refused('ListDates', 'from the line', { scene: waiting, ...dates(() => undefined) }),
  refused('ListDates', 'after leaving', { scene: left, ...dates(() => undefined) }),
  refused('ListDates', 'without a token', { scene: outside, ...dates(({ concertId }) => concertId) }),
  accepted('GetSeats', 'some of them one’s own', { scene: holding(0), ...seats(({ scheduleId }) => scheduleId) }),
  accepted('GetSeats', "some of them another's", { scene: byAnother(paid), ...seats(({ scheduleId }) => scheduleId) }),
  accepted('GetSeats', 'on a date', { scene: inside, ...seatsOn(SHOW_DATE) }),
  refused('GetSeats', 'on a date without a show', { scene: inside, ...seatsOn('2001-01-01') }),
  refused('GetSeats', 'on a date that is none', { scene: inside, ...seatsOn('2027-02-30') }),
  refused('GetSeats', 'on a date with two shows', {
    scene: async (facade) => {
      const scene = await inside(facade);
      await facade.schedule(scene.concertId, { startsAt: `${SHOW_DATE}T09:00:00Z` });
      return scene;
    },
    ...seatsOn(SHOW_DATE),
  }),
  refused('GetSeats', 'of an unknown schedule', { scene: inside, ...seats(scheduleUnknown) }),
  refused('GetSeats', 'of another concert', { scene: inside, ...seats(() => `${NO_CONCERT}-${'0'.repeat(12)}`) }),
  refused('GetSeats', 'of what is no schedule', { scene: inside, ...seats(() => 'nope') }),
  refused('GetSeats', 'after leaving', { scene: left, ...seats(({ scheduleId }) => scheduleId) }),
  refused('GetSeats', 'without saying of what', {
    scene: inside,
    rest: ({ fan }) => fan.get('/api/v1/seats'),
    grpc: (scene, service) => service.ask('GetSeats', ticketOf(scene)),
  }),
];

function holds(numbers: readonly number[], scheduleOf = ({ scheduleId }: Scene): string => scheduleId): Pick<Played, 'rest' | 'grpc'> {
  return {
    rest: (scene) => scene.fan.hold(scheduleOf(scene), numbers),
    grpc: (scene, service) => {
      return service.ask('Hold', { ...ticketOf(scene), scheduleId: scheduleOf(scene), seats: { numbers: [...numbers] } });
    },
  };
}

function holdsBest(bestAvailable: { readonly count: number; readonly section?: string }): Pick<Played, 'rest' | 'grpc'> {
  return {
    rest: ({ fan, scheduleId }) => fan.post('/api/v1/reservations', { scheduleId, bestAvailable }),
    grpc: (scene, service) => service.ask('Hold', { ...ticketOf(scene), scheduleId: scene.scheduleId, bestAvailable }),
  };
}

const COUNTED = Array.from({ length: 1_001 }, (_, index) => index + 1);

const HOLD_ACTS: readonly Act[] = [
  accepted('Hold', 'two seats', { scene: inside, ...holds([8, 7]) }),
  accepted('Hold', 'seats apart', { scene: inside, ...holds([1, 50]) }),
  accepted('Hold', 'the seats one holds', { scene: holding(0), ...holds([1]) }),
  accepted('Hold', 'the best', { scene: byAnother(holding(0)), ...holdsBest({ count: 3 }) }),
  accepted('Hold', 'the best of a section', { scene: inside, ...holdsBest({ count: 2, section: 'A' }) }),
  refused('Hold', 'the best of no section', { scene: inside, ...holdsBest({ count: 2, section: 'Roof' }) }),
  refused('Hold', 'none of the best', { scene: inside, ...holdsBest({ count: 0 }) }),
  refused('Hold', 'too many of the best', { scene: inside, ...holdsBest({ count: 101 }) }),
  refused('Hold', 'more of the best than one may', { scene: inside, ...holdsBest({ count: 5 }) }),
  refused('Hold', 'more of the best than there are', {
    scene: (facade) => inside(facade, {}, { seats: 2, maxSeatsPerUser: 0 }),
    ...holdsBest({ count: 3 }),
  }),
  refused('Hold', 'a taken seat', { scene: byAnother(holding(0)), ...holds([1, 2]) }),
  refused('Hold', 'a booked seat', { scene: byAnother(paid), ...holds([1]) }),
  refused('Hold', 'a seat beyond the hall', { scene: inside, ...holds([50, 51]) }),
  refused('Hold', 'more seats than one may', { scene: inside, ...holds([1, 2, 3, 4, 5]) }),
  refused('Hold', 'no seats', { scene: inside, ...holds([]) }),
  refused('Hold', 'seat 0', { scene: inside, ...holds([0]) }),
  refused('Hold', 'a seat twice', { scene: inside, ...holds([1, 1]) }),
  refused('Hold', 'a hundred and one seats', { scene: inside, ...holds(COUNTED.slice(0, 101)) }),
  refused('Hold', 'a thousand and one seats', { scene: inside, ...holds(COUNTED) }),
  refused('Hold', 'before sales open', { scene: (facade) => inside(facade, {}, { onSaleAt: '2027-01-16T00:00:00Z' }), ...holds([1]) }),
  refused('Hold', 'on an unknown schedule', { scene: inside, ...holds([1], scheduleUnknown) }),
  refused('Hold', 'on what is no schedule', { scene: inside, ...holds([1], () => 'nope') }),
  refused('Hold', 'on a schedule of another concert', { scene: inside, ...holds([1], () => `${NO_CONCERT}-${'0'.repeat(12)}`) }),
  refused('Hold', 'from the line', { scene: waiting, ...holds([1]) }),
  refused('Hold', 'after leaving', { scene: left, ...holds([1]) }),
  refused('Hold', 'after leaving, with a malformed list', { scene: left, ...holds([]) }),
  refused('Hold', 'without a token', { scene: outside, ...holds([1]) }),
  refused('Hold', 'under the key of another hold', {
    scene: inside,
    rest: async ({ fan, scheduleId }) => {
      await fan.hold(scheduleId, [1], { 'idempotency-key': 'key' });
      return fan.hold(scheduleId, [2], { 'idempotency-key': 'key' });
    },
    grpc: async (scene, service) => {
      const request = { ...ticketOf(scene), scheduleId: scene.scheduleId, requestId: 'key' };
      await service.must('Hold', { ...request, seats: { numbers: [1] } });
      return service.ask('Hold', { ...request, seats: { numbers: [2] } });
    },
  }),
];

function ofReservation(method: 'GetReservation' | 'Release', idOf = ({ reservationId }: Scene): string => reservationId) {
  return {
    rest: (scene: Scene) => {
      const url = `/api/v1/reservations/${idOf(scene)}`;
      return method === 'Release' ? scene.fan.delete(url) : scene.fan.get(url);
    },
    grpc: (scene: Scene, service: GrpcTestService): Promise<Outcome<object>> =>
      service.ask(method, { userId: scene.fan.userId, reservationId: idOf(scene) }),
  };
}

function reservations(
  query: { readonly limit?: number; readonly cursor?: string } = {},
  scheduleOf = ({ scheduleId }: Scene) => scheduleId,
) {
  const asText = Object.entries(query).map(([name, value]) => `&${name}=${value}`);
  return {
    rest: (scene: Scene) => scene.fan.get(`/api/v1/reservations?scheduleId=${scheduleOf(scene)}${asText.join('')}`),
    grpc: (scene: Scene, service: GrpcTestService): Promise<Outcome<object>> =>
      service.ask('ListReservations', { userId: scene.fan.userId, scheduleId: scheduleOf(scene), ...query }),
  };
}

const RESERVATION_ACTS: readonly Act[] = [
  accepted('Release', 'what one holds', { scene: holding(0), ...ofReservation('Release') }),
  refused('Release', "another's", { scene: byAnother(holding(0)), ...ofReservation('Release') }),
  refused('Release', 'what one has paid for', { scene: paid, ...ofReservation('Release') }),
  refused('Release', 'what is no reservation', { scene: inside, ...ofReservation('Release', () => 'nope') }),
  accepted('GetReservation', 'what one holds', { scene: holding(0), ...ofReservation('GetReservation') }),
  accepted('GetReservation', 'what one has paid for', { scene: paid, ...ofReservation('GetReservation') }),
  refused('GetReservation', "another's", { scene: byAnother(holding(0)), ...ofReservation('GetReservation') }),
  refused('GetReservation', 'an unknown one', { scene: inside, ...ofReservation('GetReservation', reservationUnknown) }),
  accepted('ListReservations', 'a page', { scene: holding(0), ...reservations({ limit: 1 }) }),
  accepted('ListReservations', 'nothing', { scene: inside, ...reservations() }),
  refused('ListReservations', 'from a cursor that was never handed out', { scene: inside, ...reservations({ cursor: 'x' }) }),
  refused('ListReservations', 'on an unknown schedule', { scene: inside, ...reservations({}, scheduleUnknown) }),
  refused('ListReservations', 'on what is no schedule', { scene: inside, ...reservations({}, () => 'nope') }),
];

function pays(idOf = ({ reservationId }: Scene): string => reservationId): Pick<Played, 'rest' | 'grpc'> {
  return {
    rest: (scene) => scene.fan.pay(idOf(scene)),
    grpc: (scene, service) => service.ask('Pay', { ...ticketOf(scene), reservationId: idOf(scene) }),
  };
}

const charges = (amount: number | string): Pick<Played, 'rest' | 'grpc'> => ({
  rest: ({ fan }) => fan.charge(Number(amount)),
  grpc: ({ fan }, service) => service.ask('Charge', { userId: fan.userId, amount }),
});

function payment(idOf = ({ paymentId }: Scene): string => paymentId): Pick<Played, 'rest' | 'grpc'> {
  return {
    rest: (scene) => scene.fan.get(`/api/v1/payments/${idOf(scene)}`),
    grpc: (scene, service) => service.ask('GetPayment', { userId: scene.fan.userId, paymentId: idOf(scene) }),
  };
}

const MONEY_ACTS: readonly Act[] = [
  accepted('Pay', 'what one holds', { scene: holding(60_000), ...pays() }),
  accepted('Pay', 'again, after the token ended', { scene: paid, ...pays() }),
  refused('Pay', 'with too few points', { scene: holding(20_000), ...pays() }),
  refused('Pay', "another's", { scene: byAnother(holding(0)), ...pays() }),
  refused('Pay', "another's that is paid for", { scene: byAnother(paid), ...pays() }),
  refused('Pay', 'an unknown one', { scene: inside, ...pays(reservationUnknown) }),
  refused('Pay', 'what is no reservation', { scene: inside, ...pays(() => 'nope') }),
  refused('Pay', 'no reservation', { scene: inside, ...pays(() => '') }),
  refused('Pay', 'after leaving', { scene: left, ...pays(reservationUnknown) }),
  refused('Pay', 'from the line', { scene: waiting, ...pays(reservationUnknown) }),
  refused('Pay', 'without a token', { scene: outside, ...pays(reservationUnknown) }),
  accepted('GetPayment', 'one’s own', { scene: paid, ...payment() }),
  refused('GetPayment', "another's", { scene: byAnother(paid), ...payment() }),
  refused('GetPayment', 'what is no payment', { scene: inside, ...payment(() => 'nope') }),
  accepted('ListPayments', 'one’s own', {
    scene: paid,
    rest: (scene) => scene.fan.get(users(scene, 'payments?limit=1')),
    grpc: ({ fan }, service) => service.ask('ListPayments', { userId: fan.userId, limit: 1 }),
  }),
  refused('ListPayments', 'from a cursor that was never handed out', {
    scene: paid,
    rest: (scene) => scene.fan.get(users(scene, 'payments?cursor=x')),
    grpc: ({ fan }, service) => service.ask('ListPayments', { userId: fan.userId, cursor: 'x' }),
  }),
  accepted('Charge', 'some points', { scene: outside, ...charges(500) }),
  refused('Charge', 'nothing', { scene: outside, ...charges(0) }),
  refused('Charge', 'less than nothing', { scene: outside, ...charges(-5) }),
  refused('Charge', 'more than numbers can count', { scene: outside, ...charges('9007199254740992') }),
  refused('Charge', 'more than a wallet holds', { scene: outside, ...charges(10_000_001) }),
  accepted('GetBalance', 'one’s own', {
    scene: paid,
    rest: (scene) => scene.fan.get(users(scene, 'points')),
    grpc: ({ fan }, service) => service.ask('GetBalance', { userId: fan.userId }),
  }),
  accepted('ListTransactions', 'one’s own', {
    scene: paid,
    rest: (scene) => scene.fan.get(users(scene, 'transactions')),
    grpc: ({ fan }, service) => service.ask('ListTransactions', { userId: fan.userId }),
  }),
  refused('ListTransactions', 'a page that is too long', {
    scene: paid,
    rest: (scene) => scene.fan.get(users(scene, 'transactions?limit=101')),
    grpc: ({ fan }, service) => service.ask('ListTransactions', { userId: fan.userId, limit: 101 }),
  }),
];

export const FAN_ACTS: readonly Act[] = [...QUEUE_ACTS, ...CONCERT_ACTS, ...HOLD_ACTS, ...RESERVATION_ACTS, ...MONEY_ACTS];
