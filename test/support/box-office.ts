/** One concert with one schedule, one fan inside with points and a hold: the real rules over a region, ready to pay, and the books to audit. */
import assert from 'node:assert/strict';
import { queueEntity, scheduleEntity, walletEntity } from '../../src/domain/ids.js';
import { queueDecider } from '../../src/domain/queue/decider.js';
import { QUEUE_DEFAULTS } from '../../src/domain/queue/protocol.js';
import type { AdmissionView, TokenView } from '../../src/domain/queue/protocol.js';
import { isRefusal } from '../../src/domain/refusals.js';
import { scheduleDecider } from '../../src/domain/schedule/decider.js';
import { HOLD_MS_DEFAULT, SEAT_STATUSES } from '../../src/domain/schedule/protocol.js';
import type { ReservationView, ScheduleSpec, SeatsView, SeatStatus } from '../../src/domain/schedule/protocol.js';
import { walletDecider } from '../../src/domain/wallet/decider.js';
import type { BalanceView, WalletEvent } from '../../src/domain/wallet/protocol.js';
import { commandId, TestRegion } from './test-region.js';

export const CONCERT = '3f2a91c07b5e4d18';
export const USER = '0b9f6a52-5a3e-4c1d-9f57-2d1f0c4e8a11';
const SCHEDULE_ID = `${CONCERT}-9a0c21bb47f3`;
export const QUEUE = queueEntity(CONCERT);
export const SCHEDULE = scheduleEntity(SCHEDULE_ID);
export const WALLET = walletEntity(USER);
export const SEATS = [1, 2] as const;
export const AMOUNT = 100_000;
export const CHARGED = 250_000;
const PRICE = 50_000;
const DAY_MS = 24 * 3_600_000;

export class BoxOffice {
  private constructor(
    readonly host: TestRegion,
    readonly reservationId: string,
    readonly tokenSeq: number,
    private readonly charged: number,
  ) {}

  /** @param charged what the fan put into the wallet. */
  static async open(charged = CHARGED): Promise<BoxOffice> {
    const host = new TestRegion({ deciders: [queueDecider, scheduleDecider, walletDecider] });
    const must = async <Reply>(answer: Promise<unknown>): Promise<Reply> => {
      const reply = await answer;
      assert.ok(!isRefusal(reply), JSON.stringify(reply));
      return reply as Reply;
    };
    await must(host.ask(QUEUE, { type: 'Open', settings: QUEUE_DEFAULTS }));
    await must(host.ask(SCHEDULE, { type: 'Create', spec: specAt(host.clock.now()) }));
    await must(host.ask(WALLET, { type: 'Charge', amount: charged, maxPoints: 10_000_000 }));
    const { seq } = await must<TokenView>(host.ask(QUEUE, { type: 'Join', userId: USER, keyId: 'k1' }));
    const admission = await must<AdmissionView>(host.ask(QUEUE, { type: 'CheckActive', userId: USER, seq }));
    const hold = await must<ReservationView>(host.ask(SCHEDULE, { type: 'Hold', userId: USER, choice: { seats: SEATS }, admission }));
    return new BoxOffice(host, hold.reservationId, seq, charged);
  }

  /** The next process after a crash, not started. */
  crashed(ms = 0): BoxOffice {
    return new BoxOffice(this.host.crashed(ms), this.reservationId, this.tokenSeq, this.charged);
  }

  /** @param attempt payments of different attempts have different ids. */
  pay(attempt = 1): Promise<unknown> {
    const command = { type: 'Pay', userId: USER, reservationId: this.reservationId, tokenSeq: this.tokenSeq };
    return this.host.ask(SCHEDULE, command, { id: commandId(attempt, 'b') });
  }

  paymentId(attempt = 1): string {
    return `${SCHEDULE_ID}-p-${commandId(attempt, 'b')}`;
  }

  async reservation(): Promise<ReservationView> {
    return (await this.host.ask(SCHEDULE, { type: 'GetReservation', userId: USER, reservationId: this.reservationId })) as ReservationView;
  }

  async seatStatuses(): Promise<readonly SeatStatus[]> {
    const { statuses } = (await this.host.ask(SCHEDULE, { type: 'ListSeats', userId: USER })) as SeatsView;
    return SEATS.map((seat) => SEAT_STATUSES[statuses[seat - 1] ?? -1] ?? 'BLOCKED');
  }

  async balance(): Promise<number> {
    return ((await this.host.ask(WALLET, { type: 'GetBalance' })) as BalanceView).balance;
  }

  async token(): Promise<TokenView> {
    return (await this.host.ask(QUEUE, { type: 'Poll', userId: USER, seq: this.tokenSeq })) as TokenView;
  }

  /** The books when everything has come to rest: points taken exactly for what is booked, nothing in between. */
  async audit(expected: 'CONFIRMED' | 'HELD' | 'EXPIRED'): Promise<void> {
    const { status } = await this.reservation();
    assert.equal(status, expected);
    const seat = { CONFIRMED: 'BOOKED', HELD: 'HELD', EXPIRED: 'AVAILABLE' }[expected];
    assert.deepEqual(await this.seatStatuses(), [seat, seat]);
    const events = (await this.host.bodies(WALLET)).flatMap((body) => body.events as readonly WalletEvent[]);
    const used = events.filter((event) => event.type === 'PointsUsed');
    const refunded = events.filter((event) => event.type === 'PointsRefunded');
    const spent = used.length * AMOUNT - refunded.length * AMOUNT;
    assert.equal(spent, expected === 'CONFIRMED' ? AMOUNT : 0, 'points are taken exactly for what is booked');
    assert.equal(new Set(used.map(({ paymentId }) => paymentId)).size, used.length, 'a payment takes points once');
    assert.equal(await this.balance(), this.charged - spent);
    const completed = (await this.host.types(SCHEDULE)).filter((type) => type === 'PaymentCompleted').length;
    assert.equal(completed, expected === 'CONFIRMED' ? 1 : 0);
    const token = await this.token();
    if (expected === 'CONFIRMED') assert.deepEqual([token.status, token.endReason], ['EXPIRED', 'PAID']);
    else assert.notEqual(token.endReason, 'PAID');
    assert.equal((await this.host.records(SCHEDULE)).at(-1)?.openEffects, false, 'nothing is left to be asked');
  }
}

function specAt(now: number): ScheduleSpec {
  return {
    concertId: CONCERT,
    startsAt: now + 30 * DAY_MS,
    timeZone: 'Asia/Seoul',
    date: '2027-02-14',
    sections: [{ name: 'All', price: PRICE, rows: [{ name: '1', seats: 50 }] }],
    holdMs: HOLD_MS_DEFAULT,
    maxSeatsPerUser: 4,
    onSaleAt: null,
    salesCloseAt: now + 30 * DAY_MS,
  };
}
