/** What a request may say at most, over whatever edge it comes. What a thing itself may be is for the domain to know. */

/** Longest id a request may carry; what is no id of ours is simply not found. */
export const ID_LENGTH_MAX = 100;
/** Items on a page of a list. */
export const PAGE_ITEMS_MAX = 100;
export const PAGE_ITEMS_DEFAULT = 50;
/** Events on a page of the log. */
export const EVENTS_MAX = 1_000;
export const EVENTS_DEFAULT = 100;
/** All event types that are asked for, one character between them. */
export const EVENT_TYPES_LENGTH_MAX = 500;
/** Looser than any hall, so that a seat number beyond this hall is SEAT_NOT_FOUND and not a malformed request. */
export const SEAT_NUMBER_MAX = 1_000_000;
/** More than any hold may name; the schedule knows its own cap. */
export const SEATS_IN_REQUEST_MAX = 1_000;
export const TIME_ZONE_LENGTH_MAX = 100;
