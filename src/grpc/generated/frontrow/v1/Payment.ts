// Original file: proto/frontrow/v1/ticketing.proto

import type { PaymentStatus as _frontrow_v1_PaymentStatus, PaymentStatus__Output as _frontrow_v1_PaymentStatus__Output } from '../../frontrow/v1/PaymentStatus.js';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.js';
import type { Long } from '@grpc/proto-loader';

export interface Payment {
  'paymentId'?: (string);
  'reservationId'?: (string);
  'scheduleId'?: (string);
  'userId'?: (string);
  /**
   * Ascending.
   */
  'seats'?: (number)[];
  /**
   * Points.
   */
  'amount'?: (number | string | Long);
  'status'?: (_frontrow_v1_PaymentStatus);
  /**
   * Points in the wallet after the payment; absent unless COMPLETED.
   */
  'balance'?: (number | string | Long);
  /**
   * Absent unless COMPLETED.
   */
  'paidAt'?: (_google_protobuf_Timestamp | null);
  /**
   * Of the schedule.
   */
  'concertId'?: (string);
  '_balance'?: "balance";
}

export interface Payment__Output {
  'paymentId': (string);
  'reservationId': (string);
  'scheduleId': (string);
  'userId': (string);
  /**
   * Ascending.
   */
  'seats': (number)[];
  /**
   * Points.
   */
  'amount': (number);
  'status': (_frontrow_v1_PaymentStatus__Output);
  /**
   * Points in the wallet after the payment; absent unless COMPLETED.
   */
  'balance'?: (number);
  /**
   * Absent unless COMPLETED.
   */
  'paidAt': (_google_protobuf_Timestamp__Output | null);
  /**
   * Of the schedule.
   */
  'concertId': (string);
  '_balance'?: "balance";
}
