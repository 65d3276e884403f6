// Original file: proto/frontrow/v1/ticketing.proto

export const SeatStatus = {
  SEAT_STATUS_UNSPECIFIED: 'SEAT_STATUS_UNSPECIFIED',
  SEAT_STATUS_AVAILABLE: 'SEAT_STATUS_AVAILABLE',
  SEAT_STATUS_HELD: 'SEAT_STATUS_HELD',
  SEAT_STATUS_BOOKED: 'SEAT_STATUS_BOOKED',
  /**
   * Not for sale.
   */
  SEAT_STATUS_BLOCKED: 'SEAT_STATUS_BLOCKED',
} as const;

export type SeatStatus =
  | 'SEAT_STATUS_UNSPECIFIED'
  | 0
  | 'SEAT_STATUS_AVAILABLE'
  | 1
  | 'SEAT_STATUS_HELD'
  | 2
  | 'SEAT_STATUS_BOOKED'
  | 3
  /**
   * Not for sale.
   */
  | 'SEAT_STATUS_BLOCKED'
  | 4

export type SeatStatus__Output = typeof SeatStatus[keyof typeof SeatStatus]
