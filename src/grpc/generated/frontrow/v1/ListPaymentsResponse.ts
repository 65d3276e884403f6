// Original file: proto/frontrow/v1/ticketing.proto

import type { Payment as _frontrow_v1_Payment, Payment__Output as _frontrow_v1_Payment__Output } from '../../frontrow/v1/Payment.js';

export interface ListPaymentsResponse {
  'items'?: (_frontrow_v1_Payment)[];
  /**
   * Empty at the end.
   */
  'next'?: (string);
}

export interface ListPaymentsResponse__Output {
  'items': (_frontrow_v1_Payment__Output)[];
  /**
   * Empty at the end.
   */
  'next': (string);
}
