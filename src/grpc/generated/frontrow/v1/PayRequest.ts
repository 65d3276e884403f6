// Original file: proto/frontrow/v1/ticketing.proto


export interface PayRequest {
  'requestId'?: (string);
  'userId'?: (string);
  'queueToken'?: (string);
  'reservationId'?: (string);
}

export interface PayRequest__Output {
  'requestId': (string);
  'userId': (string);
  'queueToken': (string);
  'reservationId': (string);
}
