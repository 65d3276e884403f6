/**
 * Sales in which simulated fans buy, so that whoever looks for the first time sees one happen. One at a time on a node; which node plays it makes no difference to
 * what happens, since everything goes through the use cases.
 *
 * A sale that is stopped ends where it is: no fan begins anything any more, and what is under way is waited for. What they hold runs out, and their places in
 * line are lost, as when real fans go home.
 */
import { isRefusal, refuse } from '../domain/refusals.js';
import type { Refusal, RefusalCode } from '../domain/refusals.js';
import type { Ticketing } from '../ticketing.js';
import type { Answer, CallOptions } from '../ticketing/asking.js';
import type { Timers } from '../timers.js';
import { demoConcert, demoSchedule, planFan } from './crowd.js';
import { Fan } from './fan.js';
import { randomFrom, seedFrom } from './random.js';
import { SaleStopped, Stage } from './stage.js';

export interface DemoSaleView {
  readonly state: 'none' | 'running' | 'over';
  readonly concertId: string | null;
  /** How many come. */
  readonly fans: number;
  readonly bought: number;
  /** Those who went without; of a sale that was stopped, only who went before. */
  readonly gaveUp: number;
  /** Ms since 1970. */
  readonly startedAt: number | null;
}

export interface DemoSalesOptions {
  readonly ticketing: Pick<Ticketing, 'fans' | 'operators'>;
  /** The node clock, ms since 1970. */
  readonly now: () => number;
  readonly timers: Timers;
  /** 0 to 1; the only chance there is: the same numbers bring the same fans. */
  readonly random: () => number;
  /** A fresh UUID in lower case. */
  readonly mintUserId: () => string;
  /** Steady, ms. @default the process's */
  readonly steady?: () => number;
  /** Called with every answer to a fan: how long it took, and the code of a refusal. Must not throw. */
  readonly observe?: (seconds: number, code: RefusalCode | null) => void;
  /** Something that should not happen; the other fans go on. Must not throw. */
  readonly onError: (error: unknown) => void;
}

interface Sale {
  readonly fans: number;
  readonly startedAt: number;
  readonly stage: Stage;
  /** Under which it was asked for; null without one. */
  readonly idempotency: { readonly key: string; readonly bodyHash: string } | null;
  state: 'running' | 'over';
  concertId: string | null;
  bought: number;
  gaveUp: number;
  /** Resolves when the fans are on their way, or nothing came of it; never rejects. */
  opened: Promise<unknown>;
  /** Resolves when no fan does anything any more; never rejects. */
  ended: Promise<unknown>;
}

const NONE: DemoSaleView = { state: 'none', concertId: null, fans: 0, bought: 0, gaveUp: 0, startedAt: null };

export class DemoSales {
  private sale: Sale | null = null;
  private isClosed = false;

  constructor(private readonly options: DemoSalesOptions) {}

  /** The one that is running, else the last one. */
  get view(): DemoSaleView {
    if (this.sale === null) return NONE;
    const { state, concertId, fans, bought, gaveUp, startedAt } = this.sale;
    return { state, concertId, fans, bought, gaveUp, startedAt };
  }

  /** Answered when the sale exists and its fans are on their way. */
  async start(fans: number, { idempotency }: CallOptions = {}): Answer<DemoSaleView> {
    const before = this.sale;
    const repeated = idempotency === undefined ? null : this.repeated(idempotency);
    if (repeated !== null) return repeated;
    if (this.isClosed) return refuse('UNAVAILABLE');
    if (before?.state === 'running') return refuse('DEMO_RUNNING');
    const sale = this.newSale(fans, idempotency ?? null);
    this.sale = sale;
    const opening = this.open(sale);
    sale.opened = opening.catch(() => undefined);
    try {
      const refusal = await opening;
      if (refusal === null) return this.view;
      this.giveUp(sale, before);
      return refusal;
    } catch (error) {
      this.giveUp(sale, before);
      throw error;
    }
  }

  /** Resolves when no fan does anything any more. */
  async stop(): Promise<void> {
    const { sale } = this;
    if (sale === null) return;
    sale.stage.stop();
    await sale.opened;
    await sale.ended;
    sale.state = 'over';
  }

  /** The same, and no other begins. */
  async close(): Promise<void> {
    this.isClosed = true;
    await this.stop();
  }

  /** The answer to who asks for the same again; null for who asks for something new. */
  private repeated({ key, bodyHash }: { readonly key: string; readonly bodyHash: string }): DemoSaleView | Refusal | null {
    const known = this.sale?.idempotency ?? null;
    if (known?.key !== key) return null;
    if (known.bodyHash !== bodyHash) return refuse('IDEMPOTENCY_KEY_REUSED');
    return this.sale?.concertId === null ? refuse('IDEMPOTENCY_IN_PROGRESS') : this.view;
  }

  private newSale(fans: number, idempotency: Sale['idempotency']): Sale {
    const { now } = this.options;
    const stage = new Stage(this.options);
    const done = Promise.resolve();
    return {
      fans,
      startedAt: now(),
      stage,
      idempotency,
      state: 'running',
      concertId: null,
      bought: 0,
      gaveUp: 0,
      opened: done,
      ended: done,
    };
  }

  /** It never was. */
  private giveUp(sale: Sale, before: Sale | null): void {
    sale.state = 'over';
    if (this.sale === sale) this.sale = before;
  }

  /** Puts the concert on and sends the fans; answers why that cannot be. */
  private async open(sale: Sale): Promise<Refusal | null> {
    const { operators } = this.options.ticketing;
    const concert = await operators.createConcert(demoConcert(sale.fans));
    if (isRefusal(concert)) return concert;
    const schedule = await operators.addSchedule(concert.concertId, demoSchedule(sale.fans, this.options.now()));
    if (isRefusal(schedule)) return schedule;
    sale.concertId = concert.concertId;
    this.send(sale, concert.concertId, schedule.scheduleId);
    return null;
  }

  private send(sale: Sale, concertId: string, scheduleId: string): void {
    const { ticketing, random, mintUserId } = this.options;
    // One number a sale, so that whatever else draws numbers does not change who comes.
    const { next } = randomFrom(seedFrom(random));
    const visits = Array.from({ length: sale.fans }, () => {
      const plan = planFan(next);
      return this.play(sale, new Fan({ fans: ticketing.fans, stage: sale.stage, concertId, scheduleId, userId: mintUserId(), plan }));
    });
    sale.ended = Promise.all(visits).then(() => {
      sale.state = 'over';
      // Slots that rest after the last answer.
      sale.stage.stop();
    });
  }

  private async play(sale: Sale, fan: Fan): Promise<void> {
    try {
      if ((await fan.visit()) === 'bought') sale.bought += 1;
      else sale.gaveUp += 1;
    } catch (error) {
      if (error instanceof SaleStopped) return;
      sale.gaveUp += 1;
      this.options.onError(error);
    }
  }
}
