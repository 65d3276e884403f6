// Original file: proto/frontrow/v1/ticketing.proto

import type { SeatNumbers as _frontrow_v1_SeatNumbers, SeatNumbers__Output as _frontrow_v1_SeatNumbers__Output } from '../../frontrow/v1/SeatNumbers.js';
import type { BestAvailable as _frontrow_v1_BestAvailable, BestAvailable__Output as _frontrow_v1_BestAvailable__Output } from '../../frontrow/v1/BestAvailable.js';

export interface HoldRequest {
  'requestId'?: (string);
  'userId'?: (string);
  'queueToken'?: (string);
  'scheduleId'?: (string);
  'seats'?: (_frontrow_v1_SeatNumbers | null);
  'bestAvailable'?: (_frontrow_v1_BestAvailable | null);
  'choice'?: "seats"|"bestAvailable";
}

export interface HoldRequest__Output {
  'requestId': (string);
  'userId': (string);
  'queueToken': (string);
  'scheduleId': (string);
  'seats'?: (_frontrow_v1_SeatNumbers__Output | null);
  'bestAvailable'?: (_frontrow_v1_BestAvailable__Output | null);
  'choice'?: "seats"|"bestAvailable";
}
