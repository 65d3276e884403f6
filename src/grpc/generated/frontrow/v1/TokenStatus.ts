// Original file: proto/frontrow/v1/ticketing.proto

export const TokenStatus = {
  TOKEN_STATUS_UNSPECIFIED: 'TOKEN_STATUS_UNSPECIFIED',
  TOKEN_STATUS_WAITING: 'TOKEN_STATUS_WAITING',
  /**
   * It is the user's turn.
   */
  TOKEN_STATUS_ACTIVE: 'TOKEN_STATUS_ACTIVE',
  TOKEN_STATUS_EXPIRED: 'TOKEN_STATUS_EXPIRED',
} as const;

export type TokenStatus =
  | 'TOKEN_STATUS_UNSPECIFIED'
  | 0
  | 'TOKEN_STATUS_WAITING'
  | 1
  /**
   * It is the user's turn.
   */
  | 'TOKEN_STATUS_ACTIVE'
  | 2
  | 'TOKEN_STATUS_EXPIRED'
  | 3

export type TokenStatus__Output = typeof TokenStatus[keyof typeof TokenStatus]
