// Original file: proto/frontrow/v1/ticketing.proto

import type { Reservation as _frontrow_v1_Reservation, Reservation__Output as _frontrow_v1_Reservation__Output } from '../../frontrow/v1/Reservation.js';
import type { Payment as _frontrow_v1_Payment, Payment__Output as _frontrow_v1_Payment__Output } from '../../frontrow/v1/Payment.js';

export interface ReservationFile {
  'reservation'?: (_frontrow_v1_Reservation | null);
  /**
   * Absent when none was tried.
   */
  'payment'?: (_frontrow_v1_Payment | null);
}

export interface ReservationFile__Output {
  'reservation': (_frontrow_v1_Reservation__Output | null);
  /**
   * Absent when none was tried.
   */
  'payment': (_frontrow_v1_Payment__Output | null);
}
