// Original file: proto/frontrow/v1/ticketing.proto

import type { Section as _frontrow_v1_Section, Section__Output as _frontrow_v1_Section__Output } from '../../frontrow/v1/Section.js';
import type { Long } from '@grpc/proto-loader';

/**
 * A part of a snapshot. The snapshot is whole, and holds, when the chunk that is `last` is there; what was known before is void then.
 */
export interface SeatsChunk {
  'scheduleId'?: (string);
  'version'?: (number | string | Long);
  'totalSeats'?: (number);
  /**
   * Those that follow the sections of the chunks before. A section whose name and price repeat those of the one before goes on with its rows.
   */
  'sections'?: (_frontrow_v1_Section)[];
  /**
   * The seat of the first status.
   */
  'firstSeat'?: (number);
  /**
   * Four seats a byte, the first in the lowest two bits: 0 AVAILABLE, 1 HELD, 2 BOOKED, 3 BLOCKED.
   */
  'statuses'?: (Buffer | Uint8Array | string);
  'last'?: (boolean);
}

/**
 * A part of a snapshot. The snapshot is whole, and holds, when the chunk that is `last` is there; what was known before is void then.
 */
export interface SeatsChunk__Output {
  'scheduleId': (string);
  'version': (number);
  'totalSeats': (number);
  /**
   * Those that follow the sections of the chunks before. A section whose name and price repeat those of the one before goes on with its rows.
   */
  'sections': (_frontrow_v1_Section__Output)[];
  /**
   * The seat of the first status.
   */
  'firstSeat': (number);
  /**
   * Four seats a byte, the first in the lowest two bits: 0 AVAILABLE, 1 HELD, 2 BOOKED, 3 BLOCKED.
   */
  'statuses': (Buffer);
  'last': (boolean);
}
