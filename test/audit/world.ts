/**
 * A small world run by the real deciders: one concert with its waiting room and one schedule, a wallet for each of a few users. Effects between them are
 * delivered when the story says so, perhaps with the answer lost on the way. All events land in one log, in the order they were committed.
 */
import { Auditor } from '../../src/audit/auditor.js';
import type { AuditReport } from '../../src/audit/auditor.js';
import type { AuditedEvent } from '../../src/audit/audited-event.js';
import { queueDecider } from '../../src/domain/queue/decider.js';
import type { AdmissionView, QueueCommand, QueueReply, TokenView } from '../../src/domain/queue/protocol.js';
import { QUEUE_DEFAULTS } from '../../src/domain/queue/protocol.js';
import { isRefusal } from '../../src/domain/refusals.js';
import { scheduleDecider } from '../../src/domain/schedule/decider.js';
import type { PaymentView, ReservationView, ScheduleReply } from '../../src/domain/schedule/protocol.js';
import { PAYMENT_GRACE_MS, SEAT_STATUSES } from '../../src/domain/schedule/protocol.js';
import { walletDecider } from '../../src/domain/wallet/decider.js';
import type { BalanceView, TransactionView, WalletCommand } from '../../src/domain/wallet/protocol.js';
import { Simulation } from '../support/simulation.js';
import { CONCERT, HOLD_MS, SCHEDULE, START } from './story.js';

export const USERS = Array.from({ length: 5 }, (_, index) => `00000000-0000-4000-8000-00000000000${index}`);
export const SEATS = 8;

export type Deed =
  | { readonly deed: 'wait'; readonly ms: number }
  | { readonly deed: 'join' | 'leave' | 'release' | 'pay'; readonly user: number }
  | { readonly deed: 'hold'; readonly user: number; readonly seats: readonly number[] }
  | { readonly deed: 'charge'; readonly user: number; readonly amount: number }
  | { readonly deed: 'block' | 'unblock'; readonly seat: number }
  | { readonly deed: 'configure'; readonly maxActive: number }
  /** `answered` false: the other side acts, but its answer never comes. */
  | { readonly deed: 'deliver'; readonly which: number; readonly answered: boolean };

export class World {
  readonly log: AuditedEvent[] = [];
  readonly auditor = new Auditor();
  private now = START;
  private commands = 0;
  private readonly queue = new Simulation(queueDecider, CONCERT, START);
  private readonly schedule = new Simulation(scheduleDecider, SCHEDULE, START);
  private readonly wallets = USERS.map((userId) => new Simulation(walletDecider, userId, START));
  private readonly logged = new Map<object, number>();
  private readonly tokens = new Map<number, TokenView>();
  private readonly holds = new Map<number, ReservationView>();
  private readonly positions = new Map<number, number>();

  constructor() {
    this.act(this.queue, () => this.send(this.queue, { type: 'Open', settings: { ...QUEUE_DEFAULTS, maxActive: 2 } }));
    const sections = [{ name: 'A', price: 100, rows: [{ name: '1', seats: SEATS }] }];
    const limits = { holdMs: HOLD_MS, maxSeatsPerUser: 4, onSaleAt: null, salesCloseAt: START + 86_400_000 };
    const spec = { concertId: CONCERT, startsAt: START + 86_400_000, timeZone: 'Asia/Seoul', date: '2027-01-16', sections, ...limits };
    this.act(this.schedule, () => this.send(this.schedule, { type: 'Create', spec }));
  }

  do(deed: Deed): void {
    switch (deed.deed) {
      case 'wait':
        this.now += deed.ms;
        return this.tick();
      case 'join':
        return this.join(deed.user);
      case 'leave':
        return this.withToken(deed.user, (seq) =>
          this.act(this.queue, () => this.send(this.queue, { type: 'Leave', userId: userOf(deed.user), seq })),
        );
      case 'hold':
        return this.hold(deed.user, deed.seats);
      case 'release':
        return this.release(deed.user);
      case 'pay':
        return this.pay(deed.user);
      case 'charge':
        return this.charge(deed.user, deed.amount);
      case 'block':
      case 'unblock': {
        const [block, unblock] = deed.deed === 'block' ? [[deed.seat], []] : [[], [deed.seat]];
        return void this.act(this.schedule, () => this.send(this.schedule, { type: 'SetBlocked', block, unblock }));
      }
      case 'configure':
        return void this.act(this.queue, () => this.send(this.queue, { type: 'Configure', settings: { maxActive: deed.maxActive } }));
      case 'deliver':
        return this.deliver(deed.which, deed.answered);
    }
  }

