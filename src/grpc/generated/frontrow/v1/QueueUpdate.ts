// Original file: proto/frontrow/v1/ticketing.proto

import type { Place as _frontrow_v1_Place, Place__Output as _frontrow_v1_Place__Output } from '../../frontrow/v1/Place.js';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.js';
import type { EndReason as _frontrow_v1_EndReason, EndReason__Output as _frontrow_v1_EndReason__Output } from '../../frontrow/v1/EndReason.js';

export interface _frontrow_v1_QueueUpdate_Admitted {
  'concertId'?: (string);
  /**
   * When it ends if nothing is done.
   */
  'expiresAt'?: (_google_protobuf_Timestamp | null);
}

export interface _frontrow_v1_QueueUpdate_Admitted__Output {
  'concertId': (string);
  /**
   * When it ends if nothing is done.
   */
  'expiresAt': (_google_protobuf_Timestamp__Output | null);
}

export interface _frontrow_v1_QueueUpdate_Ended {
  'reason'?: (_frontrow_v1_EndReason);
}

export interface _frontrow_v1_QueueUpdate_Ended__Output {
  'reason': (_frontrow_v1_EndReason__Output);
}

export interface _frontrow_v1_QueueUpdate_StillThere {
}

export interface _frontrow_v1_QueueUpdate_StillThere__Output {
}

export interface QueueUpdate {
  /**
   * Whenever the place changes.
   */
  'waiting'?: (_frontrow_v1_Place | null);
  'admitted'?: (_frontrow_v1_QueueUpdate_Admitted | null);
  'ended'?: (_frontrow_v1_QueueUpdate_Ended | null);
  /**
   * At least every 15 seconds when there is nothing else to say.
   */
  'stillThere'?: (_frontrow_v1_QueueUpdate_StillThere | null);
  'update'?: "waiting"|"admitted"|"ended"|"stillThere";
}

export interface QueueUpdate__Output {
  /**
   * Whenever the place changes.
   */
  'waiting'?: (_frontrow_v1_Place__Output | null);
  'admitted'?: (_frontrow_v1_QueueUpdate_Admitted__Output | null);
  'ended'?: (_frontrow_v1_QueueUpdate_Ended__Output | null);
  /**
   * At least every 15 seconds when there is nothing else to say.
   */
  'stillThere'?: (_frontrow_v1_QueueUpdate_StillThere__Output | null);
  'update'?: "waiting"|"admitted"|"ended"|"stillThere";
}
