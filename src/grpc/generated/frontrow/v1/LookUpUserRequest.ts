// Original file: proto/frontrow/v1/ticketing.proto


export interface LookUpUserRequest {
  'userId'?: (string);
}

export interface LookUpUserRequest__Output {
  'userId': (string);
}
