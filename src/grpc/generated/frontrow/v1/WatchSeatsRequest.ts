// Original file: proto/frontrow/v1/ticketing.proto

import type { Long } from '@grpc/proto-loader';

export interface WatchSeatsRequest {
  /**
   * May be left out by services that bypass the queue.
   */
  'userId'?: (string);
  'queueToken'?: (string);
  'scheduleId'?: (string);
  /**
   * The last version seen: the stream begins with what has changed since, or with a snapshot where that is not known any more. 0: a snapshot.
   */
  'fromVersion'?: (number | string | Long);
}

export interface WatchSeatsRequest__Output {
  /**
   * May be left out by services that bypass the queue.
   */
  'userId': (string);
  'queueToken': (string);
  'scheduleId': (string);
  /**
   * The last version seen: the stream begins with what has changed since, or with a snapshot where that is not known any more. 0: a snapshot.
   */
  'fromVersion': (number);
}
