/**
 * The one checker of the promises, for tests, crash runs, benchmarks and operators.
 *
 * It reads the event log in commit order, one event at a time, and keeps its own books, independent of the deciders: who has each seat, what each wallet
 * holds, who stands where in line. Whatever the rules forbid is a violation. Clients add what they were told (`observe`), and at the end the log must stand
 * by every word of it, and by the states that are served (`finish`).
 *
 * What it relies on: events come complete and in commit order; all of an entity's events bear that entity's time, which never runs backwards; whatever
 * time demands is recorded before the next command is carried out. Across entities only the order of commits counts, not their clocks.
 *
 * Pure: no clock, no I/O. Memory grows with reservations, payments, transactions and tokens, not with polls.
 */
import type { EndReason } from '../domain/queue/protocol.js';
import type { AuditedEvent } from './audited-event.js';
import { understand } from './audited-event.js';
import { Books } from './books.js';
import { missingCause } from './causes.js';
import type { ClientFact, ServedState } from './client-facts.js';
import { ClientLedger } from './client-ledger.js';
import { BLOCKED, BOOKED, HELD } from './hall.js';
import type { Violation, ViolationCode } from './violations.js';
import { ViolationList } from './violations.js';
import type { MoneyTotals } from './wallet-books.js';

export interface Ending {
  /** The time of the node when the log was read to its end, ms since 1970. */
  readonly now: number;
  /** True when nothing is under way any more: every payment must be decided by then, every refund made. */
  readonly quiescent: boolean;
  /** What is served then; must agree with the books. */
  readonly served?: Iterable<ServedState>;
}

/** The books, added up. */
export interface Totals {
  readonly events: number;
  readonly seats: { readonly total: number; readonly held: number; readonly booked: number; readonly blocked: number };
  readonly holds: { readonly made: number; readonly released: number; readonly expired: number };
  readonly payments: {
    readonly started: number;
    readonly pending: number;
    readonly completed: number;
    readonly declined: number;
    readonly timedOut: number;
  };
  readonly tokens: {
    readonly issued: number;
    readonly activated: number;
    readonly waiting: number;
    readonly active: number;
    readonly ended: Readonly<Partial<Record<EndReason, number>>>;
  };
  /** Over all wallets. */
  readonly money: Readonly<MoneyTotals> & { readonly revenue: number; readonly wallets: number };
}

export interface AuditReport {
  /** The first ones in full; `violationCounts` has them all. */
  readonly violations: readonly Violation[];
  readonly violationsTotal: number;
  readonly violationCounts: ReadonlyMap<ViolationCode, number>;
  /** How many facts told to clients were held against the log. */
  readonly factsChecked: number;
  readonly totals: Totals;
}

export class Auditor {
  private readonly violations = new ViolationList();
  private readonly books = new Books(this.violations);
  private readonly clients = new ClientLedger(this.violations);
  private readonly lastAt = new Map<string, number>();

  /** The next event of the log. */
  feed(logged: AuditedEvent): void {
    this.violations.eventNumber += 1;
    const { entity, at, type } = logged;
    const understood = understand(logged);
    if (understood === null) return;
    if ('malformed' in understood) {
      this.violations.add('EVENT_MALFORMED', entity, `${type} has a bad member: ${understood.malformed}`, { event: logged });
      return;
    }
    const lastAt = this.lastAt.get(entity) ?? at;
    if (at < lastAt)
      this.violations.add('TIME_RAN_BACKWARDS', entity, `${type} is ${lastAt - at} ms before the event before it`, { at, lastAt });
    this.lastAt.set(entity, Math.max(at, lastAt));
    this.books.apply(understood, at);
  }

  /** The name of what must come before this event and has not been fed yet, see causes.ts; null when nothing is missing. */
  missingCause(logged: AuditedEvent): string | null {
    const understood = understand(logged);
    return understood === null || 'malformed' in understood ? null : missingCause(this.books, understood, logged.at);
  }

  /** Something a client was told. May come before or after the events it speaks of. */
  observe(fact: ClientFact): void {
    this.clients.add(fact);
  }

  /** Violations so far. */
  get violationsTotal(): number {
    return this.violations.total;
  }

  /** To be called once, when the log was read to its end. */
  finish({ now, quiescent, served }: Ending): AuditReport {
    this.books.finish(now, quiescent);
    this.clients.compare(this.books, served ?? []);
    const { kept, total, counts } = this.violations;
    return {
      violations: kept,
      violationsTotal: total,
      violationCounts: counts,
      factsChecked: this.clients.facts,
      totals: this.totals(),
    };
  }

  /** What the books say so far, of one concert (money and events: always of all) or of everything. */
  totals(concertId: string | null = null): Totals {
    const seats = { total: 0, held: 0, booked: 0, blocked: 0 };
    const holds = { made: 0, released: 0, expired: 0 };
    const payments = { started: 0, pending: 0, completed: 0, declined: 0, timedOut: 0 };
    for (const [scheduleId, { hall, counts, payments: paid }] of this.books.schedules) {
      if (concertId !== null && !scheduleId.startsWith(concertId)) continue;
      seats.total += hall?.total ?? 0;
      seats.held += hall?.counts[HELD] ?? 0;
      seats.booked += hall?.counts[BOOKED] ?? 0;
      seats.blocked += hall?.counts[BLOCKED] ?? 0;
      holds.made += counts.held;
      holds.released += counts.released;
      holds.expired += counts.expired;
      payments.started += paid.counts.started;
      payments.pending += paid.pending;
      payments.completed += paid.counts.completed;
      payments.declined += paid.counts.declined;
      payments.timedOut += paid.counts.timedOut;
    }
    const { money, checkouts, wallets } = this.books;
    return {
      events: this.violations.eventNumber,
      seats,
      holds,
      payments,
      tokens: this.tokenTotals(concertId),
      money: { ...money, revenue: checkouts.revenue, wallets: wallets.size },
    };
  }

  private tokenTotals(concertId: string | null): Totals['tokens'] {
    const tokens = { issued: 0, activated: 0, waiting: 0, active: 0 };
    const ended: Partial<Record<EndReason, number>> = {};
    for (const [concert, queue] of this.books.queues) {
      if (concertId !== null && concert !== concertId) continue;
      tokens.issued += queue.issued;
      tokens.activated += queue.activated;
      tokens.waiting += queue.waiting;
      tokens.active += queue.active;
      for (const [reason, count] of queue.ended) ended[reason] = (ended[reason] ?? 0) + count;
    }
    return { ...tokens, ended };
  }
}
