/** A fan of a chaos run: waits in line, looks, holds, pays, releases or lets go, and writes down every answer that can be relied on. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientFact } from '../../src/audit/client-facts.js';
import type { SeatWord } from '../../src/audit/seat-order.js';
import { Observations } from '../onsale/observations.js';
import type { Random } from '../onsale/random.js';
import { FrontrowApi, Refused, startsOver } from '../support/frontrow-api.js';
import type { Guest, HoldAnswer } from '../support/frontrow-api.js';
import type { ClusterClient } from './cluster-client.js';
import type { Market } from './market.js';

export interface Fans {
  readonly market: Market;
  readonly observe: (fact: ClientFact) => void;
  readonly hear: (word: SeatWord) => void;
  readonly isOver: () => boolean;
}

/** What a fan does with a hold, by weight. */
const INTENTIONS = { pays: 35, paysTwice: 10, releases: 25, asksAgain: 10, holdsMoreAndPays: 10, letsLapse: 10 };
/** What everybody sees of a hall may be this old. */
const SEATS_STALE_MS = 100;
const SEATS_PER_HOLD_MAX = 3;
const LOOK_SHARE = 0.5;
const POLL_MS = { shortest: 100, longest: 500 };
const THINK_MS = { shortest: 5, longest: 60 };

export class ChaosFan {
  private readonly api: FrontrowApi;
  private readonly seen: Observations;

  private constructor(
    private readonly fans: Fans,
    private readonly client: ClusterClient,
    readonly guest: Guest,
    private readonly random: Random,
  ) {
    this.api = new FrontrowApi(client);
    this.seen = new Observations(guest.userId, fans.observe);
  }

  static async arrive(fans: Fans, client: ClusterClient, random: Random): Promise<ChaosFan> {
    return new ChaosFan(fans, client, await new FrontrowApi(client).guest(), random);
  }

  /** Until the run is over. */
  async live(): Promise<void> {
    while (!this.fans.isOver()) {
      try {
        await this.visit();
      } catch (error) {
        if (!startsOver(error)) throw error;
      }
      await sleep(this.random.between(THINK_MS.shortest, THINK_MS.longest));
    }
  }

  private async visit(): Promise<void> {
    const { market } = this.fans;
    const token = await this.getInside();
    if (token === null) return;
    if (this.random.chance(LOOK_SHARE)) await this.look(token, market.anySchedule(this.random));
    const hold = await this.hold(token);
    switch (this.random.pick(INTENTIONS)) {
      case 'pays':
        return this.pay(token, hold);
      case 'paysTwice':
        await this.pay(token, hold);
        return this.pay(token, hold);
      case 'holdsMoreAndPays':
        await this.hold(token);
        return this.pay(token, hold);
      case 'releases':
        return this.release(hold);
      case 'asksAgain':
        return this.askAgain(token, hold);
      case 'letsLapse':
        return;
    }
  }

  /** null when the run is over before it is the fan's turn. */
  private async getInside(): Promise<string | null> {
    const { market, isOver } = this.fans;
    const { token, status, position } = await this.api.token(this.guest, market.concertId);
    this.seen.token(market.concertId, token);
    if (status === 'ACTIVE') return token;
    let before = position;
    while (!isOver()) {
      await sleep(this.random.between(POLL_MS.shortest, POLL_MS.longest));
      try {
        const place = await this.api.place(this.guest, token);
        this.seen.position(place.position, before);
        before = place.position;
      } catch (error) {
        if (!(error instanceof Refused) || error.code !== 'TOKEN_NOT_WAITING') throw error;
        return token;
      }
    }
    return null;
  }

  private async look(token: string, scheduleId: string): Promise<void> {
    const seats = await this.api.seats(this.guest, token, scheduleId, null);
    for (const { seat, status } of seats) this.hear(scheduleId, seat, status, null, 'seats', SEATS_STALE_MS);
  }

  private async hold(token: string): Promise<HoldAnswer> {
    const { market } = this.fans;
    const scheduleId = market.anySchedule(this.random);
    const first = 1 + this.random.below(market.seats - SEATS_PER_HOLD_MAX);
    const seats = Array.from({ length: 1 + this.random.below(SEATS_PER_HOLD_MAX) }, (_, index) => first + index);
    try {
      const hold = await this.api.hold(this.guest, token, scheduleId, seats, randomUUID());
      this.seen.hold(hold);
      this.hearHold(hold, 'hold');
      return hold;
    } catch (error) {
      if (error instanceof Refused) this.hearConflicts(scheduleId, error);
      throw error;
    }
  }

  /** With exactly the seats one holds already: the same reservation, whatever was lost on the way. */
  private async askAgain(token: string, hold: HoldAnswer): Promise<void> {
    const again = await this.api.hold(this.guest, token, hold.scheduleId, hold.seats);
    if (again.reservationId === hold.reservationId) this.seen.repeat('hold', hold, again);
    else this.seen.hold(again);
    this.hearHold(again, 'hold again');
  }

  /** Charges what is missing, if anything. */
  private async pay(token: string, hold: HoldAnswer): Promise<void> {
    for (;;) {
      try {
        const payment = await this.api.pay(this.guest, token, hold.reservationId, randomUUID());
        this.seen.payment(payment);
        for (const seat of payment.seats) this.hear(hold.scheduleId, seat, 'BOOKED', hold.reservationId, 'payment');
        return;
      } catch (error) {
        if (!(error instanceof Refused) || error.code !== 'INSUFFICIENT_POINTS') throw error;
        await this.charge(hold.amount);
      }
    }
  }

  private async charge(amount: number): Promise<void> {
    this.seen.chargeWanted();
    this.seen.charge(await this.api.charge(this.guest, amount, randomUUID()));
  }

  private async release({ reservationId, scheduleId, seats }: HoldAnswer): Promise<void> {
    const path = `/api/v1/reservations/${reservationId}`;
    const answer = await this.client.request({
      step: 'release',
      method: 'DELETE',
      path,
      bearer: this.guest.accessToken,
      idempotencyKey: randomUUID(),
    });
    if (!answer.ok) throw new Refused('release', answer);
    this.seen.release(reservationId);
    for (const seat of seats) this.hear(scheduleId, seat, 'AVAILABLE', null, 'release');
  }

  private hearHold({ scheduleId, seats, reservationId }: HoldAnswer, source: string): void {
    for (const seat of seats) this.hear(scheduleId, seat, 'HELD', reservationId, source);
  }

  /** Who is refused a seat is told what it is. */
  private hearConflicts(scheduleId: string, { answer, step }: Refused): void {
    const { conflicts } = answer.body;
    if (!Array.isArray(conflicts)) return;
    for (const { seat, status } of conflicts as readonly { readonly seat: number; readonly status: string }[]) {
      this.hear(scheduleId, seat, status, null, `refused ${step}`);
    }
  }

  private hear(scheduleId: string, seat: number, status: string, reservationId: string | null, source: string, staleMs = 0): void {
    this.fans.hear({ scheduleId, seat, status: status as SeatWord['status'], reservationId, source, staleMs, ...this.client.window });
  }
}
