// Original file: proto/frontrow/v1/ticketing.proto


export interface Place {
  /**
   * 1 = next.
   */
  'position'?: (number);
  /**
   * position - 1.
   */
  'ahead'?: (number);
  /**
   * Seconds, guessed from how fast the line has moved.
   */
  'estimatedWaitSeconds'?: (number);
  /**
   * Seconds after which to ask again; well below the waiting time-out.
   */
  'refreshIntervalSeconds'?: (number);
}

export interface Place__Output {
  /**
   * 1 = next.
   */
  'position': (number);
  /**
   * position - 1.
   */
  'ahead': (number);
  /**
   * Seconds, guessed from how fast the line has moved.
   */
  'estimatedWaitSeconds': (number);
  /**
   * Seconds after which to ask again; well below the waiting time-out.
   */
  'refreshIntervalSeconds': (number);
}
