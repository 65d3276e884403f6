// Original file: proto/frontrow/v1/ticketing.proto

import type { Reservation as _frontrow_v1_Reservation, Reservation__Output as _frontrow_v1_Reservation__Output } from '../../frontrow/v1/Reservation.js';

export interface ListReservationsResponse {
  'items'?: (_frontrow_v1_Reservation)[];
  /**
   * Empty at the end.
   */
  'next'?: (string);
}

export interface ListReservationsResponse__Output {
  'items': (_frontrow_v1_Reservation__Output)[];
  /**
   * Empty at the end.
   */
  'next': (string);
}
