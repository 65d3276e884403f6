/** Fans whose acts an internal service carries out for them over gRPC, as a call centre or a partner's shop does. It may read, sell and charge. */
import { randomUUID } from 'node:crypto';
import { status as statusCodes } from '@grpc/grpc-js';
import { FrontrowError } from '../../src/grpc/client/index.js';
import type { FrontrowClient } from '../../src/grpc/client/index.js';
import type { ChargeAnswer, DateAnswer, Guest, HoldAnswer, PaymentAnswer, TokenAnswer } from '../support/frontrow-api.js';
import { Refused } from '../support/frontrow-api.js';
import type { CallAttempt, PatientService, SingleCall } from '../support/patient-service.js';
import type { FansApi, ListenEnd } from './fans-api.js';
import type { Tried } from './measurements.js';

/** By the number that stands for them in `Seats.statuses`. */
const SEAT_STATUSES = ['UNSPECIFIED', 'AVAILABLE', 'HELD', 'BOOKED', 'BLOCKED'];

export class GrpcFans implements FansApi {
  constructor(private readonly service: PatientService) {}

  async guest(): Promise<Guest> {
    const { userId, accessToken } = await this.ask('guest', (client, options) => client.createUser({}, options));
    return { userId, accessToken };
  }

  async token({ userId }: Guest, concertId: string): Promise<TokenAnswer> {
    const request = { requestId: randomUUID(), userId, concertId };
    const { token, status, place } = await this.ask('token', (client, options) => client.issueToken(request, options));
    return { token, status, position: place?.position ?? 0, refreshIntervalSeconds: place?.refreshIntervalSeconds ?? 0 };
  }

  async place({ userId }: Guest, queueToken: string): Promise<{ readonly position: number; readonly refreshIntervalSeconds: number }> {
    const { place } = await this.ask('poll', (client, options) => client.getPosition({ userId, queueToken }, options));
    if (place === null) throw new Error('a token that waits has no place');
    return { position: place.position, refreshIntervalSeconds: place.refreshIntervalSeconds };
  }

  async currentToken({ userId }: Guest, queueToken: string): Promise<string> {
    const { status } = await this.ask('own token', (client, options) => client.getToken({ userId, queueToken }, options));
    return status;
  }

  async leave({ userId }: Guest, queueToken: string): Promise<void> {
    const request = { requestId: randomUUID(), userId, queueToken };
    await this.ask('leave', (client, options) => client.leaveQueue(request, options));
  }

  async dates({ userId }: Guest, queueToken: string, concertId: string): Promise<readonly DateAnswer[]> {
    const { dates } = await this.ask('dates', (client, options) => client.listDates({ userId, queueToken, concertId }, options));
    return dates.map(({ scheduleId, availableSeats }) => ({ scheduleId, availableSeats }));
  }

  async seats({ userId }: Guest, queueToken: string, scheduleId: string, status: string | null) {
    const request = { userId, queueToken, scheduleId };
    const { statuses } = await this.ask('seats', (client, options) => client.getSeats(request, options));
    const seats = Array.from(statuses, (number, index) => ({ seat: index + 1, status: SEAT_STATUSES[number] ?? String(number) }));
    return status === null ? seats : seats.filter((seat) => seat.status === status);
  }

  async hold(
    { userId }: Guest,
    queueToken: string,
    scheduleId: string,
    seats: readonly number[],
    requestId: string = randomUUID(),
  ): Promise<HoldAnswer> {
    const request = { requestId, userId, queueToken, scheduleId, seats: { numbers: seats } };
    const held = await this.ask('hold', (client, options) => client.hold(request, options));
    const { reservationId, amount, expiresAt } = held;
    if (expiresAt === null) throw new Error(`the hold ${reservationId} has no end`);
    return { reservationId, scheduleId: held.scheduleId, seats: held.seats, amount, expiresAt: expiresAt.getTime() };
  }

  async reservationStatus({ userId }: Guest, reservationId: string): Promise<string> {
    const { status } = await this.ask('reservation', (client, options) => client.getReservation({ userId, reservationId }, options));
    return status;
  }

  async release({ userId }: Guest, reservationId: string): Promise<void> {
    const request = { requestId: randomUUID(), userId, reservationId };
    await this.ask('release', (client, options) => client.release(request, options));
  }

  async pay({ userId }: Guest, queueToken: string, reservationId: string, requestId: string = randomUUID()): Promise<PaymentAnswer> {
    const request = { requestId, userId, queueToken, reservationId };
    const paid = await this.ask('pay', (client, options) => client.pay(request, options));
    const { paymentId, seats, amount, balance } = paid;
    if (balance === undefined || paid.status !== 'COMPLETED') throw new Error(`the payment ${paymentId} is ${paid.status}`);
    return { paymentId, reservationId: paid.reservationId, seats, amount, balance };
  }

  async charge({ userId }: Guest, points: number, requestId: string): Promise<ChargeAnswer> {
    const request = { requestId, userId, amount: points };
    const { transactionId, amount, balance } = await this.ask('charge', (client, options) => client.charge(request, options));
    return { transactionId, amount, balance };
  }

  async balance({ userId }: Guest): Promise<number> {
    return (await this.ask('balance', (client, options) => client.getBalance({ userId }, options))).balance;
  }

  /** The stream comes back by itself when its connection is lost. */
  async listen({ userId }: Guest, queueToken: string, stop: AbortSignal, onPosition: (position: number) => void): Promise<ListenEnd> {
    return this.service.stream(async (client) => {
      try {
        for await (const progress of client.watchQueue({ userId, queueToken }, { signal: stop })) {
          if (progress.kind === 'admitted') return 'ADMITTED';
          if (progress.kind === 'ended') return 'ENDED';
          onPosition(progress.place.position);
        }
      } catch {
        // Whatever it was, a poll will be told it in full.
      }
      return stop.aborted ? 'STOPPED' : 'DROPPED';
    });
  }

  private async ask<Response>(step: string, call: (client: FrontrowClient, options: SingleCall) => Promise<Response>): Promise<Response> {
    try {
      return await this.service.call(step, call);
    } catch (error) {
      if (error instanceof FrontrowError) throw refusedOf(step, error);
      throw error;
    }
  }
}

export function triedOverGrpc({ step, ms, status, code }: CallAttempt): Tried {
  const wasRefused = code !== '';
  const isBusy = wasRefused && status === 'UNAVAILABLE';
  const outcome = status !== 'OK' && !wasRefused ? 'LOST' : code === 'RATE_LIMITED' ? 'PACED' : isBusy ? 'BUSY' : 'ANSWERED';
  return { step, ms, answer: `${status} ${code}`.trim(), outcome };
}

function refusedOf(step: string, { status, code, members }: FrontrowError): Refused {
  return new Refused(step, { status: statusCodes[status], ok: false, body: members, code, servedAt: null });
}
