/** One fan: arrives, charges the wallet, gets in line, waits, and goes in. What happens inside is in purchase.ts. */
import { randomUUID } from 'node:crypto';
import type { Guest } from '../support/frontrow-api.js';
import { Refused } from '../support/frontrow-api.js';
import type { FanPlan } from './behaviour.js';
import { Observations } from './observations.js';
import { buySeats } from './purchase.js';
import type { Outcome, Shopper, Stage, Visitor } from './visit.js';
import type { Random } from './random.js';
import { randomFrom } from './random.js';
import type { Sale } from './sale.js';
import { PRICES } from './sale.js';
import type { Line, WaitingEnd } from './waiting.js';
import { listenUntilAdmitted, pause, pollUntilAdmitted } from './waiting.js';

export class Fan implements Shopper {
  stage: Stage = 'AWAITED';
  outcome: Outcome | null = null;
  /** Why the outcome is FAILED. */
  failure: string | null = null;
  visitor: Visitor | null = null;
  readonly random: Random;
  private observations: Observations | null = null;

  constructor(
    readonly sale: Sale,
    readonly plan: FanPlan,
  ) {
    this.random = randomFrom(plan.choiceSeed, 0);
  }

  /** Plays the whole visit. Throws only what ends the whole run (NodeUnreachable). */
  async visit(): Promise<void> {
    try {
      this.outcome = await this.play();
    } catch (error) {
      if (this.sale.stop.aborted) this.outcome = 'INTERRUPTED';
      else if (error instanceof Refused && error.code === 'QUEUE_TOKEN_EXPIRED') this.outcome = 'TURN_ENDED';
      else {
        this.outcome = 'FAILED';
        this.failure = error instanceof Error ? error.message : String(error);
        if (error instanceof Error && error.name === 'NodeUnreachable') throw error;
      }
    } finally {
      this.stage = 'GONE';
    }
  }

  get seen(): Observations {
    if (this.observations === null) throw new Error('the fan has not arrived');
    return this.observations;
  }

  /** Who the fan is, once in line. */
  get self(): Visitor {
    if (this.visitor === null) throw new Error('the fan is not in line');
    return this.visitor;
  }

  /** Charges once per key: a click more under the same key is a repeat, under another key another wish. */
  async charge(guest: Guest, amount: number): Promise<void> {
    const { api } = this.sale;
    const key = randomUUID();
    const again = { NEVER: null, SAME_KEY: key, NO_KEY: randomUUID() }[this.plan.doubleClick];
    this.seen.chargeWanted();
    if (again !== null && again !== key) this.seen.chargeWanted();
    const clicks = [key, ...(again === null ? [] : [again])].map((used) => api.charge(guest, amount, used));
    const [first, second] = await Promise.all(clicks);
    if (first !== undefined) this.seen.charge(first);
    if (second === undefined) return;
    this.seen.charge(second);
    if (first !== undefined && again === key) this.seen.repeat('charge', first, second);
  }

  private async play(): Promise<Outcome> {
    const { sale, plan } = this;
    await pause(plan.arrivesAfterMs, sale.stop);
    const arrivedAt = performance.now();
    const guest = await sale.api.guest();
    this.observations = new Observations(guest.userId, sale.observe);
    const dearest = PRICES.front * plan.seatCount;
    if (plan.purse !== 'EMPTY') await this.charge(guest, plan.purse === 'FULL' ? dearest : dearest / 4);
    this.stage = 'IN_LINE';
    const end = await this.waitInLine(guest);
    if (end === 'ENDED') return 'TURN_ENDED';
    if (end === 'STOPPED') {
      if (sale.stop.aborted) return 'INTERRUPTED';
      if (plan.intention === 'VANISHES_IN_LINE') return 'VANISHED';
      await this.leave();
      return 'LEFT_LINE';
    }
    sale.measurements.duration('arrival to admission', performance.now() - arrivedAt);
    this.stage = 'INSIDE';
    const outcome = await buySeats(this);
    if (outcome === 'PAID') sale.measurements.duration('arrival to paid', performance.now() - arrivedAt);
    else if (outcome !== 'VANISHED') await this.leave();
    return outcome;
  }

  private async leave(): Promise<void> {
    const { guest, token } = this.self;
    await this.sale.api.leave(guest, token);
  }

  private async waitInLine(guest: Guest): Promise<WaitingEnd> {
    const { sale, plan, random } = this;
    const issued = await sale.api.token(guest, sale.concertId);
    this.visitor = { guest, token: issued.token };
    this.seen.token(sale.concertId, issued.token);
    if (issued.status === 'ACTIVE') return 'ADMITTED';
    const over = new AbortController();
    const goesEarly = plan.intention === 'LEAVES_LINE' || plan.intention === 'VANISHES_IN_LINE';
    const signals = goesEarly ? [sale.stop, over.signal, AbortSignal.timeout(plan.leavesAfterMs)] : [sale.stop, over.signal];
    const line: Line = {
      ...{ api: sale.api, guest, token: issued.token, random, stop: AbortSignal.any(signals), position: issued.position },
      onPosition: (position, before) => this.seen.position(position, before),
    };
    const asides = [this.reload(line), ...(plan.secondTab ? [this.watchSecondTab(line, issued.refreshIntervalSeconds)] : [])];
    try {
      const end = plan.watches === 'SOCKET' ? await listenUntilAdmitted(line) : 'DROPPED';
      return end === 'DROPPED' ? await pollUntilAdmitted(line, issued.refreshIntervalSeconds) : end;
    } finally {
      over.abort();
      for (const failed of await Promise.all(asides)) if (failed !== null) this.failure ??= failed;
    }
  }

  /** The page again: asks for the token and must get the one there is. */
  private async reload(line: Line): Promise<string | null> {
    return this.aside(async () => {
      for (let reloads = 0; reloads < this.plan.reloads; reloads += 1) {
        await pause(this.plan.thinkMs + this.random.between(0, 500), line.stop);
        if (line.stop.aborted) return;
        const { token } = await this.sale.api.token(line.guest, this.sale.concertId);
        this.seen.token(this.sale.concertId, token);
      }
    });
  }

  private async watchSecondTab(line: Line, refreshIntervalSeconds: number): Promise<string | null> {
    return this.aside(async () => {
      await pollUntilAdmitted(line, refreshIntervalSeconds);
    });
  }

  /** What happens in another tab never ends the visit. A refusal there is met again in the first tab; anything else is returned, to be reported. */
  private async aside(work: () => Promise<void>): Promise<string | null> {
    try {
      await work();
      return null;
    } catch (error) {
      if (error instanceof Refused || this.sale.stop.aborted) return null;
      return error instanceof Error ? error.message : String(error);
    }
  }
}
