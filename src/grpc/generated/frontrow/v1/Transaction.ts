// Original file: proto/frontrow/v1/ticketing.proto

import type { TransactionType as _frontrow_v1_TransactionType, TransactionType__Output as _frontrow_v1_TransactionType__Output } from '../../frontrow/v1/TransactionType.js';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.js';
import type { Long } from '@grpc/proto-loader';

export interface Transaction {
  'transactionId'?: (string);
  'userId'?: (string);
  'type'?: (_frontrow_v1_TransactionType);
  /**
   * Points, positive whatever the type.
   */
  'amount'?: (number | string | Long);
  /**
   * Points in the wallet afterwards.
   */
  'balance'?: (number | string | Long);
  'at'?: (_google_protobuf_Timestamp | null);
  /**
   * Of USE and REFUND; empty otherwise.
   */
  'paymentId'?: (string);
}

export interface Transaction__Output {
  'transactionId': (string);
  'userId': (string);
  'type': (_frontrow_v1_TransactionType__Output);
  /**
   * Points, positive whatever the type.
   */
  'amount': (number);
  /**
   * Points in the wallet afterwards.
   */
  'balance': (number);
  'at': (_google_protobuf_Timestamp__Output | null);
  /**
   * Of USE and REFUND; empty otherwise.
   */
  'paymentId': (string);
}
