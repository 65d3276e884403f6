import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'uvu';
import { paymentIdOf, reservationIdOf } from '../../src/domain/ids.js';
import { isRefusal } from '../../src/domain/refusals.js';
import { scheduleDecider } from '../../src/domain/schedule/decider.js';
import type { ReservationView, ScheduleCommand, ScheduleSpec } from '../../src/domain/schedule/protocol.js';
import { PAYMENT_GRACE_MS, SEAT_STATUSES } from '../../src/domain/schedule/protocol.js';
import type { ScheduleState } from '../../src/domain/schedule/state.js';
import type { Step } from '../support/decider-laws.js';
import { holdLaws } from '../support/decider-laws.js';
import { ScheduleModel } from './schedule/model.js';
import type { Story } from './schedule/story.js';
import * as the from './schedule/story.js';
import { HANA, JUNO, MINA, SCHEDULE, START } from './schedule/story.js';

const USERS = [MINA, JUNO, HANA];
const SEATS = 6;
const CAP = 3;
const HOLD_MS = 60_000;
const SALES_MS = 400_000;
const SPEC: ScheduleSpec = the.spec({
  sections: [
    { name: 'Near', price: 5, rows: [{ name: 'A', seats: 2 }] },
    { name: 'Far', price: 3, rows: [{ name: 'A', seats: SEATS - 2 }] },
  ],
  holdMs: HOLD_MS,
  maxSeatsPerUser: CAP,
  onSaleAt: START + 1_000,
  salesCloseAt: START + SALES_MS,
});
const RUNS = { numRuns: 150 };
const STEPS_MAX = 60;

/** A step by which command it is and where it points: reservations and payments are named by the place of the command that may have made them. */
type Wish =
  | { readonly type: 'hold'; readonly user: number; readonly seats: readonly number[] }
  | { readonly type: 'best'; readonly user: number; readonly count: number; readonly section: string | null }
  | { readonly type: 'release'; readonly user: number; readonly target: number }
  | { readonly type: 'pay'; readonly user: number; readonly target: number; readonly tokenSeq: number | null }
  | { readonly type: 'confirm' | 'decline'; readonly target: number }
  | { readonly type: 'settle'; readonly target: number; readonly kind: 'use' | 'finish' | 'refund' }
  | { readonly type: 'block'; readonly block: readonly number[]; readonly unblock: readonly number[] }
  | { readonly type: 'read'; readonly user: number };

const user = fc.nat(USERS.length - 1);
const seat = fc.oneof(
  { weight: 30, arbitrary: fc.integer({ min: 1, max: SEATS }) },
  { weight: 1, arbitrary: fc.constantFrom(0, SEATS + 1) },
);
const seats = (maxLength: number): fc.Arbitrary<number[]> => fc.array(seat, { maxLength });
/** Counted back from the newest, so that most hit something alive. */
const target = fc.nat(4);
const tokenSeq = fc.option(fc.nat(9), { nil: null });
const wish: fc.Arbitrary<Wish> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: fc.constant('hold' as const), user, seats: seats(3) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('best' as const),
      user,
      count: fc.nat(3),
      section: fc.constantFrom(null, 'Near', 'Far', 'No'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('release' as const), user, target }) },
  { weight: 6, arbitrary: fc.record({ type: fc.constant('pay' as const), user, target, tokenSeq }) },
  { weight: 6, arbitrary: fc.record({ type: fc.constantFrom('confirm' as const, 'decline' as const), target }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('settle' as const), target, kind: fc.constantFrom('use', 'finish', 'refund') }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('block' as const), block: seats(2), unblock: seats(3) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('read' as const), user }) },
);
const ms = fc.oneof(
  { weight: 8, arbitrary: fc.nat(2_000) },
  { weight: 3, arbitrary: fc.constantFrom(PAYMENT_GRACE_MS - 1, PAYMENT_GRACE_MS, HOLD_MS - 1, HOLD_MS) },
  { weight: 1, arbitrary: fc.nat(SALES_MS) },
);
const wishes = fc.array(fc.record({ ms, wish }), { maxLength: STEPS_MAX, size: 'max' });

const userAt = (index: number): string => USERS[index] ?? MINA;
/** The simulation names commands 1, 2, 3… */
const idOf = (command: number): string => Math.max(command, 0).toString(16).padStart(32, '0');
const reservationAt = (command: number): string => reservationIdOf(SCHEDULE, idOf(command));
const paymentAt = (command: number): string => paymentIdOf(SCHEDULE, idOf(command));

