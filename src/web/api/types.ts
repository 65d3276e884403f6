/** What the API answers with, by the names that the app uses: all of it out of the description that the node gives of itself. */
import type { paths } from './openapi.js';

/** What a success has in its body. */
type Told<Responses> = Responses extends { readonly 200: { readonly content: { readonly 'application/json': infer Body } } }
  ? Body
  : Responses extends { readonly 201: { readonly content: { readonly 'application/json': infer Body } } }
    ? Body
    : never;
type Get<Path extends keyof paths> = paths[Path]['get'] extends { readonly responses: infer Responses } ? Told<Responses> : never;
type Post<Path extends keyof paths> = paths[Path]['post'] extends { readonly responses: infer Responses } ? Told<Responses> : never;

/** A page of a list; `next` is the cursor of the one after it. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

export type Service = Get<'/api/v1/service'>;
export type Account = Post<'/api/v1/users'>;

export type Concert = Get<'/api/v1/concerts'>['items'][number];
export type ConcertDetail = Get<'/api/v1/concerts/{concertId}'>;
export type ScheduleOnOffer = ConcertDetail['schedules'][number];
export type Dates = Get<'/api/v1/reservation'>;

export type ScheduleDetail = Get<'/api/v1/schedules/{scheduleId}'>;
export type Section = ScheduleDetail['sections'][number];

export type Token = Post<'/api/v1/tokens'>;
export type TokenState = Omit<Token, 'token'>;
export type EndReason = NonNullable<Token['reason']>;
export type Place = Get<'/api/v1/numbers'>;

export type Reservation = Get<'/api/v1/reservations/{reservationId}'>;
export type Payment = Get<'/api/v1/payments/{paymentId}'>;
export type Balance = Get<'/api/v1/users/{userId}/points'>;
export type Transaction = Get<'/api/v1/users/{userId}/transactions'>['items'][number];

/** Seats by number, or the best free ones. */
export type SeatsWanted =
  { readonly seats: readonly number[] } | { readonly bestAvailable: { readonly count: number; readonly section?: string } };