  /** Lets everything come to rest and returns what the checker found. */
  finish(): AuditReport {
    this.settle();
    this.do({ deed: 'wait', ms: PAYMENT_GRACE_MS });
    this.do({ deed: 'wait', ms: HOLD_MS });
    this.settle();
    return this.auditor.finish({ now: this.now, quiescent: true, served: this.served() });
  }

  /** What another checker finds in a changed log of this world, at rest. */
  auditOf(log: readonly AuditedEvent[]): AuditReport {
    const auditor = new Auditor();
    for (const event of log) auditor.feed(event);
    return auditor.finish({ now: this.now, quiescent: true });
  }

  private join(user: number): void {
    const view = this.act(this.queue, () => this.send(this.queue, { type: 'Join', userId: userOf(user), keyId: 'k' })) as QueueReply &
      TokenView;
    const known = this.tokens.get(user);
    const before = known?.seq === view.seq ? (this.positions.get(user) ?? null) : null;
    this.auditor.observe({ fact: 'TOKEN_ACKNOWLEDGED', userId: userOf(user), concertId: CONCERT, token: `${user}:${view.seq}` });
    this.auditor.observe({ fact: 'POSITION_SEEN', userId: userOf(user), position: view.position, before });
    this.tokens.set(user, view);
    this.positions.set(user, view.position);
  }

  private hold(user: number, seats: readonly number[]): void {
    this.withToken(user, (seq) => {
      const userId = userOf(user);
      const admission = this.act(this.queue, () => this.send(this.queue, { type: 'CheckActive', userId, seq }));
      if (isRefusal(admission)) return;
      const command = { type: 'Hold', userId, choice: { seats }, admission: admission as AdmissionView } as const;
      const answer = this.act(this.schedule, () => this.send(this.schedule, command));
      if (isRefusal(answer)) return;
      const view = answer as ReservationView;
      this.holds.set(user, view);
      if (view.status !== 'HELD') return;
      const { reservationId, amount, expiresAt } = view;
      this.auditor.observe({ fact: 'HOLD_ACKNOWLEDGED', userId, reservationId, seats: view.seats, amount, expiresAt });
    });
  }

  private release(user: number): void {
    const reservationId = this.holds.get(user)?.reservationId;
    if (reservationId === undefined) return;
    const answer = this.act(this.schedule, () => this.send(this.schedule, { type: 'Release', userId: userOf(user), reservationId }));
    if (!isRefusal(answer)) this.auditor.observe({ fact: 'RELEASE_ACKNOWLEDGED', userId: userOf(user), reservationId });
  }

  private pay(user: number): void {
    const reservationId = this.holds.get(user)?.reservationId;
    const tokenSeq = this.tokens.get(user)?.seq ?? null;
    if (reservationId === undefined) return;
    this.act(this.schedule, () => this.send(this.schedule, { type: 'Pay', userId: userOf(user), reservationId, tokenSeq }));
  }

  private charge(user: number, amount: number): void {
    const wallet = this.walletOf(user);
    this.auditor.observe({ fact: 'CHARGE_WANTED', userId: userOf(user) });
    const answer = this.act(wallet, () => this.send(wallet, { type: 'Charge', amount, maxPoints: 10_000_000 }));
    if (isRefusal(answer)) return;
    const { transactionId, balance } = answer as TransactionView;
    this.auditor.observe({ fact: 'CHARGE_ACKNOWLEDGED', userId: userOf(user), transactionId, amount, balance });
  }

