/**
 * What clients were told, and the check that the log stands by it. A fact is what a 2xx answer (or a frame of a socket) said; refusals are no facts.
 * Times are ms since 1970.
 */

export type ClientFact =
  | {
      readonly fact: 'HOLD_ACKNOWLEDGED';
      readonly userId: string;
      readonly reservationId: string;
      readonly seats: readonly number[];
      readonly amount: number;
      readonly expiresAt: number;
    }
  | { readonly fact: 'RELEASE_ACKNOWLEDGED'; readonly userId: string; readonly reservationId: string }
  | {
      readonly fact: 'PAYMENT_ACKNOWLEDGED';
      readonly userId: string;
      readonly paymentId: string;
      readonly reservationId: string;
      readonly seats: readonly number[];
      readonly amount: number;
      readonly balance: number;
    }
  /** The user meant to charge once more, whatever comes of it: repeats under the same idempotency key are one wish. */
  | { readonly fact: 'CHARGE_WANTED'; readonly userId: string }
  | {
      readonly fact: 'CHARGE_ACKNOWLEDGED';
      readonly userId: string;
      readonly transactionId: string;
      readonly amount: number;
      readonly balance: number;
    }
  | { readonly fact: 'TOKEN_ACKNOWLEDGED'; readonly userId: string; readonly concertId: string; readonly token: string }
  /** `before`: the position this client knew when it asked (or, on a socket, the one of the frame before); null when it knew none. */
  | { readonly fact: 'POSITION_SEEN'; readonly userId: string; readonly position: number; readonly before: number | null }
  /** The same request under the same identity; both answers, as text to compare. */
  | { readonly fact: 'REPEAT_ANSWERED'; readonly userId: string; readonly request: string; readonly first: string; readonly again: string };

export type FactOf<T extends ClientFact['fact']> = Extract<ClientFact, { fact: T }>;

/** What was served at the end, when nothing moved any more. */
export type ServedState =
  | { readonly served: 'SEATS'; readonly scheduleId: string; readonly seats: readonly { readonly seat: number; readonly status: string }[] }
  | { readonly served: 'BALANCE'; readonly userId: string; readonly balance: number }
  /** The token the user got last. */
  | { readonly served: 'TOKEN'; readonly userId: string; readonly concertId: string; readonly status: string };
