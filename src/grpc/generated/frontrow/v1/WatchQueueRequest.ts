// Original file: proto/frontrow/v1/ticketing.proto


export interface WatchQueueRequest {
  'userId'?: (string);
  'queueToken'?: (string);
}

export interface WatchQueueRequest__Output {
  'userId': (string);
  'queueToken': (string);
}