/** What step number `at` asks for: its targets are commands before it. */
function commandOf(asked: Wish, at: number): ScheduleCommand {
  switch (asked.type) {
    case 'hold':
      return the.holding(userAt(asked.user), ...asked.seats);
    case 'best':
      return the.holdingBest(userAt(asked.user), asked.count, asked.section);
    case 'release':
      return { type: 'Release', userId: userAt(asked.user), reservationId: reservationAt(at - 1 - asked.target) };
    case 'pay':
      return { type: 'Pay', userId: userAt(asked.user), reservationId: reservationAt(at - 1 - asked.target), tokenSeq: asked.tokenSeq };
    case 'confirm':
      return { type: 'ConfirmPayment', paymentId: paymentAt(at - 1 - asked.target), balance: 1 };
    case 'decline':
      return { type: 'AbortPayment', paymentId: paymentAt(at - 1 - asked.target), balance: 1 };
    case 'settle':
      return { type: 'SettleEffect', key: `${asked.kind}-${idOf(at - 1 - asked.target)}` };
    case 'block':
      return { type: 'SetBlocked', block: asked.block, unblock: asked.unblock };
    case 'read':
      return { type: 'ListReservations', userId: userAt(asked.user) };
  }
}

/** Everything a schedule shows and is about to do. */
function comparable(state: ScheduleState): unknown {
  const ask = (command: ScheduleCommand): unknown => {
    const decision = scheduleDecider.decide(state, command, { now: START, id: 'f'.repeat(32) });
    return 'reply' in decision ? decision.reply(state) : decision;
  };
  const effects = [...scheduleDecider.pending(state)].map(({ key, to, command }) => ({ key, to, command }));
  const perUser = USERS.map((userId) => {
    const list = ask({ type: 'ListReservations', userId }) as readonly ReservationView[];
    const open = list.filter(({ status }) => status === 'HELD' || status === 'PAYING');
    return [list, ask({ type: 'ListSeats', userId }), open.map(({ seats: held }) => ask(the.holding(userId, ...held)))];
  });
  return [scheduleDecider.encode(state), scheduleDecider.wakeAt(state), effects, perUser, ask({ type: 'Describe' })];
}

function invariants(story: Story): void {
  const { statuses } = the.seatsFor(story, MINA);
  const owners = new Map<number, string>();
  for (const userId of USERS) {
    const list = story.must<readonly ReservationView[]>({ type: 'ListReservations', userId });
    const owning = list.filter(({ status }) => status === 'HELD' || status === 'PAYING' || status === 'CONFIRMED');
    for (const { seats: taken, status, amount, heldAt, expiresAt, expiresInSeconds, reservationId } of list) {
      assert.equal(
        amount,
        taken.reduce((sum, number) => sum + (number <= 2 ? 5 : 3), 0),
      );
      assert.equal(expiresAt, heldAt + HOLD_MS);
      if (status === 'HELD') assert.ok(expiresAt > story.now, `${reservationId} is held beyond its time`);
      if (status !== 'HELD' && status !== 'PAYING') assert.equal(expiresInSeconds, 0);
    }
    for (const { seats: taken, status, reservationId } of owning) {
      for (const number of taken) {
        assert.ok(!owners.has(number), `seat ${number} has two owners`);
        owners.set(number, reservationId);
        assert.equal(SEAT_STATUSES[statuses[number - 1] ?? -1], status === 'CONFIRMED' ? 'BOOKED' : 'HELD');
      }
    }
    const mine = owning.flatMap(({ seats: taken }) => taken).sort((a, b) => a - b);
    assert.ok(mine.length <= CAP, `${userId} owns ${mine.length} seats`);
    assert.deepEqual(the.seatsFor(story, userId).mine, mine);
  }
  const count = (code: number): number => statuses.filter((status) => status === code).length;
  const view = the.describe(story);
  assert.deepEqual([view.availableSeats, view.heldSeats, view.bookedSeats, view.blockedSeats], [0, 1, 2, 3].map(count));
  assert.equal(owners.size, view.heldSeats + view.bookedSeats, 'every held or booked seat has an owner');
  for (const { graceUntil, paymentId } of story.events('PaymentStarted')) {
    if (story.outcome(paymentId) === null) assert.ok(graceUntil > story.now, `${paymentId} is under way beyond its grace`);
  }
}

