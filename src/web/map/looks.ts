/**
 * How a seat can look. The first four are what the schedule says of it, in the numbers of the live seats; the others are what it is to the one who looks, and they
 * go before. Each has a shape of its own, so that none is told from another by colour alone.
 */
export const AVAILABLE = 0;
export const HELD = 1;
export const BOOKED = 2;
export const BLOCKED = 3;
export const SELECTED = 4;
export const MINE = 5;

export type Look = typeof AVAILABLE | typeof HELD | typeof BOOKED | typeof BLOCKED | typeof SELECTED | typeof MINE;

/** Names as they stand in the texts and in the style sheet. */
const LOOK_NAMES = ['available', 'held', 'booked', 'blocked', 'selected', 'mine'] as const;

export type LookName = (typeof LOOK_NAMES)[number];

export function lookName(look: Look): LookName {
  return LOOK_NAMES[look];
}
