/** What a reference server is told: which echoes it serves, each in place of the route of ours that is measured against it. */

/**
 * - `hold`: POST /api/v1/reservations, 201.
 * - `durable-hold`: the same, answered when the bytes that we would write are on stable storage.
 * - `refused-hold`: the same, 400 with a problem document.
 * - `poll`: GET /api/v1/numbers, 200.
 * - `token`: POST /api/v1/tokens, 201 with a token that is always the same.
 * - `signed-token`: the same with a token signed for each request.
 * - `seats`: GET /api/v1/seats, 200 with a buffer that is always the same.
 * - `charge`: POST /api/v1/users/:userId/transactions, 200.
 * - `pay`: POST /api/v1/payments, 200.
 */
export type ReferenceRoute = 'hold' | 'durable-hold' | 'refused-hold' | 'poll' | 'token' | 'signed-token' | 'seats' | 'charge' | 'pay';

export interface ReferenceOptions {
  readonly routes: readonly ReferenceRoute[];
  /** Where `durable-hold` keeps its database: a directory that exists. */
  readonly directory?: string;
  /** Size of the answer of `seats`. */
  readonly seatsBytes?: number;
}

/** Before the address; whoever started the server waits for it. */
export const READY_PREFIX = 'The reference is ready: ';
