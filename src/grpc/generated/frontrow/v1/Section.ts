// Original file: proto/frontrow/v1/ticketing.proto

import type { Long } from '@grpc/proto-loader';

export interface _frontrow_v1_Section_Row {
  'name'?: (string);
  'seats'?: (number);
}

export interface _frontrow_v1_Section_Row__Output {
  'name': (string);
  'seats': (number);
}

export interface Section {
  'name'?: (string);
  /**
   * Points for each seat.
   */
  'price'?: (number | string | Long);
  'rows'?: (_frontrow_v1_Section_Row)[];
}

export interface Section__Output {
  'name': (string);
  /**
   * Points for each seat.
   */
  'price': (number);
  'rows': (_frontrow_v1_Section_Row__Output)[];
}
