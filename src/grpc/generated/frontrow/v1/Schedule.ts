// Original file: proto/frontrow/v1/ticketing.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.js';

export interface Schedule {
  'scheduleId'?: (string);
  'concertId'?: (string);
  /**
   * YYYY-MM-DD in `time_zone`.
   */
  'date'?: (string);
  'startsAt'?: (_google_protobuf_Timestamp | null);
  /**
   * IANA name.
   */
  'timeZone'?: (string);
  'onSale'?: (boolean);
  /**
   * Absent: sales are open from the start.
   */
  'onSaleAt'?: (_google_protobuf_Timestamp | null);
  'salesCloseAt'?: (_google_protobuf_Timestamp | null);
  'holdSeconds'?: (number);
  /**
   * 0: no cap. Counts a user's held and booked seats.
   */
  'maxSeatsPerUser'?: (number);
  'totalSeats'?: (number);
  'availableSeats'?: (number);
  'heldSeats'?: (number);
  'bookedSeats'?: (number);
  'blockedSeats'?: (number);
}

export interface Schedule__Output {
  'scheduleId': (string);
  'concertId': (string);
  /**
   * YYYY-MM-DD in `time_zone`.
   */
  'date': (string);
  'startsAt': (_google_protobuf_Timestamp__Output | null);
  /**
   * IANA name.
   */
  'timeZone': (string);
  'onSale': (boolean);
  /**
   * Absent: sales are open from the start.
   */
  'onSaleAt': (_google_protobuf_Timestamp__Output | null);
  'salesCloseAt': (_google_protobuf_Timestamp__Output | null);
  'holdSeconds': (number);
  /**
   * 0: no cap. Counts a user's held and booked seats.
   */
  'maxSeatsPerUser': (number);
  'totalSeats': (number);
  'availableSeats': (number);
  'heldSeats': (number);
  'bookedSeats': (number);
  'blockedSeats': (number);
}
