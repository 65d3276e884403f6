/** What can be found broken: every code of the checker, the promise it breaks, and the bounded list the findings are kept in. */

/** The promises of Frontrow, by the number the violations refer to. */
export const PROMISES = {
  1: 'A seat has at most one owner',
  2: 'What was acknowledged survives',
  3: 'Money is conserved to the point',
  4: 'The line is fair',
  5: 'Nobody acts for somebody else',
  6: 'A retry is safe',
} as const;

export type PromiseNumber = keyof typeof PROMISES;

interface ViolationKind {
  readonly promise: PromiseNumber;
  /** What is wrong, in general. */
  readonly title: string;
}

const breaks = (promise: PromiseNumber, title: string): ViolationKind => ({ promise, title });

export const VIOLATIONS = {
  EVENT_MALFORMED: breaks(2, 'An event does not have its documented form'),
  TIME_RAN_BACKWARDS: breaks(2, 'An event is earlier than the one before it of the same entity'),

  SCHEDULE_MISUSED: breaks(1, 'A schedule was created twice, or something happened to it before it existed'),
  SEAT_UNKNOWN: breaks(1, 'A seat that the schedule does not have was touched, or a seat was named twice'),
  SEAT_TAKEN_TWICE: breaks(1, 'A seat was given away while it was not free'),
  SEAT_BLOCKED_WRONGLY: breaks(1, 'A seat was blocked or unblocked from a state that does not allow it'),
  RESERVATION_REUSED: breaks(1, 'A reservation id was given twice, or belongs to another schedule'),
  RESERVATION_MISUSED: breaks(1, 'A reservation was moved from a state that does not allow it'),
  NOT_THE_HOLDER: breaks(5, 'Somebody released, lost, paid or booked what somebody else held'),
  AMOUNT_WRONG: breaks(3, 'An amount differs from the price of the seats, or from what was to be paid'),
  HOLD_CUT_SHORT: breaks(1, 'A hold ran out before its time, or was given less time than the schedule says'),
  HOLD_OUTLIVED: breaks(1, 'A hold was still standing after its time'),
  PAID_TOO_LATE: breaks(1, 'A payment was started for a hold whose time was over'),
  PAYMENT_REUSED: breaks(6, 'A payment id was given twice, or belongs to another schedule'),
  STUCK_IN_PAYING: breaks(1, 'A reservation stayed PAYING beyond its grace'),
  BOOKED_WITHOUT_PAYMENT: breaks(1, 'A booking and a completed payment do not belong together one to one'),
  ABORTED_WITHOUT_REASON: breaks(1, 'A payment was aborted though the wallet had not declined and the grace had not run out'),
  CAP_EXCEEDED: breaks(1, 'A user has more seats than the schedule allows one person'),
  HOLDS_LEFT_AFTER_PAYMENT: breaks(1, 'A confirmed payment left other holds of that user standing'),
  HELD_WHILE_CLOSED: breaks(4, 'Seats were held while sales were not open'),
  HELD_FROM_OUTSIDE: breaks(4, 'Seats were held by somebody who was not inside'),

  BALANCE_WRONG: breaks(3, 'A balance is not what was charged, less what was used, plus what was refunded'),
  BALANCE_NEGATIVE: breaks(3, 'A balance fell below zero'),
  TRANSACTION_REUSED: breaks(6, 'A transaction id was given twice'),
  USED_WITHOUT_PAYMENT: breaks(3, 'Points were used, declined or refunded for a payment that was not under way, or of another user'),
  USED_TWICE: breaks(3, 'Points were used twice for one payment'),
  USED_AFTER_REFUSAL: breaks(3, 'Points were used for a payment that the wallet had declined, forbidden or refunded'),
  COMPLETED_WITHOUT_POINTS: breaks(3, 'A payment was completed without exactly its amount taken from the wallet before'),
  DECLINED_THOUGH_SOLVENT: breaks(3, 'A payment was declined though the wallet had enough'),
  REFUNDED_TWICE: breaks(3, 'Points were refunded twice for one payment'),
  REFUND_UNFOUNDED: breaks(3, 'Points were refunded that were not taken, or for a payment that was not aborted'),
  NOT_REFUNDED: breaks(3, 'Points taken for an aborted payment were not given back'),
  MONEY_NOT_CONSERVED: breaks(3, 'All balances together are not what was charged, less used, plus refunded'),
  REVENUE_WRONG: breaks(3, 'What all wallets spent is not what the completed payments earned'),

  QUEUE_MISUSED: breaks(4, 'A waiting room was opened twice, or something happened in it before'),
  SEQ_REUSED: breaks(4, 'A place in line was given twice'),
  TWO_LIVE_TOKENS: breaks(4, 'A user had two live tokens for one concert'),
  TOKEN_MISUSED: breaks(4, 'A token was activated or ended from a state that does not allow it, or for another user'),
  TOO_MANY_INSIDE: breaks(4, 'Somebody was let in although the sale was full'),
  OVERTAKEN: breaks(4, 'Somebody was let in before somebody who came earlier and still waited'),
  TURN_CUT_SHORT: breaks(4, 'A token was ended before its time'),
  PLACE_LEFT_EMPTY: breaks(4, 'A place was free and somebody waited, but nobody was let in'),
  PAID_WITHOUT_PAYMENT: breaks(4, 'A token was ended as paid without a completed payment'),
  POSITION_GREW: breaks(4, 'A waiting token saw its position grow'),

  HOLD_LOST: breaks(2, 'An acknowledged hold is not in the log, or is there with other facts'),
  RELEASE_LOST: breaks(2, 'An acknowledged release is not in the log'),
  PAYMENT_LOST: breaks(2, 'An acknowledged payment is not in the log, or is there with other facts'),
  CHARGE_LOST: breaks(2, 'An acknowledged charge is not in the log, or is there with other facts'),
  TOKEN_LOST: breaks(2, 'A user was given more tokens than the log knows'),
  TOKEN_SHARED: breaks(5, 'Two users were given the same token'),
  REPEAT_DIFFERED: breaks(6, 'A repeated request was answered differently'),
  CHARGED_TOO_OFTEN: breaks(6, 'A wallet was charged more often than its owner asked for'),
  SEATS_DISAGREE: breaks(2, 'The seats as served differ from the log'),
  BALANCE_DISAGREES: breaks(2, 'A balance as served differs from the log'),
  TOKEN_DISAGREES: breaks(2, 'A token as served differs from the log'),
} as const satisfies Record<string, ViolationKind>;

