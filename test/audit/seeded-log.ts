/** Logs that break the rules of seats, line and form, one each. */
import type { ViolationCode } from '../../src/audit/violations.js';
import { CLOCKS_DIFFER_MS_MAX } from '../../src/audit/queue-books.js';
import { ADMISSION_MS } from '../../src/domain/queue/protocol.js';
import { PAYMENT_GRACE_MS } from '../../src/domain/schedule/protocol.js';
import { ANNA, BERT, CLEO, CONCERT, HOLD_MS, PRICE, START, Story, annaBought } from './story.js';

/** A story with one thing wrong in it, and the code under which the checker must find it. */
export interface SeededViolation {
  readonly code: ViolationCode;
  readonly when: string;
  readonly story: () => Story;
  /** Nothing is under way any more. */
  readonly quiescent?: true;
}

export const bertInside = (story: Story): Story => story.issued(2, BERT).activated(2, BERT);

export const timedOut = (story: Story): Story => story.after(PAYMENT_GRACE_MS).aborted(1, 1, ANNA, 2 * PRICE, 'TIMED_OUT');

export const SEATS: readonly SeededViolation[] = [
  { code: 'SCHEDULE_MISUSED', when: 'a schedule is created twice', story: () => Story.onSale().scheduleCreated() },
  { code: 'SCHEDULE_MISUSED', when: 'sales open before the schedule exists', story: () => new Story().schedule('SalesOpened', {}) },
  { code: 'SEAT_UNKNOWN', when: 'seat 11 of 10 is held', story: () => Story.annaInside().held(1, ANNA, [11]) },
  { code: 'SEAT_UNKNOWN', when: 'a seat is named twice', story: () => Story.annaInside().held(1, ANNA, [3, 3]) },
  {
    code: 'SEAT_TAKEN_TWICE',
    when: 'a held seat is held by somebody else',
    story: () => bertInside(Story.annaHolds()).held(2, BERT, [2, 3]),
  },
  { code: 'SEAT_TAKEN_TWICE', when: 'a booked seat is held', story: () => bertInside(annaBought()).held(2, BERT, [1]) },
  {
    code: 'SEAT_TAKEN_TWICE',
    when: 'a blocked seat is held',
    story: () =>
      Story.annaInside()
        .schedule('SeatsBlocked', { seats: [5] })
        .held(1, ANNA, [5]),
  },
  { code: 'SEAT_BLOCKED_WRONGLY', when: 'a held seat is blocked', story: () => Story.annaHolds().schedule('SeatsBlocked', { seats: [1] }) },
  {
    code: 'SEAT_BLOCKED_WRONGLY',
    when: 'a free seat is unblocked',
    story: () => Story.onSale().schedule('SeatsUnblocked', { seats: [1] }),
  },
  { code: 'RESERVATION_REUSED', when: 'a reservation id is given twice', story: () => Story.annaHolds().held(1, ANNA, [3]) },
  {
    code: 'RESERVATION_REUSED',
    when: "a reservation bears another schedule's id",
    story: () => Story.annaInside().held(1, ANNA, [1], { reservationId: `${CONCERT}-000000000000-r-${'0'.repeat(32)}` }),
  },
  {
    code: 'RESERVATION_MISUSED',
    when: 'a hold is released twice',
    story: () => Story.annaHolds().released(1, ANNA, [1, 2]).released(1, ANNA, [1, 2]),
  },
  { code: 'RESERVATION_MISUSED', when: 'an unknown hold runs out', story: () => Story.onSale().expired(9, ANNA, [1]) },
  {
    code: 'RESERVATION_MISUSED',
    when: 'a released hold is paid for',
    story: () => Story.annaHolds().released(1, ANNA, [1, 2]).started(1, 1, ANNA, 200),
  },
  {
    code: 'RESERVATION_MISUSED',
    when: 'a hold is superseded without a payment',
    story: () => Story.annaHolds().released(1, ANNA, [1, 2], 'SUPERSEDED'),
  },
  {
    code: 'RESERVATION_MISUSED',
    when: 'another payment than the one under way completes',
    story: () => Story.annaPays().completed(7, 1, ANNA, [1, 2], 800),
  },
  { code: 'NOT_THE_HOLDER', when: 'Bert books what Anna holds', story: () => Story.annaPays().created(1, 1, BERT, [1, 2]) },
  { code: 'NOT_THE_HOLDER', when: 'other seats are booked than held', story: () => Story.annaPays().created(1, 1, ANNA, [1, 3]) },
  { code: 'NOT_THE_HOLDER', when: "Bert releases Anna's hold", story: () => Story.annaHolds().released(1, BERT, [1, 2]) },
  {
    code: 'AMOUNT_WRONG',
    when: 'a hold costs less than its seats',
    story: () => Story.annaInside().held(1, ANNA, [1, 2], { amount: 199 }),
  },
  { code: 'AMOUNT_WRONG', when: 'a payment is over less than the hold', story: () => Story.annaHolds().started(1, 1, ANNA, 150) },
  { code: 'AMOUNT_WRONG', when: 'the wallet gives less than the payment asks', story: () => Story.annaPays().used(ANNA, 1, 1, 150) },
  {
    code: 'HOLD_CUT_SHORT',
    when: 'a hold runs out a millisecond early',
    story: () =>
      Story.annaHolds()
        .after(HOLD_MS - 1)
        .expired(1, ANNA, [1, 2]),
  },
  {
    code: 'HOLD_CUT_SHORT',
    when: 'a hold is given less time',
    story: () => Story.annaInside().held(1, ANNA, [1], { expiresAt: START + HOLD_MS - 1 }),
  },
  {
    code: 'HOLD_OUTLIVED',
    when: 'a hold stands when another is made after its time',
    story: () => Story.annaHolds().after(HOLD_MS).held(2, ANNA, [3]),
  },
  { code: 'HOLD_OUTLIVED', when: 'a hold stands at the end long after its time', story: () => Story.annaHolds().after(HOLD_MS + 60_000) },
  {
    code: 'PAID_TOO_LATE',
    when: 'a payment starts when the time is over',
    story: () => Story.annaHolds().after(HOLD_MS).started(1, 1, ANNA, 200),
  },
  { code: 'PAYMENT_REUSED', when: 'a payment id is given twice', story: () => timedOut(Story.annaPays()).started(1, 1, ANNA, 200) },
  {
    code: 'STUCK_IN_PAYING',
    when: 'a payment outlives its grace',
    story: () => Story.annaPays().after(PAYMENT_GRACE_MS).held(2, ANNA, [3]),
  },
  {
    code: 'STUCK_IN_PAYING',
    when: 'a payment outlives its grace until the end',
    story: () => Story.annaPays().after(PAYMENT_GRACE_MS + 60_000),
  },
  { code: 'STUCK_IN_PAYING', when: 'a payment is under way although nothing moves', story: () => Story.annaPays(), quiescent: true },
  {
    code: 'BOOKED_WITHOUT_PAYMENT',
    when: 'seats are booked before the payment is completed',
    story: () => Story.annaPays().created(1, 1, ANNA, [1, 2]),
  },
  {
    code: 'BOOKED_WITHOUT_PAYMENT',
    when: 'a completed payment books nothing',
    story: () => Story.annaPays().used(ANNA, 1, 1, 200).completed(1, 1, ANNA, [1, 2], 800),
  },
  { code: 'ABORTED_WITHOUT_REASON', when: 'nobody declined', story: () => Story.annaPays().aborted(1, 1, ANNA, 200, 'DECLINED') },
  { code: 'ABORTED_WITHOUT_REASON', when: 'the grace is not over', story: () => Story.annaPays().aborted(1, 1, ANNA, 200, 'TIMED_OUT') },
  { code: 'CAP_EXCEEDED', when: 'a fifth seat of four is held', story: () => Story.annaHolds().held(2, ANNA, [3, 4, 5]) },
  {
    code: 'HOLDS_LEFT_AFTER_PAYMENT',
    when: 'another hold of the buyer stays',
    story: () =>
      Story.annaHolds()
        .held(2, ANNA, [3])
        .started(1, 1, ANNA, 200)
        .used(ANNA, 1, 1, 200)
        .completed(1, 1, ANNA, [1, 2], 800)
        .created(1, 1, ANNA, [1, 2]),
  },
  { code: 'HELD_WHILE_CLOSED', when: 'sales have closed', story: () => Story.annaInside().schedule('SalesClosed', {}).held(1, ANNA, [1]) },
  {
    code: 'HELD_WHILE_CLOSED',
    when: 'the hour of closing has come',
    story: () =>
      Story.onSale({ salesCloseAt: START + 5 })
        .issued(1, ANNA)
        .activated(1, ANNA)
        .after(5)
        .held(1, ANNA, [1]),
  },
  { code: 'HELD_FROM_OUTSIDE', when: 'somebody in line holds seats', story: () => Story.onSale().issued(1, ANNA).held(1, ANNA, [1]) },
  {
    code: 'HELD_FROM_OUTSIDE',
    when: 'somebody holds seats long after leaving',
    story: () => Story.annaInside().ended(1, ANNA, 'LEFT').after(6_000).held(1, ANNA, [1]),
  },
];

