// Original file: proto/frontrow/v1/ticketing.proto


/**
 * What is left out keeps its default (CreateConcert) or its value (ConfigureQueue).
 */
export interface QueueSettings {
  /**
   * Most tokens ACTIVE at once; 100 by default.
   */
  'maxActive'?: (number);
  /**
   * ACTIVE ends after so long without a guarded call; 600 by default.
   */
  'activeTimeoutSeconds'?: (number);
  /**
   * WAITING ends when no sign of life came for so long; 300 by default.
   */
  'waitingTimeoutSeconds'?: (number);
  /**
   * ACTIVE ends so long after admission, whatever its holder does; 1800 by default.
   */
  'sessionSeconds'?: (number);
  '_maxActive'?: "maxActive";
  '_activeTimeoutSeconds'?: "activeTimeoutSeconds";
  '_waitingTimeoutSeconds'?: "waitingTimeoutSeconds";
  '_sessionSeconds'?: "sessionSeconds";
}

/**
 * What is left out keeps its default (CreateConcert) or its value (ConfigureQueue).
 */
export interface QueueSettings__Output {
  /**
   * Most tokens ACTIVE at once; 100 by default.
   */
  'maxActive'?: (number);
  /**
   * ACTIVE ends after so long without a guarded call; 600 by default.
   */
  'activeTimeoutSeconds'?: (number);
  /**
   * WAITING ends when no sign of life came for so long; 300 by default.
   */
  'waitingTimeoutSeconds'?: (number);
  /**
   * ACTIVE ends so long after admission, whatever its holder does; 1800 by default.
   */
  'sessionSeconds'?: (number);
  '_maxActive'?: "maxActive";
  '_activeTimeoutSeconds'?: "activeTimeoutSeconds";
  '_waitingTimeoutSeconds'?: "waitingTimeoutSeconds";
  '_sessionSeconds'?: "sessionSeconds";
}
