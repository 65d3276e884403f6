/** A concert: its title, its schedules, and the settings its waiting room was opened with. Times are ms since 1970. */
import type { QueueSettings } from '../queue/protocol.js';
import type { ScheduleSpec } from '../schedule/protocol.js';

export const SCHEDULES_PER_CONCERT_MAX = 10_000;
export const TITLE_LENGTH_MAX = 200;

export type ConcertCommand =
  /** Idempotent. */
  | { readonly type: 'Create'; readonly title: string; readonly queue: QueueSettings }
  /** The schedule is named after the command's id. Its own entity is created by an effect. */
  | { readonly type: 'AddSchedule'; readonly spec: ScheduleSpec }
  | { readonly type: 'SettleEffect'; readonly key: string }
  | { readonly type: 'Describe' };

export type ConcertEvent =
  | { readonly type: 'ConcertCreated'; readonly title: string; readonly queue: QueueSettings }
  | { readonly type: 'ScheduleAdded'; readonly scheduleId: string; readonly spec: ScheduleSpec }
  | { readonly type: 'EffectSettled'; readonly key: string };

export interface ScheduleSummary {
  readonly scheduleId: string;
  readonly startsAt: number;
  readonly timeZone: string;
  readonly date: string;
  readonly onSaleAt: number | null;
  readonly salesCloseAt: number;
  readonly totalSeats: number;
}

export interface ConcertView {
  readonly concertId: string;
  readonly title: string;
  /** In order of `startsAt`. */
  readonly schedules: readonly ScheduleSummary[];
  /** At least one schedule is on sale now. */
  readonly onSale: boolean;
}

export interface ConcertReplies {
  Create: ConcertView;
  AddSchedule: ScheduleSummary;
  SettleEffect: null;
  Describe: ConcertView;
}

export type ConcertReply = ConcertReplies[keyof ConcertReplies];
export type ConcertSign = never;