export const LINE: readonly SeededViolation[] = [
  {
    code: 'PLACE_LEFT_EMPTY',
    when: 'somebody left, and the next one is not let in before others come',
    story: () => bertInside(Story.annaInside()).issued(3, CLEO).after(1).ended(1, ANNA, 'LEFT').after(1).ended(2, BERT, 'LEFT'),
  },
  {
    code: 'HELD_FROM_OUTSIDE',
    when: 'the last admission had run out a moment ago',
    story: () =>
      Story.annaInside()
        .ended(1, ANNA, 'LEFT')
        .after(ADMISSION_MS + CLOCKS_DIFFER_MS_MAX + 1)
        .held(1, ANNA, [1]),
  },
  { code: 'QUEUE_MISUSED', when: 'a waiting room is opened twice', story: () => Story.onSale().queueOpened() },
  { code: 'QUEUE_MISUSED', when: 'a token is issued before it is opened', story: () => new Story().issued(1, ANNA) },
  { code: 'SEQ_REUSED', when: 'a place in line is given twice', story: () => Story.onSale().issued(1, ANNA).issued(1, BERT) },
  { code: 'TWO_LIVE_TOKENS', when: 'somebody in line gets a second token', story: () => Story.onSale().issued(1, ANNA).issued(2, ANNA) },
  {
    code: 'TOKEN_MISUSED',
    when: 'an ended token is activated',
    story: () => Story.onSale().issued(1, ANNA).ended(1, ANNA, 'LEFT').activated(1, ANNA),
  },
  { code: 'TOKEN_MISUSED', when: 'a token ends twice', story: () => Story.annaInside().ended(1, ANNA, 'LEFT').ended(1, ANNA, 'LEFT') },
  { code: 'TOKEN_MISUSED', when: 'a token nobody has is activated', story: () => Story.onSale().activated(4, ANNA) },
  { code: 'TOKEN_MISUSED', when: 'a token is activated for another user', story: () => Story.onSale().issued(1, ANNA).activated(1, BERT) },
  { code: 'TOKEN_MISUSED', when: 'somebody inside is lost in line', story: () => Story.annaInside().after(900_000).ended(1, ANNA, 'LOST') },
  {
    code: 'TOO_MANY_INSIDE',
    when: 'a third is let in where two may be',
    story: () => bertInside(Story.annaInside()).issued(3, CLEO).activated(3, CLEO),
  },
  {
    code: 'TOO_MANY_INSIDE',
    when: 'somebody is let in after the limit was lowered',
    story: () => Story.annaInside().configured({ maxActive: 1 }).issued(2, BERT).activated(2, BERT),
  },
  {
    code: 'OVERTAKEN',
    when: 'the second in line is let in first',
    story: () => Story.onSale().issued(1, ANNA).issued(2, BERT).activated(2, BERT),
  },
  {
    code: 'TURN_CUT_SHORT',
    when: 'somebody is called inactive too early',
    story: () => Story.annaInside().after(599_999).ended(1, ANNA, 'INACTIVE'),
  },
  { code: 'TURN_CUT_SHORT', when: 'a session ends too early', story: () => Story.annaInside().after(1_799_999).ended(1, ANNA, 'SESSION') },
  {
    code: 'TURN_CUT_SHORT',
    when: 'somebody in line is called lost too early',
    story: () => bertInside(Story.annaInside()).issued(3, CLEO).after(299_999).ended(3, CLEO, 'LOST'),
  },
  {
    code: 'PLACE_LEFT_EMPTY',
    when: 'nobody is let in although there is room',
    story: () => Story.onSale().issued(1, ANNA).after(1).issued(2, BERT),
  },
  { code: 'PLACE_LEFT_EMPTY', when: 'somebody waits at the end although there is room', story: () => Story.onSale().issued(1, ANNA) },
  { code: 'PAID_WITHOUT_PAYMENT', when: 'a token ends as paid and nothing was', story: () => Story.annaHolds().ended(1, ANNA, 'PAID') },
];

