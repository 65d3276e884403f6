// Original file: proto/frontrow/v1/ticketing.proto


export interface ListPaymentsRequest {
  'userId'?: (string);
  /**
   * 1 to 100; 0 is 50.
   */
  'limit'?: (number);
  /**
   * `next` of the page before.
   */
  'cursor'?: (string);
}

export interface ListPaymentsRequest__Output {
  'userId': (string);
  /**
   * 1 to 100; 0 is 50.
   */
  'limit': (number);
  /**
   * `next` of the page before.
   */
  'cursor': (string);
}
