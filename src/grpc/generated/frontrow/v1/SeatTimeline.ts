// Original file: proto/frontrow/v1/ticketing.proto

import type { Event as _frontrow_v1_Event, Event__Output as _frontrow_v1_Event__Output } from '../../frontrow/v1/Event.js';

export interface SeatTimeline {
  'items'?: (_frontrow_v1_Event)[];
}

export interface SeatTimeline__Output {
  'items': (_frontrow_v1_Event__Output)[];
}
