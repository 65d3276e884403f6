/** Words the schedule's tests tell their stories in. */
import { reservationIdOf } from '../../../src/domain/ids.js';
import type { Refusal } from '../../../src/domain/refusals.js';
import { isRefusal } from '../../../src/domain/refusals.js';
import { scheduleDecider } from '../../../src/domain/schedule/decider.js';
import type {
  PaymentView,
  ReservationView,
  ScheduleCommand,
  ScheduleEvent,
  ScheduleReply,
  ScheduleSign,
  ScheduleSpec,
  ScheduleView,
  SeatsView,
} from '../../../src/domain/schedule/protocol.js';
import { HOLD_MS_DEFAULT, PRICE_DEFAULT, SEAT_STATUSES } from '../../../src/domain/schedule/protocol.js';
import type { ScheduleState } from '../../../src/domain/schedule/state.js';
import type { Awaiting } from '../../support/simulation.js';
import { Simulation } from '../../support/simulation.js';

export type Story = Simulation<ScheduleState, ScheduleCommand, ScheduleEvent, ScheduleSign, ScheduleReply>;

export const CONCERT = '3f2a91c07b5e4d18';
export const SCHEDULE = `${CONCERT}-9a0c21bb47f3`;
export const START = 1_800_000_000_000;
export const DAY_MS = 24 * 3_600_000;
export const MINA = '11111111-1111-4111-8111-111111111111';
export const JUNO = '22222222-2222-4222-8222-222222222222';
export const HANA = '33333333-3333-4333-8333-333333333333';

/** 50 seats at 50,000 points, on sale at once. */
export function spec(changes: Partial<ScheduleSpec> = {}): ScheduleSpec {
  return {
    concertId: CONCERT,
    startsAt: START + 30 * DAY_MS,
    timeZone: 'Asia/Seoul',
    date: '2027-02-14',
    sections: [{ name: 'Floor', price: PRICE_DEFAULT, rows: [{ name: 'A', seats: 50 }] }],
    holdMs: HOLD_MS_DEFAULT,
    maxSeatsPerUser: 4,
    onSaleAt: null,
    salesCloseAt: START + 29 * DAY_MS,
    ...changes,
  };
}

export function onSale(changes: Partial<ScheduleSpec> = {}): Story {
  const story: Story = new Simulation(scheduleDecider, SCHEDULE, START);
  story.given({ type: 'ScheduleCreated', spec: spec(changes) }).tick();
  return story;
}

export function unborn(): Story {
  return new Simulation(scheduleDecider, SCHEDULE, START);
}

/** A command id that ends in `number`. */
export function commandId(number: number): string {
  return number.toString(16).padStart(32, 'c');
}

export function holding(userId: string, ...seats: readonly number[]): ScheduleCommand {
  return { type: 'Hold', userId, choice: { seats }, admission: { concertId: CONCERT, admittedUntil: Infinity } };
}

export function holdingBest(userId: string, count: number, section: string | null = null): ScheduleCommand {
  return { type: 'Hold', userId, choice: { best: { count, section } }, admission: { concertId: CONCERT, admittedUntil: Infinity } };
}

export function hold(story: Story, userId: string, ...seats: readonly number[]): ReservationView {
  return story.must<ReservationView>(holding(userId, ...seats));
}

/** Starts a payment; returns its id. */
export function startPaying(story: Story, { userId, reservationId }: ReservationView, tokenSeq: number | null = null): string {
  const answer = story.must({ type: 'Pay', userId, reservationId, tokenSeq });
  return (answer as unknown as Awaiting).awaits;
}

/** Holds, pays, and has the wallet agree. */
export function buy(story: Story, userId: string, ...seats: readonly number[]): ReservationView {
  const held = hold(story, userId, ...seats);
  confirm(story, startPaying(story, held));
  return reservation(story, held.reservationId);
}

export function confirm(story: Story, paymentId: string, balance = 0): void {
  story.must({ type: 'ConfirmPayment', paymentId, balance });
}

export function decline(story: Story, paymentId: string, balance = 0): void {
  story.must({ type: 'AbortPayment', paymentId, balance });
}

export function reservation(story: Story, reservationId: string): ReservationView {
  return story.must<ReservationView>({ type: 'GetReservation', userId: null, reservationId });
}

export function payment(story: Story, paymentId: string): PaymentView {
  return story.must<PaymentView>({ type: 'GetPayment', userId: null, paymentId });
}

export function describe(story: Story): ScheduleView {
  return story.must<ScheduleView>({ type: 'Describe' });
}

export function seatsFor(story: Story, userId: string): SeatsView {
  return story.must<SeatsView>({ type: 'ListSeats', userId });
}

export function statusOf(story: Story, seat: number): string {
  return SEAT_STATUSES[seatsFor(story, HANA).statuses[seat - 1] ?? -1] ?? 'NONE';
}

export function refusal(story: Story, command: ScheduleCommand, id?: string): Refusal {
  const answer = story.when(command, id);
  if (!isRefusal(answer)) throw new Error(`not refused: ${JSON.stringify(command)}`);
  return answer;
}

export function code(story: Story, command: ScheduleCommand, id?: string): string {
  return refusal(story, command, id).refused;
}

/** A reservation id of this schedule that nobody was given. */
export const UNKNOWN_RESERVATION = reservationIdOf(SCHEDULE, 'e'.repeat(32));
