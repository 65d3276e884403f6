// Original file: proto/frontrow/v1/ticketing.proto

import type { Transaction as _frontrow_v1_Transaction, Transaction__Output as _frontrow_v1_Transaction__Output } from '../../frontrow/v1/Transaction.js';

export interface ListTransactionsResponse {
  'items'?: (_frontrow_v1_Transaction)[];
  /**
   * Empty at the end.
   */
  'next'?: (string);
}

export interface ListTransactionsResponse__Output {
  'items': (_frontrow_v1_Transaction__Output)[];
  /**
   * Empty at the end.
   */
  'next': (string);
}
