// Original file: proto/frontrow/v1/ticketing.proto


export interface GetReservationRequest {
  'userId'?: (string);
  'reservationId'?: (string);
}

export interface GetReservationRequest__Output {
  'userId': (string);
  'reservationId': (string);
}
