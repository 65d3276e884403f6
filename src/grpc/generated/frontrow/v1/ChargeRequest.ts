// Original file: proto/frontrow/v1/ticketing.proto

import type { Long } from '@grpc/proto-loader';

export interface ChargeRequest {
  'requestId'?: (string);
  'userId'?: (string);
  /**
   * Points, at least 1.
   */
  'amount'?: (number | string | Long);
}

export interface ChargeRequest__Output {
  'requestId': (string);
  'userId': (string);
  /**
   * Points, at least 1.
   */
  'amount': (number);
}
