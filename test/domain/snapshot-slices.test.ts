/** A snapshot that is taken in slices, between which commands go on, is the state as it was when it was begun: on queues and schedules of more than a slice. */
import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { test } from 'uvu';
import { atOnce } from '../../src/domain/column.js';
import type { Decider, EncodedState } from '../../src/domain/decider.js';
import { queueDecider } from '../../src/domain/queue/decider.js';
import type { QueueEvent } from '../../src/domain/queue/protocol.js';
import { scheduleDecider } from '../../src/domain/schedule/decider.js';
import { Payments } from '../../src/domain/schedule/payments.js';
import type { ScheduleEvent } from '../../src/domain/schedule/protocol.js';
import { Simulation } from '../support/simulation.js';

const CONCERT = '3f2a91c07b5e4d18';
const SCHEDULE = `${CONCERT}-9a0c21bb47f3`;
const T = 1_800_000_000_000;
const DAY_MS = 86_400_000;
const TOKENS = 30_000;
const SEATS = 20_000;
const RESERVATIONS = 70_000;
/** Half of the seats are held in the end, and some of them are being paid for. */
const PAYING = 3_000;

/** Unlike those that a simulation mints. */
const hex = (number: number): string => `e${number.toString(16).padStart(31, '0')}`;
const user = (number: number): string => `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
const reservation = (number: number): string => `${SCHEDULE}-r-${hex(number)}`;
const payment = (number: number): string => `${SCHEDULE}-p-${hex(number)}`;

function* queueEvents(): Generator<QueueEvent> {
  const settings = { maxActive: 2_000, activeTimeoutSeconds: 86_400, waitingTimeoutSeconds: 86_400, sessionSeconds: 86_400 };
  yield { type: 'QueueOpened', settings };
  for (let seq = 1; seq <= TOKENS; seq += 1) yield { type: 'TokenIssued', seq, userId: user(seq), keyId: 'k1' };
  for (let seq = 1; seq <= 1_000; seq += 1) yield { type: 'TokenActivated', seq, userId: user(seq) };
}

function* scheduleEvents(): Generator<ScheduleEvent> {
  const sections = [{ name: '', price: 10, rows: [{ name: '', seats: SEATS }] }];
  const times = { startsAt: T + DAY_MS, salesCloseAt: T + DAY_MS, onSaleAt: null, holdMs: DAY_MS };
  yield {
    type: 'ScheduleCreated',
    spec: { concertId: CONCERT, timeZone: 'UTC', date: '2027-01-16', maxSeatsPerUser: 0, sections, ...times },
  };
  yield { type: 'SalesOpened' };
  for (let number = 0; number < RESERVATIONS; number += 1) {
    const named = { reservationId: reservation(number), userId: user(number % 5_000), seats: [(number % SEATS) + 1] };
    yield { type: 'SeatHeld', ...named, amount: 10, expiresAt: T + DAY_MS };
    if (number < RESERVATIONS - SEATS / 2) yield { type: 'HoldReleased', ...named, reason: 'OWNER' };
  }
  for (let number = RESERVATIONS - PAYING; number < RESERVATIONS; number += 1) {
    const named = { paymentId: payment(number), reservationId: reservation(number), userId: user(number % 5_000), amount: 10 };
    yield { type: 'PaymentStarted', ...named, graceUntil: T + DAY_MS, tokenSeq: number };
  }
}

/** Without a picture of the difference, which would take minutes for so many rows. */
function assertSame(one: object, other: object): void {
  for (const [name, value] of Object.entries(other))
    assert.ok(isDeepStrictEqual((one as Record<string, unknown>)[name], value), `${name} differs`);
  assert.deepEqual(Object.keys(one), Object.keys(other));
}

/** A simulation of a state that was reached by these events; quick, for it is a copy. */
function copies<State, Command extends object, Event extends { readonly type: string }, Sign, Reply>(
  decider: Decider<State, Command, Event, Sign, Reply>,
  key: string,
  events: Iterable<Event>,
): () => Simulation<State, Command, Event, Sign, Reply> {
  const state = decider.initial(key);
  for (const event of events) decider.evolve(state, event, T);
  const encoded = decider.encode(state);
  return () => {
    const simulation = new Simulation(decider, key, T);
    simulation.state = decider.decode(key, structuredClone(encoded));
    return simulation;
  };
}

/** Takes a snapshot of the state, does `change` in each pause, and checks that nothing of that is in the snapshot. */
function takeWhile<State, Command extends object, Event extends { readonly type: string }, Sign, Reply>(
  simulation: Simulation<State, Command, Event, Sign, Reply>,
  change: (pause: number) => void,
): number {
  const { decider, key } = simulation;
  const before = structuredClone(decider.encode(simulation.state));
  const slices = decider.encodeInSlices?.(simulation.state);
  if (slices === undefined) throw new Error('the state is not encoded in slices');
  let pauses = 0;
  let taken: EncodedState | null = null;
  while (taken === null) {
    const slice = slices.next();
    if (slice.done === true) {
      taken = slice.value;
    } else {
      change(pauses);
      pauses += 1;
    }
  }
  assertSame(taken, before);
  // And what goes on from it is what went on: no event is in it twice, none is missing.
  const resumed = decider.decode(key, structuredClone(taken));
  for (const { event, at } of simulation.log) decider.evolve(resumed, event, at);
  assertSame(decider.encode(resumed), decider.encode(simulation.state));
  return pauses;
}

test('a queue: people join, leave, are let in and finish while the snapshot is taken', () => {
  const fresh = copies(queueDecider, CONCERT, queueEvents());
  const step = fc.record({ what: fc.constantFrom('join', 'leave', 'finish', 'poll'), who: fc.integer({ min: 1, max: TOKENS }) });
  fc.assert(
    fc.property(fc.array(fc.array(step, { maxLength: 30 }), { minLength: 1, maxLength: 4 }), (steps) => {
      const simulation = fresh();
      const pauses = takeWhile(simulation, (pause) => {
        simulation.after(1_000);
        for (const { what, who } of steps[pause % steps.length] ?? []) {
          if (what === 'join') simulation.when({ type: 'Join', userId: user(TOKENS + who), keyId: `k${pause}` });
          else if (what === 'leave') simulation.when({ type: 'Leave', userId: user(who), seq: who });
          else if (what === 'finish') simulation.when({ type: 'Finish', seq: (who % 1_000) + 1 });
          else simulation.when({ type: 'Poll', userId: user(who), seq: who });
        }
      });
      assert.ok(pauses > 0);
    }),
    { numRuns: 5 },
  );
});

test('a schedule: seats are held, released, paid for and payments fail while the snapshot is taken', () => {
  const fresh = copies(scheduleDecider, SCHEDULE, scheduleEvents());
  const step = fc.record({
    what: fc.constantFrom('hold', 'release', 'confirm', 'abort', 'pay'),
    which: fc.integer({ min: 1, max: PAYING }),
  });
  fc.assert(
    fc.property(fc.array(fc.array(step, { maxLength: 30 }), { minLength: 1, maxLength: 4 }), (steps) => {
      const simulation = fresh();
      const admission = { concertId: CONCERT, admittedUntil: T + DAY_MS };
      const pauses = takeWhile(simulation, (pause) => {
        simulation.after(1_000);
        for (const { what, which } of steps[pause % steps.length] ?? []) {
          const paying = RESERVATIONS - which;
          const heldOnly = RESERVATIONS - PAYING - which;
          const userId = user(heldOnly % 5_000);
          if (what === 'hold') simulation.when({ type: 'Hold', userId, choice: { seats: [SEATS / 2 + which] }, admission });
          else if (what === 'release') simulation.when({ type: 'Release', userId, reservationId: reservation(heldOnly) });
          else if (what === 'confirm') simulation.when({ type: 'ConfirmPayment', paymentId: payment(paying), balance: 5 });
          else if (what === 'abort') simulation.when({ type: 'AbortPayment', paymentId: payment(paying), balance: 5 });
          else simulation.when({ type: 'Pay', userId, reservationId: reservation(heldOnly), tokenSeq: null });
        }
      });
      assert.ok(pauses > 0);
    }),
    { numRuns: 5 },
  );
});

test('payments that are decided while a snapshot is taken are still open in it', () => {
  const count = 70_000;
  const payments = new Payments();
  for (let row = 0; row < count; row += 1)
    payments.add({ suffix: hex(row), reservation: row, startedAt: T, graceUntil: T + 1, tokenSeq: null });
  for (let row = 0; row < count; row += 3) payments.conclude(row, 'COMPLETED', T + 5, 7);
  const before = atOnce(payments.encode());
  const slices = payments.encode();
  let next = 1;
  for (let slice = slices.next(); ; slice = slices.next()) {
    if (slice.done === true) {
      assertSame(slice.value, before);
      break;
    }
    for (const end = next + 9_000; next < end; next += 3) {
      payments.conclude(next, 'TIMED_OUT', T + 6, 8);
      payments.settle(next);
    }
  }
  assert.ok(next > 9_000);
});

test.run();
