// Original file: proto/frontrow/v1/ticketing.proto

import type { Long } from '@grpc/proto-loader';

export interface Balance {
  'userId'?: (string);
  /**
   * Points.
   */
  'balance'?: (number | string | Long);
}

export interface Balance__Output {
  'userId': (string);
  /**
   * Points.
   */
  'balance': (number);
}
