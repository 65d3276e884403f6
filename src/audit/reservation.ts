import type { ReservationStatus } from '../domain/schedule/protocol.js';

/** A reservation as the log tells it. */
export interface Reservation {
  readonly reservationId: string;
  readonly userId: string;
  readonly seats: readonly number[];
  readonly amount: number;
  readonly expiresAt: number;
  status: ReservationStatus;
  /** The last payment tried. */
  paymentId: string | null;
}
