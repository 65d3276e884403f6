// Original file: proto/frontrow/v1/ticketing.proto

import type { Event as _frontrow_v1_Event, Event__Output as _frontrow_v1_Event__Output } from '../../frontrow/v1/Event.js';

export interface ListEventsResponse {
  'items'?: (_frontrow_v1_Event)[];
  /**
   * Empty at the end of the log.
   */
  'next'?: (string);
}

export interface ListEventsResponse__Output {
  'items': (_frontrow_v1_Event__Output)[];
  /**
   * Empty at the end of the log.
   */
  'next': (string);
}
