/** The routes of the API as functions, for programs that play clients. Answers are 2xx bodies or final refusals; times in them become ms since 1970. */
import type { Answer, ApiRequester, ApiRequest } from './api-client.js';

export interface Guest {
  readonly userId: string;
  readonly accessToken: string;
}

export interface TokenAnswer {
  readonly token: string;
  readonly status: string;
  readonly position: number;
  readonly refreshIntervalSeconds: number;
}

export interface DateAnswer {
  readonly scheduleId: string;
  readonly availableSeats: number;
}

export interface HoldAnswer {
  readonly reservationId: string;
  readonly scheduleId: string;
  readonly seats: readonly number[];
  readonly amount: number;
  readonly expiresAt: number;
}

export interface PaymentAnswer {
  readonly paymentId: string;
  readonly reservationId: string;
  readonly seats: readonly number[];
  readonly amount: number;
  readonly balance: number;
}

export interface ChargeAnswer {
  readonly transactionId: string;
  readonly amount: number;
  readonly balance: number;
}

export interface QueueSettingsRequest {
  readonly maxActive?: number;
  readonly activeTimeoutSeconds?: number;
  readonly waitingTimeoutSeconds?: number;
  readonly sessionSeconds?: number;
}

export interface ScheduleRequest {
  readonly startsAt: string;
  readonly sections: readonly { readonly name: string; readonly price: number; readonly seats: number }[];
  readonly holdSeconds: number;
  readonly maxSeatsPerUser: number;
}

/** A "no", or an answer that is not what the contract promises. */
export class Refused extends Error {
  override readonly name = 'Refused';

  constructor(
    readonly step: string,
    readonly answer: Answer,
  ) {
    super(`${step}: ${answer.status} ${answer.code} ${JSON.stringify(answer.body)}`);
  }

  get code(): string {
    return this.answer.code;
  }
}

/** Refusals after which a fan starts over: somebody was quicker, time ran out, the turn was over (a payment ends it too), the hall is sold out. */
const START_OVER: ReadonlySet<string> = new Set([
  'SEAT_UNAVAILABLE',
  'HOLD_EXPIRED',
  'NOT_HELD',
  'PAYMENT_ABORTED',
  'QUEUE_TOKEN_EXPIRED',
  'QUEUE_TOKEN_NOT_ACTIVE',
  'TOO_MANY_SEATS',
]);

export function startsOver(error: unknown): boolean {
  return error instanceof Refused && START_OVER.has(error.code);
}

const MUTATION = { method: 'POST' } as const;

/** What a fan can ask; each throws `Refused`. */
export class FrontrowApi {
  constructor(private readonly client: ApiRequester) {}

  async guest(): Promise<Guest> {
    const body = await this.ask({ step: 'guest', ...MUTATION, path: '/api/v1/users' });
    return { userId: text(body, 'userId'), accessToken: text(body, 'accessToken') };
  }

  async token(guest: Guest, concertId: string): Promise<TokenAnswer> {
    return tokenOf(await this.ask({ step: 'token', ...MUTATION, path: '/api/v1/tokens', body: { concertId }, bearer: guest.accessToken }));
  }

  /** Refused with TOKEN_NOT_WAITING once it is the fan's turn. */
  async place(guest: Guest, queueToken: string): Promise<{ readonly position: number; readonly refreshIntervalSeconds: number }> {
    const body = await this.ask({ step: 'poll', method: 'GET', path: '/api/v1/numbers', bearer: guest.accessToken, queueToken });
    return { position: count(body, 'position'), refreshIntervalSeconds: count(body, 'refreshIntervalSeconds') };
  }

  async currentToken(guest: Guest, queueToken: string): Promise<string> {
    const request = { step: 'own token', method: 'GET', path: '/api/v1/tokens/current', bearer: guest.accessToken, queueToken } as const;
    return text(await this.ask(request), 'status');
  }

  async leave(guest: Guest, queueToken: string): Promise<void> {
    await this.ask({ step: 'leave', method: 'DELETE', path: '/api/v1/tokens/current', bearer: guest.accessToken, queueToken });
  }

  async dates(guest: Guest, queueToken: string, concertId: string): Promise<readonly DateAnswer[]> {
    const path = `/api/v1/reservation?concertId=${encodeURIComponent(concertId)}`;
    const body = await this.ask({ step: 'dates', method: 'GET', path, bearer: guest.accessToken, queueToken });
    return list(body, 'dates').map((date) => ({ scheduleId: text(date, 'scheduleId'), availableSeats: count(date, 'availableSeats') }));
  }

  async seats(
    guest: Guest,
    queueToken: string,
    scheduleId: string,
    status: string | null,
  ): Promise<readonly { readonly seat: number; readonly status: string }[]> {
    const filter = status === null ? '' : `&status=${status}`;
    const path = `/api/v1/seats?scheduleId=${encodeURIComponent(scheduleId)}${filter}`;
    const body = await this.ask({ step: 'seats', method: 'GET', path, bearer: guest.accessToken, queueToken });
    return list(body, 'seats').map((seat) => ({ seat: count(seat, 'seat'), status: text(seat, 'status') }));
  }

