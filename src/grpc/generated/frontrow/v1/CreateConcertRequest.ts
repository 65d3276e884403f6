// Original file: proto/frontrow/v1/ticketing.proto

import type { QueueSettings as _frontrow_v1_QueueSettings, QueueSettings__Output as _frontrow_v1_QueueSettings__Output } from '../../frontrow/v1/QueueSettings.js';

export interface CreateConcertRequest {
  'requestId'?: (string);
  /**
   * 1 to 200 characters.
   */
  'title'?: (string);
  'queue'?: (_frontrow_v1_QueueSettings | null);
}

export interface CreateConcertRequest__Output {
  'requestId': (string);
  /**
   * 1 to 200 characters.
   */
  'title': (string);
  'queue': (_frontrow_v1_QueueSettings__Output | null);
}
