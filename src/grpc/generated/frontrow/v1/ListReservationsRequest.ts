// Original file: proto/frontrow/v1/ticketing.proto


export interface ListReservationsRequest {
  'userId'?: (string);
  'scheduleId'?: (string);
  /**
   * 1 to 100; 0 is 50.
   */
  'limit'?: (number);
  /**
   * `next` of the page before.
   */
  'cursor'?: (string);
}

export interface ListReservationsRequest__Output {
  'userId': (string);
  'scheduleId': (string);
  /**
   * 1 to 100; 0 is 50.
   */
  'limit': (number);
  /**
   * `next` of the page before.
   */
  'cursor': (string);
}
