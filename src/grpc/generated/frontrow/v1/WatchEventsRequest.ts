// Original file: proto/frontrow/v1/ticketing.proto


export interface WatchEventsRequest {
  /**
   * The cursor of the last event seen; empty: from the beginning.
   */
  'after'?: (string);
  /**
   * Empty: all.
   */
  'types'?: (string)[];
}

export interface WatchEventsRequest__Output {
  /**
   * The cursor of the last event seen; empty: from the beginning.
   */
  'after': (string);
  /**
   * Empty: all.
   */
  'types': (string)[];
}
