// Original file: proto/frontrow/v1/ticketing.proto

import type { ReservationStatus as _frontrow_v1_ReservationStatus, ReservationStatus__Output as _frontrow_v1_ReservationStatus__Output } from '../../frontrow/v1/ReservationStatus.js';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.js';
import type { Long } from '@grpc/proto-loader';

export interface Reservation {
  'reservationId'?: (string);
  'scheduleId'?: (string);
  'userId'?: (string);
  /**
   * Ascending.
   */
  'seats'?: (number)[];
  /**
   * Whether the seats are next to each other in one row.
   */
  'adjacent'?: (boolean);
  /**
   * Points.
   */
  'amount'?: (number | string | Long);
  'status'?: (_frontrow_v1_ReservationStatus);
  'heldAt'?: (_google_protobuf_Timestamp | null);
  'expiresAt'?: (_google_protobuf_Timestamp | null);
  /**
   * Seconds; 0 unless HELD or PAYING.
   */
  'expiresInSeconds'?: (number);
  /**
   * The last payment tried; empty when there was none.
   */
  'paymentId'?: (string);
  /**
   * Of the schedule.
   */
  'concertId'?: (string);
}

export interface Reservation__Output {
  'reservationId': (string);
  'scheduleId': (string);
  'userId': (string);
  /**
   * Ascending.
   */
  'seats': (number)[];
  /**
   * Whether the seats are next to each other in one row.
   */
  'adjacent': (boolean);
  /**
   * Points.
   */
  'amount': (number);
  'status': (_frontrow_v1_ReservationStatus__Output);
  'heldAt': (_google_protobuf_Timestamp__Output | null);
  'expiresAt': (_google_protobuf_Timestamp__Output | null);
  /**
   * Seconds; 0 unless HELD or PAYING.
   */
  'expiresInSeconds': (number);
  /**
   * The last payment tried; empty when there was none.
   */
  'paymentId': (string);
  /**
   * Of the schedule.
   */
  'concertId': (string);
}
