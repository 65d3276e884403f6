// Original file: proto/frontrow/v1/ticketing.proto


export interface IssueAccessTokenRequest {
  'userId'?: (string);
}

export interface IssueAccessTokenRequest__Output {
  'userId': (string);
}
