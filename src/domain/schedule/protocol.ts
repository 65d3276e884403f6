/**
 * What one can ask of a schedule (one dated performance), what it records, and what it answers.
 * All times are milliseconds since 1970, all amounts whole points, seats are numbered from 1 through all sections and rows in order.
 */

export const SEATS_MAX = 100_000;
export const SECTIONS_MAX = 500;
/** Rows of all sections together. */
export const ROWS_MAX = 5_000;
/** Most seats one hold may name; the cap per user (a setting of the schedule) is usually far lower. */
export const SEATS_PER_HOLD_MAX = 100;
export const HOLD_MS_DEFAULT = 300_000;
export const SEATS_DEFAULT = 50;
export const PRICE_DEFAULT = 50_000;
export const SEATS_PER_USER_DEFAULT = 4;
/** How long a payment may be under way before it is aborted and refunded. The hold cannot run out meanwhile. */
export const PAYMENT_GRACE_MS = 30_000;
/** Length of a section's or a row's name. */
export const NAME_LENGTH_MAX = 100;
export const PRICE_MAX_POINTS = 10_000_000;
export const HOLD_MS_MIN = 1_000;
export const HOLD_MS_MAX = 24 * 3_600_000;
/** Most reservations one answer lists. */
export const RESERVATIONS_LISTED_MAX = 100;

export interface RowSpec {
  readonly name: string;
  readonly seats: number;
}

export interface SectionSpec {
  readonly name: string;
  /** Points per seat. */
  readonly price: number;
  readonly rows: readonly RowSpec[];
}

export interface ScheduleSpec {
  readonly concertId: string;
  readonly startsAt: number;
  /** IANA name. */
  readonly timeZone: string;
  /** YYYY-MM-DD in `timeZone`; computed by the edge, which knows time zones. */
  readonly date: string;
  readonly sections: readonly SectionSpec[];
  readonly holdMs: number;
  /** 0: no cap. Counts a user's held, paying and booked seats. */
  readonly maxSeatsPerUser: number;
  /** null: on sale at once. */
  readonly onSaleAt: number | null;
  readonly salesCloseAt: number;
}

export type SeatStatus = 'AVAILABLE' | 'HELD' | 'BOOKED' | 'BLOCKED';
/** Index = the code of a status in columnar form. */
export const SEAT_STATUSES: readonly SeatStatus[] = ['AVAILABLE', 'HELD', 'BOOKED', 'BLOCKED'];

export type ReservationStatus = 'HELD' | 'PAYING' | 'CONFIRMED' | 'EXPIRED' | 'RELEASED';

/** The queue's word that a user is inside: for which concert and until when it may be relied on. */
export interface Admission {
  readonly concertId: string;
  readonly admittedUntil: number;
}

/** Seats that the schedule chooses. */
export interface BestAvailable {
  /** 1 to SEATS_PER_HOLD_MAX. */
  readonly count: number;
  /** The name of a section; null: any. */
  readonly section: string | null;
}

/** Which seats to hold: those with these numbers, or the best there are. */
export type SeatChoice = { readonly seats: readonly number[] } | { readonly best: BestAvailable };

export type ScheduleCommand =
  /** Idempotent: a schedule that exists stays as it is. */
  | { readonly type: 'Create'; readonly spec: ScheduleSpec }
  /** Creates the reservation named after the command's id. All or nothing. */
  | { readonly type: 'Hold'; readonly userId: string; readonly choice: SeatChoice; readonly admission: Admission }
  | { readonly type: 'Release'; readonly userId: string; readonly reservationId: string }
  /** Answered when the payment is decided. Creates the payment named after the command's id, or joins the one under way. `tokenSeq`: the queue token to end, null for none. */
  | { readonly type: 'Pay'; readonly userId: string; readonly reservationId: string; readonly tokenSeq: number | null }
  /** From the schedule's own effects. */
  | { readonly type: 'ConfirmPayment'; readonly paymentId: string; readonly balance: number }
  | { readonly type: 'AbortPayment'; readonly paymentId: string; readonly balance: number }
  | { readonly type: 'SettleEffect'; readonly key: string }
  | { readonly type: 'SetBlocked'; readonly block: readonly number[]; readonly unblock: readonly number[] }
  | { readonly type: 'Describe' }
  | { readonly type: 'ListSeats'; readonly userId: string }
  /** The same for whoever asks. */
  | { readonly type: 'ShareSeats' }
  /** `userId` null: whoever's it is (operators). */
  | { readonly type: 'GetReservation'; readonly userId: string | null; readonly reservationId: string }
  /** Newest first, at most RESERVATIONS_LISTED_MAX. `before`: only those older than this reservation of the same user. */
  | { readonly type: 'ListReservations'; readonly userId: string; readonly before?: string }
  | { readonly type: 'GetPayment'; readonly userId: string | null; readonly paymentId: string };

