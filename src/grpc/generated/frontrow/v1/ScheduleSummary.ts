// Original file: proto/frontrow/v1/ticketing.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.js';

export interface ScheduleSummary {
  'scheduleId'?: (string);
  /**
   * YYYY-MM-DD in `time_zone`.
   */
  'date'?: (string);
  'startsAt'?: (_google_protobuf_Timestamp | null);
  /**
   * IANA name.
   */
  'timeZone'?: (string);
  /**
   * Absent: sales are open from the start.
   */
  'onSaleAt'?: (_google_protobuf_Timestamp | null);
  'salesCloseAt'?: (_google_protobuf_Timestamp | null);
  'totalSeats'?: (number);
}

export interface ScheduleSummary__Output {
  'scheduleId': (string);
  /**
   * YYYY-MM-DD in `time_zone`.
   */
  'date': (string);
  'startsAt': (_google_protobuf_Timestamp__Output | null);
  /**
   * IANA name.
   */
  'timeZone': (string);
  /**
   * Absent: sales are open from the start.
   */
  'onSaleAt': (_google_protobuf_Timestamp__Output | null);
  'salesCloseAt': (_google_protobuf_Timestamp__Output | null);
  'totalSeats': (number);
}
