// Original file: proto/frontrow/v1/ticketing.proto

export const PaymentStatus = {
  PAYMENT_STATUS_UNSPECIFIED: 'PAYMENT_STATUS_UNSPECIFIED',
  PAYMENT_STATUS_PENDING: 'PAYMENT_STATUS_PENDING',
  PAYMENT_STATUS_COMPLETED: 'PAYMENT_STATUS_COMPLETED',
  PAYMENT_STATUS_ABORTED: 'PAYMENT_STATUS_ABORTED',
} as const;

export type PaymentStatus =
  | 'PAYMENT_STATUS_UNSPECIFIED'
  | 0
  | 'PAYMENT_STATUS_PENDING'
  | 1
  | 'PAYMENT_STATUS_COMPLETED'
  | 2
  | 'PAYMENT_STATUS_ABORTED'
  | 3

export type PaymentStatus__Output = typeof PaymentStatus[keyof typeof PaymentStatus]
