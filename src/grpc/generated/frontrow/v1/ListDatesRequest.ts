// Original file: proto/frontrow/v1/ticketing.proto


export interface ListDatesRequest {
  'userId'?: (string);
  'queueToken'?: (string);
  'concertId'?: (string);
}

export interface ListDatesRequest__Output {
  'userId': (string);
  'queueToken': (string);
  'concertId': (string);
}
