// Original file: proto/frontrow/v1/ticketing.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.js';

export interface Account {
  'userId'?: (string);
  /**
   * For the REST API: `Authorization: Bearer <access token>`.
   */
  'accessToken'?: (string);
  'expiresAt'?: (_google_protobuf_Timestamp | null);
}

export interface Account__Output {
  'userId': (string);
  /**
   * For the REST API: `Authorization: Bearer <access token>`.
   */
  'accessToken': (string);
  'expiresAt': (_google_protobuf_Timestamp__Output | null);
}
