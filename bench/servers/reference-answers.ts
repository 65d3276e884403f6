/** The bodies a reference server answers with: what our node would say, with ids and times that are always the same. */
import type { Static } from 'typebox';
import type { HoldRequest__Output } from '../../src/grpc/generated/frontrow/v1/HoldRequest.js';
import type { Reservation as GrpcReservation } from '../../src/grpc/generated/frontrow/v1/Reservation.js';
import { concertIdOf } from '../../src/domain/ids.js';
import { timestampOf } from '../../src/grpc/messages.js';
import type { HoldRequest, Payment, Place, Reservation, Token, Transaction } from '../../src/rest/schemas/fans.js';
import { EXAMPLE } from '../../src/rest/schemas/common.js';

/** Loads name their seats. */
export type HoldBody = Required<Pick<Static<typeof HoldRequest>, 'scheduleId' | 'seats'>>;

const HELD_AT = '2027-02-01T11:00:03.120Z';
const EXPIRES_AT = '2027-02-01T11:05:03.120Z';
const EXPIRES_AT_MS = Date.parse(EXPIRES_AT);
const HELD_AT_TIMESTAMP = timestampOf(Date.parse(HELD_AT));
const EXPIRES_AT_TIMESTAMP = timestampOf(EXPIRES_AT_MS);
const PRICE = 50_000;
const HOLD_SECONDS = 300;

export function reservation({ scheduleId, seats }: HoldBody): Static<typeof Reservation> {
  return {
    reservationId: EXAMPLE.reservationId,
    scheduleId,
    concertId: concertIdOf(scheduleId),
    seats,
    adjacent: true,
    amount: PRICE,
    status: 'HELD',
    heldAt: HELD_AT,
    expiresAt: EXPIRES_AT,
    expiresInSeconds: HOLD_SECONDS,
    paymentId: null,
  };
}

/** The same over gRPC. */
export function grpcReservation({ scheduleId, userId, seats }: HoldRequest__Output): GrpcReservation {
  return {
    reservationId: EXAMPLE.reservationId,
    scheduleId,
    userId,
    seats: seats?.numbers ?? [],
    adjacent: true,
    amount: PRICE,
    status: 'RESERVATION_STATUS_HELD',
    heldAt: HELD_AT_TIMESTAMP,
    expiresAt: EXPIRES_AT_TIMESTAMP,
    expiresInSeconds: HOLD_SECONDS,
    concertId: concertIdOf(scheduleId),
  };
}

/** The event our journal would keep of it. */
export function eventOf({ reservationId, seats, amount }: Static<typeof Reservation>): string {
  return JSON.stringify({ type: 'SeatHeld', reservationId, userId: EXAMPLE.userId, seats, amount, expiresAt: EXPIRES_AT_MS });
}

export function refusedHold({ seats }: HoldBody): string {
  return JSON.stringify({
    type: 'urn:frontrow:problem:seat-unavailable',
    title: 'Seat not available',
    status: 400,
    detail: 'Not all of the seats asked for are free; nothing was held.',
    code: 'SEAT_UNAVAILABLE',
    conflicts: seats.map((seat) => ({ seat, status: 'HELD' })),
  });
}

const PLACE = { position: 123_456, ahead: 123_455, estimatedWaitSeconds: 600, refreshIntervalSeconds: 30 } as const;

export function place(): Static<typeof Place> {
  return { status: 'WAITING', ...PLACE };
}

export function token(signed: string): Static<typeof Token> {
  return {
    token: signed,
    userId: EXAMPLE.userId,
    concertId: EXAMPLE.concertId,
    status: 'WAITING',
    ...PLACE,
    issuedAt: HELD_AT,
    expiresAt: null,
  };
}

export function queueTokenHeader(): { readonly alg: 'HS256'; readonly typ: string; readonly kid: string } {
  return { alg: 'HS256', typ: 'queue+jwt', kid: '6a02877cc00caf37' };
}

export function queueTokenClaims(seq: number): object {
  const { userId: sub, concertId } = EXAMPLE;
  return { sub, concertId, seq, issuedAt: EXPIRES_AT_MS, iat: Math.floor(EXPIRES_AT_MS / 1_000), aud: 'frontrow:queue', iss: 'frontrow' };
}

export function transaction(userId: string, amount: number): Static<typeof Transaction> {
  return { transactionId: EXAMPLE.transactionId, userId, type: 'CHARGE', amount, balance: amount, at: HELD_AT };
}

export function payment(reservationId: string): Static<typeof Payment> {
  return {
    paymentId: EXAMPLE.paymentId,
    reservationId,
    scheduleId: EXAMPLE.scheduleId,
    concertId: EXAMPLE.concertId,
    seats: [12],
    amount: PRICE,
    balance: PRICE,
    status: 'COMPLETED',
    paidAt: HELD_AT,
  };
}

/** JSON of exactly that many bytes. */
export function seatsBuffer(bytes: number): Buffer {
  const frame = JSON.stringify({ seats: '' });
  if (bytes < frame.length) throw new RangeError(`an answer has at least ${frame.length} bytes`);
  return Buffer.from(JSON.stringify({ seats: 'x'.repeat(bytes - frame.length) }));
}