  async hold(guest: Guest, queueToken: string, scheduleId: string, seats: readonly number[], idempotencyKey?: string): Promise<HoldAnswer> {
    const body = await this.ask({
      ...{ step: 'hold', ...MUTATION, path: '/api/v1/reservations', body: { scheduleId, seats }, bearer: guest.accessToken, queueToken },
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    });
    return {
      reservationId: text(body, 'reservationId'),
      scheduleId: text(body, 'scheduleId'),
      seats: numbers(body, 'seats'),
      amount: count(body, 'amount'),
      expiresAt: time(body, 'expiresAt'),
    };
  }

  async reservationStatus(guest: Guest, reservationId: string): Promise<string> {
    const request = {
      step: 'reservation',
      method: 'GET',
      path: `/api/v1/reservations/${reservationId}`,
      bearer: guest.accessToken,
    } as const;
    return text(await this.ask(request), 'status');
  }

  async release(guest: Guest, reservationId: string): Promise<void> {
    await this.ask({ step: 'release', method: 'DELETE', path: `/api/v1/reservations/${reservationId}`, bearer: guest.accessToken });
  }

  async pay(guest: Guest, queueToken: string, reservationId: string, idempotencyKey?: string): Promise<PaymentAnswer> {
    const body = await this.ask({
      ...{ step: 'pay', ...MUTATION, path: '/api/v1/payments', body: { reservationId }, bearer: guest.accessToken, queueToken },
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    });
    return {
      paymentId: text(body, 'paymentId'),
      reservationId: text(body, 'reservationId'),
      seats: numbers(body, 'seats'),
      amount: count(body, 'amount'),
      balance: count(body, 'balance'),
    };
  }

  async charge(guest: Guest, amount: number, idempotencyKey: string): Promise<ChargeAnswer> {
    const path = `/api/v1/users/${guest.userId}/transactions`;
    const body = await this.ask({ step: 'charge', ...MUTATION, path, body: { amount }, bearer: guest.accessToken, idempotencyKey });
    return { transactionId: text(body, 'transactionId'), amount: count(body, 'amount'), balance: count(body, 'balance') };
  }

  async balance(guest: Guest): Promise<number> {
    const path = `/api/v1/users/${guest.userId}/points`;
    return count(await this.ask({ step: 'balance', method: 'GET', path, bearer: guest.accessToken }), 'balance');
  }

  async createConcert(adminKey: string, title: string, queue: QueueSettingsRequest, idempotencyKey: string): Promise<string> {
    const request = {
      step: 'set up',
      ...MUTATION,
      path: '/api/v1/admin/concerts',
      body: { title, queue },
      bearer: adminKey,
      idempotencyKey,
    };
    return text(await this.ask(request), 'concertId');
  }

  async addSchedule(adminKey: string, concertId: string, schedule: ScheduleRequest, idempotencyKey: string): Promise<string> {
    const path = `/api/v1/admin/concerts/${concertId}/schedules`;
    return text(await this.ask({ step: 'set up', ...MUTATION, path, body: schedule, bearer: adminKey, idempotencyKey }), 'scheduleId');
  }

  async configureQueue(adminKey: string, concertId: string, settings: QueueSettingsRequest): Promise<void> {
    const path = `/api/v1/admin/concerts/${concertId}/queue`;
    await this.ask({ step: 'set up', method: 'PATCH', path, body: settings, bearer: adminKey });
  }

  private async ask(request: ApiRequest): Promise<Readonly<Record<string, unknown>>> {
    const answer = await this.client.request(request);
    if (!answer.ok) throw new Refused(request.step, answer);
    return answer.body;
  }
}

function tokenOf(body: Readonly<Record<string, unknown>>): TokenAnswer {
  return {
    token: text(body, 'token'),
    status: text(body, 'status'),
    position: count(body, 'position'),
    refreshIntervalSeconds: count(body, 'refreshIntervalSeconds'),
  };
}

function text(body: Readonly<Record<string, unknown>>, name: string): string {
  const value = body[name];
  if (typeof value !== 'string' || value === '') throw unexpected(body, name);
  return value;
}

function count(body: Readonly<Record<string, unknown>>, name: string): number {
  const value = body[name];
  if (typeof value !== 'number') throw unexpected(body, name);
  return value;
}

function numbers(body: Readonly<Record<string, unknown>>, name: string): readonly number[] {
  const value = body[name];
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'number')) throw unexpected(body, name);
  return value;
}

function list(body: Readonly<Record<string, unknown>>, name: string): readonly Readonly<Record<string, unknown>>[] {
  const value = body[name];
  if (!Array.isArray(value)) throw unexpected(body, name);
  return value as readonly Readonly<Record<string, unknown>>[];
}

function time(body: Readonly<Record<string, unknown>>, name: string): number {
  const value = Date.parse(text(body, name));
  if (Number.isNaN(value)) throw unexpected(body, name);
  return value;
}

function unexpected(body: Readonly<Record<string, unknown>>, name: string): Error {
  return new Error(`the answer has no good "${name}": ${JSON.stringify(body)}`);
}
