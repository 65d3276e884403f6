// Original file: proto/frontrow/v1/ticketing.proto


export interface ReleaseRequest {
  'requestId'?: (string);
  'userId'?: (string);
  'reservationId'?: (string);
}

export interface ReleaseRequest__Output {
  'requestId': (string);
  'userId': (string);
  'reservationId': (string);
}
