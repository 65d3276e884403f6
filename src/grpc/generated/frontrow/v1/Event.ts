// Original file: proto/frontrow/v1/ticketing.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.js';
import type { Struct as _google_protobuf_Struct, Struct__Output as _google_protobuf_Struct__Output } from '../../google/protobuf/Struct.js';

export interface Event {
  /**
   * Where it stands in the log; opaque, valid for ever.
   */
  'cursor'?: (string);
  /**
   * SeatHeld, PaymentCompleted, ReservationCreated, TokenExpired, …
   */
  'type'?: (string);
  'at'?: (_google_protobuf_Timestamp | null);
  /**
   * kind/key, for example schedule/3f2a91c07b5e4d18-9a0c21bb47f3.
   */
  'entity'?: (string);
  /**
   * The event's own members; times are RFC 3339.
   */
  'data'?: (_google_protobuf_Struct | null);
}

export interface Event__Output {
  /**
   * Where it stands in the log; opaque, valid for ever.
   */
  'cursor': (string);
  /**
   * SeatHeld, PaymentCompleted, ReservationCreated, TokenExpired, …
   */
  'type': (string);
  'at': (_google_protobuf_Timestamp__Output | null);
  /**
   * kind/key, for example schedule/3f2a91c07b5e4d18-9a0c21bb47f3.
   */
  'entity': (string);
  /**
   * The event's own members; times are RFC 3339.
   */
  'data': (_google_protobuf_Struct__Output | null);
}