export type ViolationCode = keyof typeof VIOLATIONS;

/** Values that prove a violation: ids, amounts, times in ms since 1970. */
export type Evidence = Readonly<Record<string, unknown>>;

export interface Violation {
  readonly code: ViolationCode;
  readonly promise: PromiseNumber;
  /** `kind/key`; for what only a client saw: `client/<userId>`. */
  readonly entity: string;
  /** What happened here, for a person. */
  readonly sentence: string;
  readonly evidence: Evidence;
  /** How many events had been read, the offending one included. */
  readonly eventNumber: number;
}

/** Beyond so many, violations are only counted: one broken rule can break a million times. */
export const VIOLATIONS_KEPT_MAX = 1_000;

export class ViolationList {
  readonly kept: Violation[] = [];
  readonly counts = new Map<ViolationCode, number>();
  total = 0;
  /** Set by whoever feeds the events. */
  eventNumber = 0;

  add(code: ViolationCode, entity: string, sentence: string, evidence: Evidence): void {
    this.total += 1;
    this.counts.set(code, (this.counts.get(code) ?? 0) + 1);
    if (this.kept.length >= VIOLATIONS_KEPT_MAX) return;
    const { promise } = VIOLATIONS[code];
    this.kept.push({ code, promise, entity, sentence, evidence, eventNumber: this.eventNumber });
  }
}
