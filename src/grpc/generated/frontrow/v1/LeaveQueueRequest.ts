// Original file: proto/frontrow/v1/ticketing.proto


export interface LeaveQueueRequest {
  'requestId'?: (string);
  'userId'?: (string);
  'queueToken'?: (string);
}

export interface LeaveQueueRequest__Output {
  'requestId': (string);
  'userId': (string);
  'queueToken': (string);
}