export type ScheduleEvent =
  | { readonly type: 'ScheduleCreated'; readonly spec: ScheduleSpec }
  | { readonly type: 'SalesOpened' }
  | { readonly type: 'SalesClosed' }
  | {
      readonly type: 'SeatHeld';
      readonly reservationId: string;
      readonly userId: string;
      readonly seats: readonly number[];
      readonly amount: number;
      readonly expiresAt: number;
    }
  | {
      readonly type: 'HoldReleased';
      readonly reservationId: string;
      readonly userId: string;
      readonly seats: readonly number[];
      readonly reason: 'OWNER' | 'SUPERSEDED';
    }
  | { readonly type: 'HoldExpired'; readonly reservationId: string; readonly userId: string; readonly seats: readonly number[] }
  | {
      readonly type: 'PaymentStarted';
      readonly paymentId: string;
      readonly reservationId: string;
      readonly userId: string;
      readonly amount: number;
      readonly graceUntil: number;
      readonly tokenSeq: number | null;
    }
  /** The commit point of the checkout. */
  | {
      readonly type: 'PaymentCompleted';
      readonly paymentId: string;
      readonly reservationId: string;
      readonly userId: string;
      readonly seats: readonly number[];
      readonly amount: number;
      readonly balance: number;
    }
  /** The seats are BOOKED, the reservation CONFIRMED; always in one record with its PaymentCompleted. */
  | {
      readonly type: 'ReservationCreated';
      readonly reservationId: string;
      readonly userId: string;
      readonly seats: readonly number[];
      readonly amount: number;
      readonly paymentId: string;
    }
  /** DECLINED: the wallet recorded that it will never pay. TIMED_OUT: the wallet may have paid, so a refund follows. */
  | {
      readonly type: 'PaymentAborted';
      readonly paymentId: string;
      readonly reservationId: string;
      readonly userId: string;
      readonly amount: number;
      readonly reason: 'DECLINED' | 'TIMED_OUT';
      readonly balance: number | null;
    }
  | { readonly type: 'SeatsBlocked'; readonly seats: readonly number[] }
  | { readonly type: 'SeatsUnblocked'; readonly seats: readonly number[] }
  /** An effect was answered and is not asked again. */
  | { readonly type: 'EffectSettled'; readonly key: string };

export interface ScheduleView {
  readonly scheduleId: string;
  readonly spec: ScheduleSpec;
  readonly onSale: boolean;
  readonly totalSeats: number;
  readonly availableSeats: number;
  readonly heldSeats: number;
  readonly bookedSeats: number;
  readonly blockedSeats: number;
}

export interface SeatsView {
  readonly scheduleId: string;
  /** Grows with every change of any seat. */
  readonly version: number;
  /** The same object as long as the schedule lives, so it can serve as a cache key. */
  readonly sections: readonly SectionSpec[];
  /** A copy: code of the status of seat n at index n - 1, see SEAT_STATUSES. */
  readonly statuses: Uint8Array;
  /** Seats the asking user holds, pays for or owns. */
  readonly mine: readonly number[];
}

/** What everybody sees, `mine` being empty, and who may see more. */
export interface SharedSeatsView extends SeatsView {
  /** For `mayOwn`: users for whom `mine` may not be empty. */
  readonly owners: Uint8Array;
}

export interface ReservationView {
  readonly reservationId: string;
  readonly scheduleId: string;
  readonly userId: string;
  /** Ascending. */
  readonly seats: readonly number[];
  /** Whether the seats are next to each other in one row; a single seat is. */
  readonly adjacent: boolean;
  readonly amount: number;
  readonly status: ReservationStatus;
  readonly heldAt: number;
  readonly expiresAt: number;
  /** From `expiresAt` and the entity's time; 0 unless HELD or PAYING. */
  readonly expiresInSeconds: number;
  /** The last payment tried, if any. */
  readonly paymentId: string | null;
}

export interface PaymentView {
  readonly paymentId: string;
  readonly reservationId: string;
  readonly scheduleId: string;
  readonly userId: string;
  readonly seats: readonly number[];
  readonly amount: number;
  readonly status: 'PENDING' | 'COMPLETED' | 'ABORTED';
  /** The wallet's balance after the payment; null unless COMPLETED. */
  readonly balance: number | null;
  readonly paidAt: number | null;
}

export interface ScheduleReplies {
  Create: ScheduleView;
  Hold: ReservationView;
  Release: ReservationView;
  Pay: PaymentView;
  ConfirmPayment: null;
  AbortPayment: null;
  SettleEffect: null;
  SetBlocked: ScheduleView;
  Describe: ScheduleView;
  ListSeats: SeatsView;
  ShareSeats: SharedSeatsView;
  GetReservation: ReservationView;
  ListReservations: readonly ReservationView[];
  GetPayment: PaymentView;
}

export type ScheduleReply = ScheduleReplies[keyof ScheduleReplies];
/** A schedule has no signs of life. */
export type ScheduleSign = never;
