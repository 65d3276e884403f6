// Original file: proto/frontrow/v1/ticketing.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.js';
import type { Section as _frontrow_v1_Section, Section__Output as _frontrow_v1_Section__Output } from '../../frontrow/v1/Section.js';

export interface CreateScheduleRequest {
  'requestId'?: (string);
  'concertId'?: (string);
  'startsAt'?: (_google_protobuf_Timestamp | null);
  /**
   * IANA name; empty: Asia/Seoul.
   */
  'timeZone'?: (string);
  /**
   * Empty: one section with 50 seats at 50,000 points.
   */
  'sections'?: (_frontrow_v1_Section)[];
  /**
   * Absent: 300.
   */
  'holdSeconds'?: (number);
  /**
   * 0: no cap. Absent: 4.
   */
  'maxSeatsPerUser'?: (number);
  /**
   * Absent: on sale at once.
   */
  'onSaleAt'?: (_google_protobuf_Timestamp | null);
  /**
   * Absent: until the show starts.
   */
  'salesCloseAt'?: (_google_protobuf_Timestamp | null);
  '_holdSeconds'?: "holdSeconds";
  '_maxSeatsPerUser'?: "maxSeatsPerUser";
}

export interface CreateScheduleRequest__Output {
  'requestId': (string);
  'concertId': (string);
  'startsAt': (_google_protobuf_Timestamp__Output | null);
  /**
   * IANA name; empty: Asia/Seoul.
   */
  'timeZone': (string);
  /**
   * Empty: one section with 50 seats at 50,000 points.
   */
  'sections': (_frontrow_v1_Section__Output)[];
  /**
   * Absent: 300.
   */
  'holdSeconds'?: (number);
  /**
   * 0: no cap. Absent: 4.
   */
  'maxSeatsPerUser'?: (number);
  /**
   * Absent: on sale at once.
   */
  'onSaleAt': (_google_protobuf_Timestamp__Output | null);
  /**
   * Absent: until the show starts.
   */
  'salesCloseAt': (_google_protobuf_Timestamp__Output | null);
  '_holdSeconds'?: "holdSeconds";
  '_maxSeatsPerUser'?: "maxSeatsPerUser";
}