/** Asking for the invariants must not use up command ids, or the targets of later steps would miss. */
function withoutCounting(story: Story, look: (story: Story) => void): void {
  const { freshId } = story;
  story.freshId = () => 'e'.repeat(32);
  look(story);
  story.freshId = freshId;
}

test('whatever several users do, no seat has two owners, nobody passes the cap, and a restored schedule is the same', () => {
  fc.assert(
    fc.property(wishes, (story) => {
      const steps: Step<ScheduleCommand>[] = story.map(({ ms: pause, wish: asked }, index) => ({
        ms: pause,
        command: commandOf(asked, index + 1),
      }));
      holdLaws(scheduleDecider, SCHEDULE, [{ type: 'ScheduleCreated', spec: SPEC }], steps, comparable, (simulation) =>
        withoutCounting(simulation, invariants),
      );
    }),
    RUNS,
  );
});

/** Has the model do the same; returns the word its answer comes down to. */
function modelled(model: ScheduleModel, command: ScheduleCommand, id: string, now: number): string {
  switch (command.type) {
    case 'Hold':
      return 'seats' in command.choice
        ? model.hold(command.userId, command.choice.seats, reservationIdOf(SCHEDULE, id), now)
        : model.holdBest(command.userId, command.choice.best, reservationIdOf(SCHEDULE, id), now);
    case 'Release':
      return model.release(command.userId, command.reservationId);
    case 'Pay':
      return model.pay(command.userId, command.reservationId, command.tokenSeq, paymentIdOf(SCHEDULE, id), now);
    case 'ConfirmPayment':
      model.confirm(command.paymentId);
      return 'any';
    case 'AbortPayment':
      model.decline(command.paymentId);
      return 'any';
    case 'SettleEffect': {
      const [kind, suffix] = [command.key.slice(0, -33), command.key.slice(-32)];
      const paymentId = paymentIdOf(SCHEDULE, suffix);
      if (model.effects().includes(`${kind} ${paymentId}`)) model.settle(paymentId);
      return 'any';
    }
    case 'SetBlocked':
      return model.setBlocked(command.block, command.unblock);
    default:
      return 'any';
  }
}

function wordOf(answer: unknown): string {
  if (isRefusal(answer)) return answer.refused;
  const { awaits, paymentId, reservationId, totalSeats } = { ...(answer as Record<string, string | number | null>) };
  if (totalSeats !== undefined) return 'done';
  // A completed payment names both; a reservation names its last payment, if any, but also when it was held.
  const { heldAt } = { ...(answer as Record<string, unknown>) };
  return String(awaits ?? (heldAt === undefined ? paymentId : reservationId));
}

test('the schedule answers and ends like a simple model of it', () => {
  fc.assert(
    fc.property(wishes, (steps) => {
      const story = the.unborn().given({ type: 'ScheduleCreated', spec: SPEC });
      const model = new ScheduleModel({
        seats: SEATS,
        rows: SPEC.sections.map(({ name, rows }) => ({ section: name, seats: rows.reduce((sum, row) => sum + row.seats, 0) })),
        holdMs: HOLD_MS,
        cap: CAP,
        opensAt: START + 1_000,
        closesAt: START + SALES_MS,
      });
      for (const [index, { ms: pause, wish: asked }] of steps.entries()) {
        const id = idOf(index + 1);
        const command = commandOf(asked, index + 1);
        story.after(pause);
        model.tick(story.now);
        const expected = modelled(model, command, id, story.now);
        model.tick(story.now);
        const answer = story.when(command, id);
        if (expected !== 'any') assert.equal(wordOf(answer), expected, JSON.stringify(command));
        const { statuses } = the.seatsFor(story, MINA);
        for (let number = 1; number <= SEATS; number += 1) {
          assert.equal(
            SEAT_STATUSES[statuses[number - 1] ?? -1],
            model.seatStatus(number),
            `seat ${number} after ${JSON.stringify(command)}`,
          );
        }
        for (const userId of USERS) assert.deepEqual(the.seatsFor(story, userId).mine, model.seatsOf(userId));
        const effects = story.effects().map(({ key }) => `${key.slice(0, -33)} ${paymentIdOf(SCHEDULE, key.slice(-32))}`);
        assert.deepEqual(effects, model.effects());
      }
      for (const { id, status, payment } of model.reservations) {
        const view = the.reservation(story, id);
        assert.deepEqual([view.status, view.paymentId], [status, payment?.id ?? null]);
      }
    }),
    RUNS,
  );
});

test.run();
