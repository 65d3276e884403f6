/** What operators and other fans do behind the pages that a test looks at: through the API, as anybody could. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { ApiClient } from '../../bench/support/api-client.js';
import { FrontrowApi } from '../../bench/support/frontrow-api.js';
import { becomes } from './browser-patience.js';
import type { Guest, QueueSettingsRequest } from '../../bench/support/frontrow-api.js';

const CONNECTIONS = 32;
const GIVE_UP_MS = 30_000;
const DAY_MS = 86_400_000;
/** 19:00 in Seoul, as ms after midnight UTC. */
const EVENING_MS = 10 * 3_600_000;

export interface HallSpec {
  readonly sections?: readonly {
    readonly name: string;
    readonly price: number;
    readonly rows: readonly { readonly name: string; readonly seats: number }[];
  }[];
  readonly holdSeconds?: number;
  readonly maxSeatsPerUser?: number;
}

/** Two rows on the floor, one on the balcony: 24 seats. */
export const SMALL_HALL = {
  sections: [
    {
      name: 'Floor',
      price: 90_000,
      rows: [
        { name: 'A', seats: 8 },
        { name: 'B', seats: 8 },
      ],
    },
    { name: 'Balcony', price: 40_000, rows: [{ name: 'C', seats: 8 }] },
  ],
} as const satisfies HallSpec;

/** A theatre as one would show it around: 200 seats in three sections. */
export const THEATRE = {
  sections: [
    { name: 'Floor', price: 90_000, rows: rowsOf('ABCD', 20) },
    { name: 'Circle', price: 70_000, rows: rowsOf('EFG', 24) },
    { name: 'Balcony', price: 40_000, rows: rowsOf('HJ', 24) },
  ],
} as const satisfies HallSpec;

function rowsOf(names: string, seats: number): readonly { readonly name: string; readonly seats: number }[] {
  return [...names].map((name) => ({ name, seats }));
}

/** A concert with one evening. */
export interface Show {
  readonly concertId: string;
  readonly scheduleId: string;
  readonly title: string;
}

/** A fan with a place in line or inside. */
export interface FanThere extends Guest {
  readonly queueToken: string;
}

export interface BooksOfUser {
  readonly payments: readonly { readonly paymentId: string; readonly seats: readonly number[] }[];
  readonly transactions: readonly { readonly type: string; readonly amount: number }[];
  readonly balance: number;
}

export class Backstage {
  readonly client: ApiClient;
  readonly api: FrontrowApi;

  constructor(
    url: string,
    readonly adminKey: string,
  ) {
    this.client = new ApiClient({ url, connections: CONNECTIONS, giveUpMs: GIVE_UP_MS });
    this.api = new FrontrowApi(this.client);
  }

  async show(title: string, hall: HallSpec = SMALL_HALL, queue: QueueSettingsRequest = { maxActive: 100 }): Promise<Show> {
    const concertId = await this.api.createConcert(this.adminKey, title, queue, randomUUID());
    const startsAt = new Date((Math.floor(Date.now() / DAY_MS) + 30) * DAY_MS + EVENING_MS).toISOString();
    const body = { startsAt, timeZone: 'Asia/Seoul', ...hall };
    const path = `/api/v1/admin/concerts/${concertId}/schedules`;
    const { scheduleId } = await this.ask<{ scheduleId: string }>('POST', path, body);
    return { concertId, scheduleId, title };
  }

  /** Seats not for sale, or for sale again. */
  async block(scheduleId: string, change: { readonly block?: readonly number[]; readonly unblock?: readonly number[] }): Promise<void> {
    await this.ask('PATCH', `/api/v1/admin/schedules/${scheduleId}/seats`, change);
  }

  /** A fan who has asked for a turn, with so many points. */
  async fan(concertId: string, points = 0): Promise<FanThere> {
    const guest = await this.api.guest();
    if (points > 0) await this.api.charge(guest, points, randomUUID());
    const { token } = await this.api.token(guest, concertId);
    return { ...guest, queueToken: token };
  }

  /** Resolves when it is the fan's turn. */
  async isInside(fan: FanThere): Promise<void> {
    await becomes(
      'a turn',
      () => this.api.currentToken(fan, fan.queueToken),
      (status) => status === 'ACTIVE',
    );
  }

  hold(fan: FanThere, scheduleId: string, seats: readonly number[]): Promise<{ readonly reservationId: string }> {
    return this.api.hold(fan, fan.queueToken, scheduleId, seats, randomUUID());
  }

  async buy(fan: FanThere, scheduleId: string, seats: readonly number[]): Promise<void> {
    const { reservationId } = await this.hold(fan, scheduleId, seats);
    await this.api.pay(fan, fan.queueToken, reservationId, randomUUID());
  }

  /** Everything that somebody ever paid. */
  async booksOf(guest: Guest): Promise<BooksOfUser> {
    const path = `/api/v1/users/${guest.userId}`;
    const [payments, transactions, points] = await Promise.all([
      this.ask<{ items: BooksOfUser['payments'] }>('GET', `${path}/payments?limit=100`, undefined, guest.accessToken),
      this.ask<{ items: BooksOfUser['transactions'] }>('GET', `${path}/transactions?limit=100`, undefined, guest.accessToken),
      this.ask<{ balance: number }>('GET', `${path}/points`, undefined, guest.accessToken),
    ]);
    return { payments: payments.items, transactions: transactions.items, balance: points.balance };
  }

  /** Must be answered with 2xx. By default as the operator. */
  async ask<Body>(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object, bearer = this.adminKey): Promise<Body> {
    const answer = await this.client.request({ step: 'box backstage', method, path, bearer, ...(body === undefined ? {} : { body }) });
    assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body as Body;
  }

  async close(): Promise<void> {
    await this.client.close();
  }
}
