// Original file: proto/frontrow/v1/ticketing.proto


/**
 * Front rows first; adjacent seats of one row where there are such, and none left alone where that can be avoided.
 */
export interface BestAvailable {
  /**
   * 1 to 100.
   */
  'count'?: (number);
  /**
   * The name of a section; empty: any.
   */
  'section'?: (string);
}

/**
 * Front rows first; adjacent seats of one row where there are such, and none left alone where that can be avoided.
 */
export interface BestAvailable__Output {
  /**
   * 1 to 100.
   */
  'count': (number);
  /**
   * The name of a section; empty: any.
   */
  'section': (string);
}
