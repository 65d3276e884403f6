// Original file: proto/frontrow/v1/ticketing.proto

/**
 * Why a token ended.
 */
export const EndReason = {
  END_REASON_UNSPECIFIED: 'END_REASON_UNSPECIFIED',
  END_REASON_PAID: 'END_REASON_PAID',
  END_REASON_LEFT: 'END_REASON_LEFT',
  /**
   * Too long inside without doing anything.
   */
  END_REASON_INACTIVE: 'END_REASON_INACTIVE',
  /**
   * The longest time inside is over.
   */
  END_REASON_SESSION: 'END_REASON_SESSION',
  /**
   * No sign of life in line.
   */
  END_REASON_LOST: 'END_REASON_LOST',
  /**
   * Too long ago to know.
   */
  END_REASON_FORGOTTEN: 'END_REASON_FORGOTTEN',
} as const;

/**
 * Why a token ended.
 */
export type EndReason =
  | 'END_REASON_UNSPECIFIED'
  | 0
  | 'END_REASON_PAID'
  | 1
  | 'END_REASON_LEFT'
  | 2
  /**
   * Too long inside without doing anything.
   */
  | 'END_REASON_INACTIVE'
  | 3
  /**
   * The longest time inside is over.
   */
  | 'END_REASON_SESSION'
  | 4
  /**
   * No sign of life in line.
   */
  | 'END_REASON_LOST'
  | 5
  /**
   * Too long ago to know.
   */
  | 'END_REASON_FORGOTTEN'
  | 6

/**
 * Why a token ended.
 */
export type EndReason__Output = typeof EndReason[keyof typeof EndReason]
