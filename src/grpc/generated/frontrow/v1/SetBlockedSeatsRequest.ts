// Original file: proto/frontrow/v1/ticketing.proto


export interface SetBlockedSeatsRequest {
  'requestId'?: (string);
  'scheduleId'?: (string);
  'block'?: (number)[];
  'unblock'?: (number)[];
}

export interface SetBlockedSeatsRequest__Output {
  'requestId': (string);
  'scheduleId': (string);
  'block': (number)[];
  'unblock': (number)[];
}
