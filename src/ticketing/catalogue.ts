/** Concerts and their dates, put together from the catalogue, the concerts and the schedules. */
import type { Refusal } from '../domain/refusals.js';
import { isRefusal, refuse } from '../domain/refusals.js';
import type { ConcertView } from '../domain/concert/protocol.js';
import { isConcertId } from '../domain/ids.js';
import type { ScheduleView } from '../domain/schedule/protocol.js';
import { allAccepted } from './asking.js';
import type { Answer, Asking } from './asking.js';
import { invalidCursor } from './histories.js';
import type { Page } from './histories.js';

export interface DatesView {
  readonly concertId: string;
  /** Schedules on sale now, in order of their start. */
  readonly dates: readonly ScheduleView[];
}

/** How many concerts are read at once while looking for those on sale. */
const CONCERTS_PER_READ = 100;

export class Catalogue {
  constructor(private readonly asking: Asking) {}

  /** Concerts in the order they were added; the cursor is the number of concerts before the page. */
  async concerts(cursor: string | null, limit: number): Answer<Page<ConcertView>> {
    const offset = cursor === null ? 0 : Number(cursor);
    if (cursor !== null && !/^\d{1,9}$/.test(cursor)) {
      return invalidCursor('/cursor');
    }
    const list = await this.asking.catalogue({ type: 'List', offset, limit });
    if (isRefusal(list)) return list;
    const concerts = await this.describeAll(list.items.map(({ concertId }) => concertId));
    if (isRefusal(concerts)) return concerts;
    const end = offset + list.items.length;
    return { items: concerts, next: end < list.total ? String(end) : null };
  }

  /** The concerts that were added last, in the order they were added. */
  async newest(limit: number): Answer<readonly ConcertView[]> {
    const all = await this.asking.catalogue({ type: 'List', offset: 0, limit: 0 });
    if (isRefusal(all)) return all;
    const list = await this.asking.catalogue({ type: 'List', offset: Math.max(0, all.total - limit), limit });
    return isRefusal(list) ? list : this.describeAll(list.items.map(({ concertId }) => concertId));
  }

  async concert(concertId: string): Answer<ConcertView> {
    return isConcertId(concertId) ? this.asking.concert(concertId, { type: 'Describe' }) : refuse('CONCERT_NOT_FOUND');
  }

  /** The concert on sale, when there is exactly one. */
  async onlyOneOnSale(): Promise<string | Refusal> {
    let only: string | null = null;
    for (let cursor: string | null = null; ;) {
      const page: Page<ConcertView> | Refusal = await this.concerts(cursor, CONCERTS_PER_READ);
      if (isRefusal(page)) return page;
      for (const concert of page.items) {
        if (!concert.onSale) continue;
        if (only !== null) return refuse('CONCERT_REQUIRED');
        only = concert.concertId;
      }
      if (page.next === null) return only ?? refuse('CONCERT_REQUIRED');
      cursor = page.next;
    }
  }

  /** The concert's schedules that are on sale now, with what is left. */
  async dates(concertId: string): Answer<DatesView> {
    const concert = await this.concert(concertId);
    if (isRefusal(concert)) return concert.refused === 'CONCERT_NOT_FOUND' ? refuse('INVALID_SCHEDULE') : concert;
    const answers = await Promise.all(concert.schedules.map(({ scheduleId }) => this.asking.schedule(scheduleId, { type: 'Describe' })));
    const schedules = allAccepted(answers, ['SCHEDULE_NOT_FOUND']);
    return isRefusal(schedules) ? schedules : { concertId, dates: schedules.filter(({ onSale }) => onSale) };
  }

  /** The one schedule on that local date. */
  async scheduleOn(concertId: string, date: string): Promise<string | Refusal> {
    const concert = await this.concert(concertId);
    if (isRefusal(concert)) return concert.refused === 'CONCERT_NOT_FOUND' ? refuse('INVALID_SCHEDULE') : concert;
    const [first, ...others] = concert.schedules.filter((schedule) => schedule.date === date).map(({ scheduleId }) => scheduleId);
    if (first === undefined) return refuse('INVALID_SCHEDULE');
    return others.length === 0 ? first : refuse('SCHEDULE_AMBIGUOUS', { scheduleIds: [first, ...others] });
  }

  private async describeAll(concertIds: readonly string[]): Promise<readonly ConcertView[] | Refusal> {
    const answers = await Promise.all(concertIds.map((concertId) => this.concert(concertId)));
    // A concert is in the catalogue a moment before it exists itself.
    return allAccepted(answers, ['CONCERT_NOT_FOUND']);
  }
}
