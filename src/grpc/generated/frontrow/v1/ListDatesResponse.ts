// Original file: proto/frontrow/v1/ticketing.proto

import type { Schedule as _frontrow_v1_Schedule, Schedule__Output as _frontrow_v1_Schedule__Output } from '../../frontrow/v1/Schedule.js';

export interface ListDatesResponse {
  'concertId'?: (string);
  /**
   * In order of their start.
   */
  'dates'?: (_frontrow_v1_Schedule)[];
}

export interface ListDatesResponse__Output {
  'concertId': (string);
  /**
   * In order of their start.
   */
  'dates': (_frontrow_v1_Schedule__Output)[];
}
