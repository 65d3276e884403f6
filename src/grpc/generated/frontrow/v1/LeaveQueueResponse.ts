// Original file: proto/frontrow/v1/ticketing.proto


export interface LeaveQueueResponse {
}

export interface LeaveQueueResponse__Output {
}
