/**
 * One simulated fan: arrives, gets in line, waits, looks, holds, charges the wallet and pays, or gives up on the way. Everything goes through the use cases
 * that real fans' requests go through, turn and all; only the HTTP is left out.
 */
import { isRefusal, refuse } from '../domain/refusals.js';
import type { Refusal } from '../domain/refusals.js';
import type { PaymentView, ReservationView, SeatChoice } from '../domain/schedule/protocol.js';
import type { Answer, CallOptions } from '../ticketing/asking.js';
import type { AdmissionView } from '../domain/queue/protocol.js';
import type { Fans, IssuedToken } from '../ticketing/fans.js';
import type { FanPlan } from './crowd.js';
import { chooseSeats } from './seat-choice.js';
import type { Stage } from './stage.js';

export type FanEnd = 'bought' | 'gave-up';

export interface FanOptions {
  readonly fans: FansActs;
  readonly stage: Stage;
  readonly concertId: string;
  readonly scheduleId: string;
  readonly userId: string;
  readonly plan: FanPlan;
}

type FansActs = Pick<Fans, 'issueToken' | 'currentToken' | 'leave' | 'checkActive' | 'seats' | 'hold' | 'release' | 'chargeBy' | 'pay'>;

/** Who charges: fans of a demo come by their points whatever the settings say. */
const DEMO = 'demo';
const REFRESH_MS_MIN = 1_000;
/** How long things take a person, ms, lowest and highest. */
const LOOKS: Span = [1_000, 4_000];
const CHOOSES: Span = [1_500, 6_000];
const HESITATES: Span = [3_000, 9_000];
const CLICKS: Span = [800, 2_500];

type Span = readonly [number, number];

export class Fan {
  private token: IssuedToken | null = null;
  private keys = 0;

  constructor(private readonly options: FanOptions) {}

  /** Rejects with SaleStopped when the stage is cleared. */
  async visit(): Promise<FanEnd> {
    const { stage, fans, plan, userId, concertId } = this.options;
    await stage.pause(plan.arrivesAfterMs);
    const token = await this.ask(() => fans.issueToken(userId, concertId));
    if (isRefusal(token)) return 'gave-up';
    this.token = token;
    const end = (await this.waitsForTurn(token)) ? await this.buys() : 'gave-up';
    if (end === 'gave-up' && plan.ending !== 'walks-off') await this.ask(() => fans.leave(token));
    return end;
  }

  /** A poll is a sign of life. False when they had enough, or lost their place. */
  private async waitsForTurn(token: IssuedToken): Promise<boolean> {
    const { stage, fans, plan } = this.options;
    const until = stage.now() + plan.patienceMs;
    for (let view = token; view.status === 'WAITING';) {
      if (stage.now() >= until) return false;
      await stage.pause(Math.max(REFRESH_MS_MIN, view.refreshIntervalSeconds * 1000 * plan.random.between(0.8, 1.1)));
      const polled = await this.ask(() => fans.currentToken(token, token.token));
      if (isRefusal(polled) || polled.status === 'EXPIRED') return false;
      view = polled;
    }
    return true;
  }

  private async buys(): Promise<FanEnd> {
    for (let left = this.options.plan.attempts; left > 0; left -= 1) {
      const held = await this.holds();
      if (!isRefusal(held)) return this.checksOut(held);
      // Somebody was quicker: look again. Anything else is the end of it.
      if (held.refused !== 'SEAT_UNAVAILABLE' || held.members?.['available'] === 0) return 'gave-up';
    }
    return 'gave-up';
  }

  private async holds(): Answer<ReservationView> {
    const { fans, scheduleId, userId } = this.options;
    await this.takes(LOOKS);
    const choice = await this.chooses();
    if (isRefusal(choice)) return choice;
    await this.takes(CHOOSES);
    const key = this.newKey('hold');
    return this.asksInside((admission) => fans.hold(userId, admission, scheduleId, choice, key));
  }

  /** What they want as the hall is now: fewer seats when there are not so many together. */
  private async chooses(): Promise<SeatChoice | Refusal> {
    const { fans, plan, scheduleId, userId } = this.options;
    const view = await this.asksInside(() => fans.seats(userId, { scheduleId }));
    if (isRefusal(view)) return view;
    for (let count = plan.seats; count > 0; count -= 1) {
      const seats = chooseSeats(view, count, plan.random);
      if (seats !== null) return plan.wantsBest ? { best: { count, section: null } } : { seats };
    }
    return refuse('SEAT_UNAVAILABLE', { available: 0 });
  }

  private async checksOut(held: ReservationView): Promise<FanEnd> {
    const { fans, plan, userId } = this.options;
    await this.takes(HESITATES);
    if (plan.ending === 'walks-off') return 'gave-up';
    if (plan.ending === 'gives-back') {
      await this.ask(() => fans.release(userId, held.reservationId));
      return 'gave-up';
    }
    await this.charges(plan.hasShortPurse ? Math.ceil(held.amount / 4) : held.amount);
    await this.takes(CLICKS);
    let payment = await this.pays(held);
    if (isRefusal(payment) && payment.refused === 'INSUFFICIENT_POINTS') {
      await this.takes(CLICKS);
      await this.charges(held.amount);
      payment = await this.pays(held);
    }
    return !isRefusal(payment) && payment.status === 'COMPLETED' ? 'bought' : 'gave-up';
  }

  private async charges(amount: number): Promise<void> {
    const { fans, userId } = this.options;
    const key = this.newKey('charge');
    // Too few points are met with again when it comes to paying.
    if (amount > 0) await this.ask(() => fans.chargeBy(DEMO, userId, amount, key));
  }

  private pays({ reservationId }: ReservationView): Answer<PaymentView> {
    const { fans, userId } = this.options;
    return this.asksInside(() => fans.pay(userId, this.token?.seq ?? null, reservationId));
  }

  /** As every guarded request: whose turn it is, and then what is asked for. */
  private asksInside<View>(use: (admission: AdmissionView) => Answer<View>): Answer<View> {
    const { fans } = this.options;
    return this.ask(async () => {
      if (this.token === null) return refuse('QUEUE_TOKEN_REQUIRED');
      const admission = await fans.checkActive(this.token);
      return isRefusal(admission) ? admission : use(admission);
    });
  }

  private ask<View>(use: () => Answer<View>): Answer<View> {
    const { stage, plan } = this.options;
    return stage.ask(plan.random.next, use);
  }

  private takes([shortest, longest]: Span): Promise<void> {
    const { stage, plan } = this.options;
    return stage.pause(plan.random.between(shortest, longest) * plan.slowness);
  }

  /** The same for all tries of one intention. */
  private newKey(what: string): CallOptions {
    this.keys += 1;
    return { idempotency: { key: `${DEMO}-${what}-${this.keys}`, bodyHash: '' } };
  }
}
