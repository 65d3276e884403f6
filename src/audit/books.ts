/** All books together: one per schedule, wallet and waiting room, and what they share. */
import { concertOfSchedule, parseReservationId } from '../domain/ids.js';
import type { Understood } from './audited-event.js';
import { Checkouts } from './checkouts.js';
import { QueueBooks } from './queue-books.js';
import type { Reservation } from './reservation.js';
import { ScheduleBooks } from './schedule-books.js';
import type { ViolationList } from './violations.js';
import type { MoneyTotals } from './wallet-books.js';
import { WalletBooks } from './wallet-books.js';

export class Books {
  readonly schedules = new Map<string, ScheduleBooks>();
  readonly wallets = new Map<string, WalletBooks>();
  readonly queues = new Map<string, QueueBooks>();
  readonly checkouts = new Checkouts();
  readonly money: MoneyTotals = { charged: 0, used: 0, refunded: 0, balances: 0 };
  private readonly concertsWithSchedules = new Set<string>();
  /** Said once: after that, every event would say it again. */
  private moneyLost = false;

  constructor(private readonly violations: ViolationList) {}

  apply({ kind, key, event }: Understood, at: number): void {
    switch (kind) {
      case 'schedule':
        return this.schedule(key).apply(event, at);
      case 'queue':
        return this.queue(key).apply(event, at);
      case 'wallet':
        this.wallet(key).apply(event, at);
        return this.checkMoney();
    }
  }

  finish(now: number, quiescent: boolean): void {
    for (const schedule of this.schedules.values()) schedule.finish(now, quiescent);
    for (const queue of this.queues.values()) queue.finish(now);
    const { money, checkouts } = this;
    const spent = money.used - money.refunded;
    if (!quiescent || this.schedules.size === 0 || spent === checkouts.revenue) return;
    const sentence = `wallets spent ${spent} points in all, but completed payments come to ${checkouts.revenue}`;
    this.violations.add('REVENUE_WRONG', 'books/all', sentence, { ...money, revenue: checkouts.revenue });
  }

  reservation(reservationId: string): Reservation | null {
    const scheduleId = parseReservationId(reservationId)?.scheduleId ?? '';
    return this.schedules.get(scheduleId)?.reservations.get(reservationId) ?? null;
  }

  /** Whether a payment with that place in line should be in the log and is not. */
  lacksPayment(concertId: string, seq: number): boolean {
    return this.concertsWithSchedules.has(concertId) && !this.checkouts.tokensThatPaid.has(`${concertId}/${seq}`);
  }

  private checkMoney(): void {
    const { charged, used, refunded, balances } = this.money;
    if (this.moneyLost || balances === charged - used + refunded) return;
    this.moneyLost = true;
    const sentence = `balances come to ${balances}, but ${charged} charged - ${used} used + ${refunded} refunded is ${charged - used + refunded}`;
    this.violations.add('MONEY_NOT_CONSERVED', 'books/all', sentence, { ...this.money });
  }

  private schedule(scheduleId: string): ScheduleBooks {
    return found(this.schedules, scheduleId, () => {
      const concertId = concertOfSchedule(scheduleId);
      if (concertId !== null) this.concertsWithSchedules.add(concertId);
      const isAdmitted = (concert: string, userId: string, at: number): boolean | null =>
        this.queues.get(concert)?.isAdmitted(userId, at) ?? null;
      return new ScheduleBooks(scheduleId, this.checkouts, isAdmitted, this.violations);
    });
  }

  private wallet(userId: string): WalletBooks {
    return found(this.wallets, userId, () => new WalletBooks(userId, this.money, this.checkouts, this.violations));
  }

  private queue(concertId: string): QueueBooks {
    const hasSchedules = (): boolean => this.concertsWithSchedules.has(concertId);
    return found(this.queues, concertId, () => new QueueBooks(concertId, this.checkouts, hasSchedules, this.violations));
  }
}

function found<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
