// Original file: proto/frontrow/v1/ticketing.proto


export interface LookUpReservationRequest {
  'reservationId'?: (string);
}

export interface LookUpReservationRequest__Output {
  'reservationId': (string);
}
