// Original file: proto/frontrow/v1/ticketing.proto


export interface CreateUserRequest {
}

export interface CreateUserRequest__Output {
}
