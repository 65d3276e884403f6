// Original file: proto/frontrow/v1/ticketing.proto


export interface GetPositionRequest {
  'userId'?: (string);
  'queueToken'?: (string);
}

export interface GetPositionRequest__Output {
  'userId': (string);
  'queueToken': (string);
}
