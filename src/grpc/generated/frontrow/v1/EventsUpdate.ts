// Original file: proto/frontrow/v1/ticketing.proto

import type { Event as _frontrow_v1_Event, Event__Output as _frontrow_v1_Event__Output } from '../../frontrow/v1/Event.js';

export interface EventsUpdate {
  /**
   * Empty: a sign of life, at least every 15 seconds.
   */
  'items'?: (_frontrow_v1_Event)[];
  /**
   * Where to go on from after this update: beyond its last item, and beyond all that was left out by type.
   */
  'next'?: (string);
}

export interface EventsUpdate__Output {
  /**
   * Empty: a sign of life, at least every 15 seconds.
   */
  'items': (_frontrow_v1_Event__Output)[];
  /**
   * Where to go on from after this update: beyond its last item, and beyond all that was left out by type.
   */
  'next': (string);
}
