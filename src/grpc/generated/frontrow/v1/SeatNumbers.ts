// Original file: proto/frontrow/v1/ticketing.proto


export interface SeatNumbers {
  'numbers'?: (number)[];
}

export interface SeatNumbers__Output {
  'numbers': (number)[];
}
