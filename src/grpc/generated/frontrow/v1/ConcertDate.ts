// Original file: proto/frontrow/v1/ticketing.proto


export interface ConcertDate {
  'concertId'?: (string);
  /**
   * YYYY-MM-DD in the schedule's time zone.
   */
  'date'?: (string);
}

export interface ConcertDate__Output {
  'concertId': (string);
  /**
   * YYYY-MM-DD in the schedule's time zone.
   */
  'date': (string);
}
