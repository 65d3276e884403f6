// Original file: proto/frontrow/v1/ticketing.proto


export interface ListConcertsRequest {
  /**
   * 1 to 100; 0 is 50.
   */
  'limit'?: (number);
  /**
   * `next` of the page before.
   */
  'cursor'?: (string);
}

export interface ListConcertsRequest__Output {
  /**
   * 1 to 100; 0 is 50.
   */
  'limit': (number);
  /**
   * `next` of the page before.
   */
  'cursor': (string);
}
