// Original file: proto/frontrow/v1/ticketing.proto


export interface ListEventsRequest {
  /**
   * The cursor of the last event seen; empty: from the beginning.
   */
  'after'?: (string);
  /**
   * Empty: all.
   */
  'types'?: (string)[];
  /**
   * 1 to 1000; 0 is 100.
   */
  'limit'?: (number);
}

export interface ListEventsRequest__Output {
  /**
   * The cursor of the last event seen; empty: from the beginning.
   */
  'after': (string);
  /**
   * Empty: all.
   */
  'types': (string)[];
  /**
   * 1 to 1000; 0 is 100.
   */
  'limit': (number);
}
