/** Fans of a crash run: each wants one thing after the other, asks until it is answered, and writes down every answer. */
import { randomUUID } from 'node:crypto';
import { Observations } from '../../bench/onsale/observations.js';
import type { Random } from '../../bench/onsale/random.js';
import type { HoldAnswer, PaymentAnswer } from '../../bench/support/frontrow-api.js';
import { FrontrowApi, Refused, startsOver } from '../../bench/support/frontrow-api.js';
import type { Guest } from '../../bench/support/frontrow-api.js';
import type { ClientFact } from '../../src/audit/client-facts.js';
import type { CrashRun } from './crash-run.js';
import type { Wish } from './interruptions.js';

/** A hall all fans of a run share. */
export interface Hall {
  readonly concertId: string;
  readonly scheduleIds: readonly string[];
  readonly seats: number;
  readonly price: number;
}

/** What a fan does with a hold, by weight. */
export type Intentions = Readonly<
  Record<'pays' | 'paysTwiceAtOnce' | 'paysAgain' | 'holdsMoreAndPays' | 'releases' | 'asksAgain' | 'letsLapse', number>
>;

export interface Crowd {
  readonly run: CrashRun;
  readonly hall: Hall;
  readonly intentions: Intentions;
  /** From 0 to 1: how often a fan puts points on the wallet without need. */
  readonly chargeShare: number;
  readonly observe: (fact: ClientFact) => void;
  readonly wishes: Wish[];
  readonly isOver: () => boolean;
}

/** A charge covers so many payments at most, so that many of them are declined first. */
const PAYMENTS_PER_CHARGE_MAX = 2;
const SEATS_PER_HOLD_MAX = 3;

export class CrashFan {
  private readonly api: FrontrowApi;
  private readonly seen: Observations;

  private constructor(
    private readonly crowd: Crowd,
    readonly guest: Guest,
    private readonly random: Random,
  ) {
    this.api = new FrontrowApi(crowd.run.client);
    this.seen = new Observations(guest.userId, crowd.observe);
  }

  static async arrive(crowd: Crowd, random: Random): Promise<CrashFan> {
    return new CrashFan(crowd, await new FrontrowApi(crowd.run.client).guest(), random);
  }

  /** Until the run is over. */
  async live(): Promise<void> {
    while (!this.crowd.isOver()) {
      try {
        await this.visit();
      } catch (error) {
        if (!startsOver(error)) throw error;
      }
    }
  }

  private async visit(): Promise<void> {
    const { hall, intentions, chargeShare } = this.crowd;
    if (this.random.chance(chargeShare)) await this.charge(hall.price);
    const { token, status } = await this.api.token(this.guest, hall.concertId);
    this.seen.token(hall.concertId, token);
    if (status !== 'ACTIVE') throw new Error(`the waiting room has places for all, but this token is ${status}`);
    const hold = await this.hold(token);
    switch (this.random.pick(intentions)) {
      case 'pays':
        await this.pay(token, hold);
        return;
      case 'paysTwiceAtOnce': {
        const [first, again] = await Promise.allSettled([this.pay(token, hold), this.pay(token, hold)]);
        if (first.status === 'rejected') throw first.reason;
        if (again.status === 'rejected') throw again.reason;
        this.seen.repeat('payment', first.value, again.value);
        return;
      }
      case 'paysAgain':
        this.seen.repeat('payment', await this.pay(token, hold), await this.pay(token, hold));
        return;
      case 'holdsMoreAndPays':
        await this.hold(token);
        await this.pay(token, hold);
        return;
      case 'releases':
        return this.release(hold);
      case 'asksAgain':
        return this.askAgain(token, hold);
      case 'letsLapse':
        return;
    }
  }

  private async hold(token: string): Promise<HoldAnswer> {
    const { hall } = this.crowd;
    const scheduleId = hall.scheduleIds[this.random.below(hall.scheduleIds.length)] ?? '';
    const first = 1 + this.random.below(hall.seats - SEATS_PER_HOLD_MAX);
    const seats = Array.from({ length: 1 + this.random.below(SEATS_PER_HOLD_MAX) }, (_, index) => first + index);
    const key = randomUUID();
    const hold = await this.wish(
      'hold',
      () => this.api.hold(this.guest, token, scheduleId, seats, key),
      ({ reservationId }) => reservationId,
    );
    this.seen.hold(hold);
    return hold;
  }

  /** With exactly the seats one holds already: the same reservation, whatever was lost on the way. */
  private async askAgain(token: string, hold: HoldAnswer): Promise<void> {
    const again = await this.api.hold(this.guest, token, hold.scheduleId, hold.seats);
    if (again.reservationId === hold.reservationId) this.seen.repeat('hold', hold, again);
    else this.seen.hold(again);
  }

  /** Charges what is missing, if anything. */
  private async pay(token: string, hold: HoldAnswer): Promise<PaymentAnswer> {
    for (;;) {
      try {
        const payment = await this.wish(
          'payment',
          () => this.api.pay(this.guest, token, hold.reservationId, randomUUID()),
          ({ paymentId }) => paymentId,
        );
        this.seen.payment(payment);
        return payment;
      } catch (error) {
        if (!(error instanceof Refused) || error.code !== 'INSUFFICIENT_POINTS') throw error;
        await this.charge(hold.amount * (1 + this.random.below(PAYMENTS_PER_CHARGE_MAX)));
      }
    }
  }

  private async charge(amount: number): Promise<void> {
    const key = randomUUID();
    this.seen.chargeWanted();
    this.seen.charge(
      await this.wish(
        'charge',
        () => this.api.charge(this.guest, amount, key),
        ({ transactionId }) => transactionId,
      ),
    );
  }

  private async release({ reservationId }: HoldAnswer): Promise<void> {
    const path = `/api/v1/reservations/${reservationId}`;
    const request = { step: 'release', method: 'DELETE', path, bearer: this.guest.accessToken, idempotencyKey: randomUUID() } as const;
    await this.wish(
      'release',
      async () => {
        const answer = await this.crowd.run.client.request(request);
        if (!answer.ok) throw new Refused('release', answer);
      },
      () => reservationId,
    );
    this.seen.release(reservationId);
  }

  private async wish<Reply>(of: Wish['of'], ask: () => Promise<Reply>, idOf: (reply: Reply) => string): Promise<Reply> {
    const { run, wishes } = this.crowd;
    const sentIn = run.lifeToReach;
    const reply = await ask();
    wishes.push({ of, id: idOf(reply), sentIn, answeredIn: run.lifeHeard });
    return reply;
  }
}
