// Original file: proto/frontrow/v1/ticketing.proto

import type { SeatsChunk as _frontrow_v1_SeatsChunk, SeatsChunk__Output as _frontrow_v1_SeatsChunk__Output } from '../../frontrow/v1/SeatsChunk.js';
import type { SeatsDelta as _frontrow_v1_SeatsDelta, SeatsDelta__Output as _frontrow_v1_SeatsDelta__Output } from '../../frontrow/v1/SeatsDelta.js';

export interface _frontrow_v1_SeatsUpdate_StillThere {
}

export interface _frontrow_v1_SeatsUpdate_StillThere__Output {
}

export interface SeatsUpdate {
  'snapshot'?: (_frontrow_v1_SeatsChunk | null);
  'delta'?: (_frontrow_v1_SeatsDelta | null);
  /**
   * At least every 15 seconds when there is nothing else to say.
   */
  'stillThere'?: (_frontrow_v1_SeatsUpdate_StillThere | null);
  'update'?: "snapshot"|"delta"|"stillThere";
}

export interface SeatsUpdate__Output {
  'snapshot'?: (_frontrow_v1_SeatsChunk__Output | null);
  'delta'?: (_frontrow_v1_SeatsDelta__Output | null);
  /**
   * At least every 15 seconds when there is nothing else to say.
   */
  'stillThere'?: (_frontrow_v1_SeatsUpdate_StillThere__Output | null);
  'update'?: "snapshot"|"delta"|"stillThere";
}
