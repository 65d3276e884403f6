// Original file: proto/frontrow/v1/ticketing.proto

import type { Concert as _frontrow_v1_Concert, Concert__Output as _frontrow_v1_Concert__Output } from '../../frontrow/v1/Concert.js';

export interface ListConcertsResponse {
  'items'?: (_frontrow_v1_Concert)[];
  /**
   * Empty at the end.
   */
  'next'?: (string);
}

export interface ListConcertsResponse__Output {
  'items': (_frontrow_v1_Concert__Output)[];
  /**
   * Empty at the end.
   */
  'next': (string);
}
