// Original file: proto/frontrow/v1/ticketing.proto


export interface GetBalanceRequest {
  'userId'?: (string);
}

export interface GetBalanceRequest__Output {
  'userId': (string);
}
