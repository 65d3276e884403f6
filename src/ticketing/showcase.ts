/**
 * What anybody may look at, without a token: a concert with what is left of it, a schedule with its hall. At an on-sale everybody looks, so entities are asked
 * once for many requests.
 *
 * Invariants
 *  - A sale is shared for SHARED_MS_MAX, counted from when its entities were asked; after that it is asked for anew, by at most one ask at a time.
 *  - Ids that name nothing write nothing, keep nothing and bring nothing to memory: the catalogue knows its concerts, and a concert its schedules.
 *  - What is kept is bounded; who was shown longest ago goes first. A hall never changes, so it is kept for as long as there is room.
 */
import type { ConcertView } from '../domain/concert/protocol.js';
import { concertOfSchedule, isConcertId } from '../domain/ids.js';
import type { QueueView } from '../domain/queue/protocol.js';
import { isRefusal, refuse } from '../domain/refusals.js';
import type { Refusal } from '../domain/refusals.js';
import type { ScheduleSpec, ScheduleView } from '../domain/schedule/protocol.js';
import { allAccepted } from './asking.js';
import type { Answer, Asking } from './asking.js';
import { KeptViews } from './kept-views.js';
import { KnownConcerts } from './known-concerts.js';
import { SharedAsks } from './shared-asks.js';

/** A concert with its waiting room and all its schedules, as they were when they were asked. */
export interface SaleView {
  /** The node clock, ms since 1970. */
  readonly askedAt: number;
  readonly concert: ConcertView;
  readonly queue: QueueView;
  /** In order of their start; without those that cannot be served. */
  readonly schedules: readonly ScheduleView[];
}

/** What never changes about a schedule. */
export interface HallView {
  readonly scheduleId: string;
  readonly concertTitle: string;
  readonly spec: ScheduleSpec;
  readonly totalSeats: number;
}

export const SHARED_MS_MAX = 1_000;
/** Concerts kept, and their schedules together. */
const SALES_KEPT_MAX = 256;
const SALE_SCHEDULES_KEPT_MAX = 20_000;
/** Halls kept, and their rows together. */
const HALLS_KEPT_MAX = 256;
const HALL_ROWS_KEPT_MAX = 100_000;
/** Schedules of one concert that are asked at once. */
const SCHEDULES_AT_ONCE = 50;

export class Showcase {
  private readonly known: KnownConcerts;
  private readonly sales = new KeptViews<SaleView>(SALES_KEPT_MAX, SALE_SCHEDULES_KEPT_MAX);
  private readonly halls = new KeptViews<HallView>(HALLS_KEPT_MAX, HALL_ROWS_KEPT_MAX);
  private readonly saleAsks = new SharedAsks<SaleView>((concertId) => this.askSale(concertId));
  private readonly concertAsks = new SharedAsks<ConcertView>((concertId) => this.askConcert(concertId));
  private readonly scheduleAsks: SharedAsks<ScheduleView>;

  /** @param now the node clock, ms since 1970. */
  constructor(
    private readonly asking: Asking,
    private readonly now: () => number,
  ) {
    this.known = new KnownConcerts((concertIds) => asking.catalogue({ type: 'Known', concertIds }));
    this.scheduleAsks = new SharedAsks((scheduleId) => asking.schedule(scheduleId, { type: 'Describe' }));
  }

  /** For everybody: at most SHARED_MS_MAX old. */
  async sale(concertId: string): Answer<SaleView> {
    if (!isConcertId(concertId)) return refuse('CONCERT_NOT_FOUND');
    const oldest = this.now() - SHARED_MS_MAX;
    const kept = this.sales.get(concertId);
    if (kept !== undefined && kept.askedAt >= oldest) return kept;
    for (;;) {
      const sale = await this.saleAsks.join(concertId);
      // The ask that was joined may have been under way for long.
      if (isRefusal(sale) || sale.askedAt >= oldest) return sale;
    }
  }

  /** For operators and whoever measures: all that was durable at the moment of the call. */
  async freshSale(concertId: string): Answer<SaleView> {
    return isConcertId(concertId) ? this.saleAsks.fresh(concertId) : refuse('CONCERT_NOT_FOUND');
  }

  async hall(scheduleId: string): Answer<HallView> {
    const concertId = concertOfSchedule(scheduleId);
    if (concertId === null) return refuse('SCHEDULE_NOT_FOUND');
    const kept = this.halls.get(scheduleId);
    if (kept !== undefined) return kept;
    const concert = await this.concertAsks.fresh(concertId);
    if (isRefusal(concert)) return concert.refused === 'CONCERT_NOT_FOUND' ? refuse('SCHEDULE_NOT_FOUND') : concert;
    if (!concert.schedules.some((schedule) => schedule.scheduleId === scheduleId)) return refuse('SCHEDULE_NOT_FOUND');
    // Somebody else may have looked meanwhile.
    const keptSince = this.halls.get(scheduleId);
    if (keptSince !== undefined) return keptSince;
    const schedule = await this.scheduleAsks.join(scheduleId);
    if (isRefusal(schedule)) return schedule;
    const hall = { scheduleId, concertTitle: concert.title, spec: schedule.spec, totalSeats: schedule.totalSeats };
    this.halls.keep(scheduleId, hall, rowsOf(schedule.spec));
    return hall;
  }

  private async askSale(concertId: string): Answer<SaleView> {
    const askedAt = this.now();
    const missing = await this.missing(concertId);
    if (missing !== null) return missing;
    const [concert, queue] = await Promise.all([
      this.asking.concert(concertId, { type: 'Describe' }),
      this.asking.queue(concertId, { type: 'Describe' }),
    ]);
    if (isRefusal(concert)) return concert;
    if (isRefusal(queue)) return queue;
    const schedules = await this.askSchedules(concert);
    if (isRefusal(schedules)) return schedules;
    const sale = { askedAt, concert, queue, schedules };
    this.sales.keep(concertId, sale, schedules.length);
    return sale;
  }

  private async askConcert(concertId: string): Answer<ConcertView> {
    return (await this.missing(concertId)) ?? this.asking.concert(concertId, { type: 'Describe' });
  }

  /** Why the concert cannot be asked; null when there is one. Concerts stay for ever, so one that is kept need not be looked for. */
  private async missing(concertId: string): Promise<Refusal | null> {
    if (this.sales.get(concertId) !== undefined) return null;
    const known = await this.known.has(concertId);
    if (isRefusal(known)) return known;
    return known ? null : refuse('CONCERT_NOT_FOUND');
  }

  private async askSchedules({ schedules: summaries }: ConcertView): Promise<readonly ScheduleView[] | Refusal> {
    const schedules: ScheduleView[] = [];
    for (let from = 0; from < summaries.length; from += SCHEDULES_AT_ONCE) {
      const some = summaries.slice(from, from + SCHEDULES_AT_ONCE);
      const answers = await Promise.all(some.map(({ scheduleId }) => this.asking.schedule(scheduleId, { type: 'Describe' })));
      // A schedule is in its concert a moment before it exists itself; a damaged one must not hide the others.
      const described = allAccepted(answers, ['SCHEDULE_NOT_FOUND', 'ENTITY_DAMAGED']);
      if (isRefusal(described)) return described;
      schedules.push(...described);
    }
    return schedules;
  }
}

function rowsOf({ sections }: ScheduleSpec): number {
  return sections.reduce((rows, section) => rows + section.rows.length, 0);
}
