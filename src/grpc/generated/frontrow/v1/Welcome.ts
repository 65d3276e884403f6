// Original file: proto/frontrow/v1/node.proto


/**
 * From here on asks are taken.
 */
export interface Welcome {
  /**
   * So many asks may be unanswered at once on this stream; more are not read before others were answered.
   */
  'asksAtOnce'?: (number);
}

/**
 * From here on asks are taken.
 */
export interface Welcome__Output {
  /**
   * So many asks may be unanswered at once on this stream; more are not read before others were answered.
   */
  'asksAtOnce': (number);
}
