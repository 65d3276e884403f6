/** What operators do, over REST and over gRPC. */
import type { RequestOf } from '../support/grpc-service.js';
import { accepted, refused } from './same-outcome-act.js';
import type { Act, Played } from './same-outcome-act.js';
import { byAnother, holding, inside, outside, paid } from './same-outcome-scenes.js';
import type { Scene } from './same-outcome-scenes.js';

const NO_CONCERT = '0'.repeat(16);
const NO_SCHEDULE = `${NO_CONCERT}-${'0'.repeat(12)}`;
const NOBODY = '00000000-0000-4000-8000-000000000000';
const STARTS_AT_MS = Date.parse('2027-06-01T10:00:00Z');
const startsAt = { seconds: STARTS_AT_MS / 1000, nanos: 0 };

type Acting = Omit<Played, 'scene'>;

function createsConcert(request: { title: string; queue?: Readonly<Record<string, number>> }): Acting {
  return {
    rest: (_scene, facade) => facade.admin('POST', '/api/v1/admin/concerts', request),
    grpc: (_scene, service) => service.ask('CreateConcert', request),
  };
}

/** The same schedule in the words of both. */
function createsSchedule(
  body: object,
  request: RequestOf<'CreateSchedule'>,
  concertOf = ({ concertId }: Scene): string => concertId,
): Acting {
  return {
    rest: (scene, facade) => {
      const url = `/api/v1/admin/concerts/${concertOf(scene)}/schedules`;
      return facade.admin('POST', url, { startsAt: new Date(STARTS_AT_MS).toISOString(), ...body });
    },
    grpc: (scene, service) => service.ask('CreateSchedule', { startsAt, ...request, concertId: concertOf(scene) }),
  };
}

function configures(settings: Readonly<Record<string, number>>, concertOf = ({ concertId }: Scene): string => concertId): Acting {
  return {
    rest: (scene, facade) => facade.admin('PATCH', `/api/v1/admin/concerts/${concertOf(scene)}/queue`, settings),
    grpc: (scene, service) => service.ask('ConfigureQueue', { concertId: concertOf(scene), settings }),
  };
}

interface Lists {
  readonly block?: number[];
  readonly unblock?: number[];
}

function blocks(lists: Lists, scheduleOf = ({ scheduleId }: Scene): string => scheduleId): Acting {
  return {
    rest: (scene, facade) => facade.admin('PATCH', `/api/v1/admin/schedules/${scheduleOf(scene)}/seats`, lists),
    grpc: (scene, service) => service.ask('SetBlockedSeats', { scheduleId: scheduleOf(scene), ...lists }),
  };
}

function looksUpUser(userOf = ({ fan }: Scene): string => fan.userId): Acting {
  return {
    rest: (scene, facade) => facade.admin('GET', `/api/v1/admin/users/${userOf(scene)}`),
    grpc: (scene, service) => service.ask('LookUpUser', { userId: userOf(scene) }),
  };
}

function looksUpReservation(idOf = ({ reservationId }: Scene): string => reservationId): Acting {
  return {
    rest: (scene, facade) => facade.admin('GET', `/api/v1/admin/reservations/${idOf(scene)}`),
    grpc: (scene, service) => service.ask('LookUpReservation', { reservationId: idOf(scene) }),
  };
}

function timeline(seat: number, scheduleOf = ({ scheduleId }: Scene): string => scheduleId): Acting {
  return {
    rest: (scene, facade) => facade.admin('GET', `/api/v1/admin/schedules/${scheduleOf(scene)}/seats/${seat}/timeline`),
    grpc: (scene, service) => service.ask('GetSeatTimeline', { scheduleId: scheduleOf(scene), seat }),
  };
}

function events(query: string, request: RequestOf<'ListEvents'>): Acting {
  return {
    rest: (_scene, facade) => facade.admin('GET', `/api/v1/admin/events?${query}`),
    grpc: (_scene, service) => service.ask('ListEvents', request),
  };
}

const SECTIONS = [
  {
    name: 'Floor',
    price: 120_000,
    rows: [
      { name: '1', seats: 3 },
      { name: '2', seats: 4 },
    ],
  },
  { name: 'Balcony', price: 0, rows: [{ name: '1', seats: 1 }] },
];
const NAMELESS = [{ name: ' ', price: 1, rows: [{ name: '1', seats: 1 }] }];
const ALIKE = [...SECTIONS, ...SECTIONS];

