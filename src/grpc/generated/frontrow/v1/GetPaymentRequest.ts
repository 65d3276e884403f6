// Original file: proto/frontrow/v1/ticketing.proto


export interface GetPaymentRequest {
  'userId'?: (string);
  'paymentId'?: (string);
}

export interface GetPaymentRequest__Output {
  'userId': (string);
  'paymentId': (string);
}
