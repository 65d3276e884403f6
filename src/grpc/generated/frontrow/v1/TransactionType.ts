// Original file: proto/frontrow/v1/ticketing.proto

export const TransactionType = {
  TRANSACTION_TYPE_UNSPECIFIED: 'TRANSACTION_TYPE_UNSPECIFIED',
  TRANSACTION_TYPE_CHARGE: 'TRANSACTION_TYPE_CHARGE',
  TRANSACTION_TYPE_USE: 'TRANSACTION_TYPE_USE',
  TRANSACTION_TYPE_REFUND: 'TRANSACTION_TYPE_REFUND',
} as const;

export type TransactionType =
  | 'TRANSACTION_TYPE_UNSPECIFIED'
  | 0
  | 'TRANSACTION_TYPE_CHARGE'
  | 1
  | 'TRANSACTION_TYPE_USE'
  | 2
  | 'TRANSACTION_TYPE_REFUND'
  | 3

export type TransactionType__Output = typeof TransactionType[keyof typeof TransactionType]
