// Original file: proto/frontrow/v1/ticketing.proto

import type { ConcertDate as _frontrow_v1_ConcertDate, ConcertDate__Output as _frontrow_v1_ConcertDate__Output } from '../../frontrow/v1/ConcertDate.js';

export interface GetSeatsRequest {
  /**
   * May be left out by services that bypass the queue; `mine` is empty then.
   */
  'userId'?: (string);
  'queueToken'?: (string);
  'scheduleId'?: (string);
  'concertDate'?: (_frontrow_v1_ConcertDate | null);
  'schedule'?: "scheduleId"|"concertDate";
}

export interface GetSeatsRequest__Output {
  /**
   * May be left out by services that bypass the queue; `mine` is empty then.
   */
  'userId': (string);
  'queueToken': (string);
  'scheduleId'?: (string);
  'concertDate'?: (_frontrow_v1_ConcertDate__Output | null);
  'schedule'?: "scheduleId"|"concertDate";
}
