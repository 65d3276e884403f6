// Original file: proto/frontrow/v1/ticketing.proto


export interface GetSeatTimelineRequest {
  'scheduleId'?: (string);
  'seat'?: (number);
}

export interface GetSeatTimelineRequest__Output {
  'scheduleId': (string);
  'seat': (number);
}
