// Original file: proto/frontrow/v1/ticketing.proto

import type { QueueSettings as _frontrow_v1_QueueSettings, QueueSettings__Output as _frontrow_v1_QueueSettings__Output } from '../../frontrow/v1/QueueSettings.js';

export interface Queue {
  'concertId'?: (string);
  'settings'?: (_frontrow_v1_QueueSettings | null);
  'waiting'?: (number);
  'active'?: (number);
  /**
   * Tokens ever issued.
   */
  'issued'?: (number);
}

export interface Queue__Output {
  'concertId': (string);
  'settings': (_frontrow_v1_QueueSettings__Output | null);
  'waiting': (number);
  'active': (number);
  /**
   * Tokens ever issued.
   */
  'issued': (number);
}
