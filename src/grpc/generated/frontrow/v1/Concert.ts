// Original file: proto/frontrow/v1/ticketing.proto

import type { ScheduleSummary as _frontrow_v1_ScheduleSummary, ScheduleSummary__Output as _frontrow_v1_ScheduleSummary__Output } from '../../frontrow/v1/ScheduleSummary.js';

export interface Concert {
  'concertId'?: (string);
  'title'?: (string);
  /**
   * At least one of its schedules is on sale now.
   */
  'onSale'?: (boolean);
  'schedules'?: (_frontrow_v1_ScheduleSummary)[];
}

export interface Concert__Output {
  'concertId': (string);
  'title': (string);
  /**
   * At least one of its schedules is on sale now.
   */
  'onSale': (boolean);
  'schedules': (_frontrow_v1_ScheduleSummary__Output)[];
}
