// Original file: proto/frontrow/v1/ticketing.proto


export interface GetTokenRequest {
  'userId'?: (string);
  'queueToken'?: (string);
}

export interface GetTokenRequest__Output {
  'userId': (string);
  'queueToken': (string);
}