  private deliver(which: number, answered: boolean): void {
    const effects = this.schedule.effects();
    const effect = effects[which % Math.max(1, effects.length)];
    if (effect === undefined) return;
    const wallet = this.wallets.find(({ key }) => effect.to === `wallet/${key}`);
    const answer: unknown =
      wallet === undefined
        ? this.act(this.queue, () => this.send(this.queue, effect.command as QueueCommand))
        : this.act(wallet, () => this.send(wallet, effect.command as WalletCommand));
    if (!answered) return;
    this.act(this.schedule, () => this.send(this.schedule, effect.then(answer)));
  }

  private settle(): void {
    while (this.schedule.effects().length > 0) this.deliver(0, true);
    this.tick();
  }

  private served() {
    const states = this.act(this.schedule, () => this.send(this.schedule, { type: 'ListSeats', userId: userOf(0) })) as ScheduleReply & {
      statuses: Uint8Array;
    };
    const seats = Array.from(states.statuses, (code, index) => ({ seat: index + 1, status: SEAT_STATUSES[code] ?? '' }));
    const balances = this.wallets.map((wallet, user) => {
      const { balance } = this.act(wallet, () => this.send(wallet, { type: 'GetBalance' })) as BalanceView;
      return { served: 'BALANCE', userId: userOf(user), balance } as const;
    });
    const tokens = [...this.tokens].map(([user, { seq }]) => {
      const { status } = this.act(this.queue, () => this.send(this.queue, { type: 'Poll', userId: userOf(user), seq })) as TokenView;
      return { served: 'TOKEN', userId: userOf(user), concertId: CONCERT, status } as const;
    });
    return [{ served: 'SEATS', scheduleId: SCHEDULE, seats } as const, ...balances, ...tokens];
  }

  private tick(): void {
    for (const simulation of [this.queue, this.schedule, ...this.wallets]) this.act(simulation, () => simulation.tick());
    for (const [user, { reservationId, status }] of this.holds) if (status === 'HELD') this.acknowledgePayment(user, reservationId);
  }

  /** Whoever asked to pay is told once the payment is decided. */
  private acknowledgePayment(user: number, reservationId: string): void {
    const userId = userOf(user);
    const held = this.send(this.schedule, { type: 'GetReservation', userId, reservationId });
    if (isRefusal(held) || (held as ReservationView).status !== 'CONFIRMED') return;
    const paymentId = (held as ReservationView).paymentId ?? '';
    const { seats, amount, balance } = this.send(this.schedule, { type: 'GetPayment', userId, paymentId }) as PaymentView;
    this.auditor.observe({ fact: 'PAYMENT_ACKNOWLEDGED', userId, paymentId, reservationId, seats, amount, balance: balance ?? -1 });
  }

  private withToken(user: number, act: (seq: number) => void): void {
    const token = this.tokens.get(user);
    if (token !== undefined) act(token.seq);
  }

  private walletOf(user: number): (typeof this.wallets)[number] {
    const wallet = this.wallets[user];
    if (wallet === undefined) throw new Error(`there is no user ${user}`);
    return wallet;
  }

  /** Ids are unique in the whole world, as the edge mints them. */
  private send<Command extends object, Reply>(to: { when(command: Command, id: string): Reply }, command: Command): Reply {
    this.commands += 1;
    return to.when(command, this.commands.toString(16).padStart(32, '0'));
  }

  /** Runs something at the world's time and takes what it recorded into the log. */
  private act<Result>(simulation: Logging, work: () => Result): Result {
    simulation.now = this.now;
    const result = work();
    const from = this.logged.get(simulation) ?? 0;
    for (const { event, at } of simulation.log.slice(from)) {
      const { type, ...data } = JSON.parse(JSON.stringify(event)) as { type: string };
      const logged = { entity: `${simulation.decider.kind}/${simulation.key}`, type, at, data };
      this.log.push(logged);
      this.auditor.feed(logged);
    }
    this.logged.set(simulation, simulation.log.length);
    return result;
  }
}

/** What all simulations have in common. */
interface Logging {
  now: number;
  readonly key: string;
  readonly decider: { readonly kind: string };
  readonly log: readonly { readonly event: { readonly type: string }; readonly at: number }[];
}

function userOf(user: number): string {
  const userId = USERS[user];
  if (userId === undefined) throw new Error(`there is no user ${user}`);
  return userId;
}