export const LOG: readonly SeededViolation[] = [
  { code: 'EVENT_MALFORMED', when: 'an amount is negative', story: () => new Story().charged(ANNA, -5) },
  { code: 'EVENT_MALFORMED', when: 'an id is empty', story: () => Story.annaInside().held(1, '', [1]) },
  { code: 'EVENT_MALFORMED', when: 'a time is not a time', story: () => Story.annaInside().held(1, ANNA, [1], { expiresAt: Number.NaN }) },
  { code: 'EVENT_MALFORMED', when: 'a schedule has no sections', story: () => new Story().scheduleCreated({ sections: [] }) },
  {
    code: 'EVENT_MALFORMED',
    when: 'a section has no rows',
    story: () => new Story().scheduleCreated({ sections: [{ price: 5, rows: 7 }] }),
  },
  { code: 'EVENT_MALFORMED', when: 'settings are missing', story: () => new Story().queue('QueueOpened', { settings: null }) },
  { code: 'EVENT_MALFORMED', when: 'the entity has no key', story: () => new Story().event('wallet/', 'UseForbidden', { paymentId: 'p' }) },
  { code: 'EVENT_MALFORMED', when: 'a hold names no seats', story: () => Story.annaInside().held(1, ANNA, []) },
  { code: 'EVENT_MALFORMED', when: 'an amount is a fraction', story: () => new Story().charged(ANNA, 0.5) },
  { code: 'EVENT_MALFORMED', when: 'a reason is unknown', story: () => Story.annaInside().ended(1, ANNA, 'TIRED') },
  {
    code: 'TIME_RAN_BACKWARDS',
    when: 'an event is earlier than the one before',
    story: () => new Story().charged(ANNA, 5).after(-1).charged(ANNA, 5),
  },
];