const STEERING: readonly Act[] = [
  accepted('CreateConcert', 'with a title', { scene: outside, ...createsConcert({ title: ' Night of Strings ' }) }),
  accepted('CreateConcert', 'with a waiting room', { scene: outside, ...createsConcert({ title: 'x', queue: { maxActive: 7 } }) }),
  refused('CreateConcert', 'without a title', { scene: outside, ...createsConcert({ title: '' }) }),
  refused('CreateConcert', 'with a title of blanks', { scene: outside, ...createsConcert({ title: '  ' }) }),
  refused('CreateConcert', 'with an endless title', { scene: outside, ...createsConcert({ title: 'x'.repeat(201) }) }),
  refused('CreateConcert', 'where nobody may be inside', { scene: outside, ...createsConcert({ title: 'x', queue: { maxActive: 0 } }) }),
  accepted('CreateSchedule', 'with what is usual', { scene: inside, ...createsSchedule({}, {}) }),
  accepted('CreateSchedule', 'with everything said', {
    scene: inside,
    ...createsSchedule(
      {
        sections: SECTIONS,
        timeZone: 'Europe/Berlin',
        holdSeconds: 60,
        maxSeatsPerUser: 0,
        onSaleAt: '2027-05-01T10:00:00.250Z',
        salesCloseAt: '2027-05-31T10:00:00Z',
      },
      {
        sections: SECTIONS,
        timeZone: 'Europe/Berlin',
        holdSeconds: 60,
        maxSeatsPerUser: 0,
        onSaleAt: { seconds: Date.parse('2027-05-01T10:00:00Z') / 1000, nanos: 250_000_000 },
        salesCloseAt: { seconds: Date.parse('2027-05-31T10:00:00Z') / 1000 },
      },
    ),
  }),
  refused('CreateSchedule', 'of an unknown concert', { scene: inside, ...createsSchedule({}, {}, () => NO_CONCERT) }),
  refused('CreateSchedule', 'of what is no concert', { scene: inside, ...createsSchedule({}, {}, () => 'nope') }),
  refused('CreateSchedule', 'where there is no time', {
    scene: inside,
    ...createsSchedule({ timeZone: 'Mars/Olympus' }, { timeZone: 'Mars/Olympus' }),
  }),
  refused('CreateSchedule', 'without time to hold', { scene: inside, ...createsSchedule({ holdSeconds: 0 }, { holdSeconds: 0 }) }),
  refused('CreateSchedule', 'with a nameless section', {
    scene: inside,
    ...createsSchedule({ sections: NAMELESS }, { sections: NAMELESS }),
  }),
  refused('CreateSchedule', 'with sections of one name', { scene: inside, ...createsSchedule({ sections: ALIKE }, { sections: ALIKE }) }),
  accepted('ConfigureQueue', 'a setting', { scene: inside, ...configures({ sessionSeconds: 900 }) }),
  refused('ConfigureQueue', 'nothing', { scene: inside, ...configures({}) }),
  refused('ConfigureQueue', 'what cannot be', { scene: inside, ...configures({ activeTimeoutSeconds: 604_801 }) }),
  refused('ConfigureQueue', 'of an unknown concert', { scene: inside, ...configures({ maxActive: 5 }, () => NO_CONCERT) }),
  accepted('SetBlockedSeats', 'two seats', { scene: holding(0), ...blocks({ block: [2, 3] }) }),
  accepted('SetBlockedSeats', 'what is for sale already', { scene: inside, ...blocks({ unblock: [2, 3] }) }),
  refused('SetBlockedSeats', 'a held seat', { scene: holding(0), ...blocks({ block: [1, 2] }) }),
  refused('SetBlockedSeats', 'a seat beyond the hall', { scene: inside, ...blocks({ block: [51] }) }),
  refused('SetBlockedSeats', 'a seat on both lists', { scene: inside, ...blocks({ block: [1], unblock: [1] }) }),
  refused('SetBlockedSeats', 'a seat twice', { scene: inside, ...blocks({ block: [1, 1] }) }),
  refused('SetBlockedSeats', 'seat 0', { scene: inside, ...blocks({ block: [0] }) }),
  refused('SetBlockedSeats', 'without lists', { scene: inside, ...blocks({}) }),
  refused('SetBlockedSeats', 'of an unknown schedule', { scene: inside, ...blocks({ block: [1] }, () => NO_SCHEDULE) }),
];

const LOOKING: readonly Act[] = [
  accepted('LookUpUser', 'who has paid', { scene: paid, ...looksUpUser() }),
  accepted('LookUpUser', 'who is inside', { scene: byAnother(holding(0)), ...looksUpUser() }),
  refused('LookUpUser', 'of whom nothing is known', { scene: inside, ...looksUpUser(() => NOBODY) }),
  refused('LookUpUser', 'what is no user', { scene: inside, ...looksUpUser(() => '42') }),
  accepted('LookUpReservation', 'a held one', { scene: holding(0), ...looksUpReservation() }),
  accepted('LookUpReservation', 'a paid one', { scene: paid, ...looksUpReservation() }),
  refused('LookUpReservation', 'what is none', { scene: inside, ...looksUpReservation(() => 'nope') }),
  accepted('GetSeatTimeline', 'of a seat that was sold', { scene: paid, ...timeline(1) }),
  accepted('GetSeatTimeline', 'of a seat that nobody wanted', { scene: paid, ...timeline(2) }),
  refused('GetSeatTimeline', 'of seat 0', { scene: inside, ...timeline(0) }),
  refused('GetSeatTimeline', 'of a seat beyond the hall', { scene: inside, ...timeline(51) }),
  refused('GetSeatTimeline', 'of an unknown schedule', { scene: inside, ...timeline(1, () => NO_SCHEDULE) }),
  accepted('ListEvents', 'a page', { scene: paid, ...events('limit=20&after=3-0', { limit: 20, after: '3-0' }) }),
  accepted('ListEvents', 'of some types', {
    scene: paid,
    ...events('types=ScheduleCreated,PaymentCompleted,TokenExpired', { types: ['ScheduleCreated', 'PaymentCompleted', 'TokenExpired'] }),
  }),
  refused('ListEvents', 'from a cursor that was never handed out', { scene: inside, ...events('after=x', { after: 'x' }) }),
  refused('ListEvents', 'a page that is too long', { scene: inside, ...events('limit=1001', { limit: 1_001 }) }),
  refused('ListEvents', 'of types that are none', { scene: inside, ...events('types=no%20such', { types: ['no such'] }) }),
];

export const OPERATOR_ACTS: readonly Act[] = [...STEERING, ...LOOKING];
