// Original file: proto/frontrow/v1/ticketing.proto

import type { Long } from '@grpc/proto-loader';

/**
 * What turns the seats of one version into those of another: each seat is named at most once, with what it is now.
 */
export interface SeatsDelta {
  'fromVersion'?: (number | string | Long);
  'version'?: (number | string | Long);
  'available'?: (number)[];
  'held'?: (number)[];
  'booked'?: (number)[];
  'blocked'?: (number)[];
}

/**
 * What turns the seats of one version into those of another: each seat is named at most once, with what it is now.
 */
export interface SeatsDelta__Output {
  'fromVersion': (number);
  'version': (number);
  'available': (number)[];
  'held': (number)[];
  'booked': (number)[];
  'blocked': (number)[];
}
