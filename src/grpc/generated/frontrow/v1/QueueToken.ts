// Original file: proto/frontrow/v1/ticketing.proto

import type { TokenStatus as _frontrow_v1_TokenStatus, TokenStatus__Output as _frontrow_v1_TokenStatus__Output } from '../../frontrow/v1/TokenStatus.js';
import type { Place as _frontrow_v1_Place, Place__Output as _frontrow_v1_Place__Output } from '../../frontrow/v1/Place.js';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.js';
import type { EndReason as _frontrow_v1_EndReason, EndReason__Output as _frontrow_v1_EndReason__Output } from '../../frontrow/v1/EndReason.js';

export interface QueueToken {
  /**
   * For `queue_token` and the REST API's header `Queue-Token`.
   */
  'token'?: (string);
  'userId'?: (string);
  'concertId'?: (string);
  'status'?: (_frontrow_v1_TokenStatus);
  /**
   * All zero unless WAITING.
   */
  'place'?: (_frontrow_v1_Place | null);
  'issuedAt'?: (_google_protobuf_Timestamp | null);
  /**
   * When ACTIVE ends if nothing more is done; absent otherwise.
   */
  'expiresAt'?: (_google_protobuf_Timestamp | null);
  /**
   * Set when EXPIRED.
   */
  'endReason'?: (_frontrow_v1_EndReason);
}

export interface QueueToken__Output {
  /**
   * For `queue_token` and the REST API's header `Queue-Token`.
   */
  'token': (string);
  'userId': (string);
  'concertId': (string);
  'status': (_frontrow_v1_TokenStatus__Output);
  /**
   * All zero unless WAITING.
   */
  'place': (_frontrow_v1_Place__Output | null);
  'issuedAt': (_google_protobuf_Timestamp__Output | null);
  /**
   * When ACTIVE ends if nothing more is done; absent otherwise.
   */
  'expiresAt': (_google_protobuf_Timestamp__Output | null);
  /**
   * Set when EXPIRED.
   */
  'endReason': (_frontrow_v1_EndReason__Output);
}
