// Original file: proto/frontrow/v1/ticketing.proto

import type { QueueToken as _frontrow_v1_QueueToken, QueueToken__Output as _frontrow_v1_QueueToken__Output } from '../../frontrow/v1/QueueToken.js';
import type { Reservation as _frontrow_v1_Reservation, Reservation__Output as _frontrow_v1_Reservation__Output } from '../../frontrow/v1/Reservation.js';
import type { Payment as _frontrow_v1_Payment, Payment__Output as _frontrow_v1_Payment__Output } from '../../frontrow/v1/Payment.js';
import type { Transaction as _frontrow_v1_Transaction, Transaction__Output as _frontrow_v1_Transaction__Output } from '../../frontrow/v1/Transaction.js';
import type { Long } from '@grpc/proto-loader';

/**
 * The latest hundred of each.
 */
export interface UserFile {
  'userId'?: (string);
  /**
   * Points.
   */
  'balance'?: (number | string | Long);
  /**
   * Without the signed token itself.
   */
  'tokens'?: (_frontrow_v1_QueueToken)[];
  'reservations'?: (_frontrow_v1_Reservation)[];
  'payments'?: (_frontrow_v1_Payment)[];
  'transactions'?: (_frontrow_v1_Transaction)[];
}

/**
 * The latest hundred of each.
 */
export interface UserFile__Output {
  'userId': (string);
  /**
   * Points.
   */
  'balance': (number);
  /**
   * Without the signed token itself.
   */
  'tokens': (_frontrow_v1_QueueToken__Output)[];
  'reservations': (_frontrow_v1_Reservation__Output)[];
  'payments': (_frontrow_v1_Payment__Output)[];
  'transactions': (_frontrow_v1_Transaction__Output)[];
}
