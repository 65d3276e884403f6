/**
 * Long histories, written through the real journal as an entity would have written them: what recovery, a cold start and the taking of snapshots are
 * measured on. Ids are spread like random ones but follow from their number, so every run reads the same bytes.
 */
import { createHash } from 'node:crypto';
import type { EntityId } from '../../src/domain/ids.js';
import { queueEntity, reservationIdOf, scheduleEntity } from '../../src/domain/ids.js';
import type { QueueEvent } from '../../src/domain/queue/protocol.js';
import { QUEUE_DEFAULTS } from '../../src/domain/queue/protocol.js';
import type { ScheduleEvent, ScheduleSpec } from '../../src/domain/schedule/protocol.js';
import { PRICE_DEFAULT } from '../../src/domain/schedule/protocol.js';
import type { Journal, NewRecord } from '../../src/journal/port.js';

export const CONCERT_ID = '3f2a91c07b5e4d18';
export const SCHEDULE_ID = `${CONCERT_ID}-9a0c21bb47f3`;
export const KEY_ID = 'key-1';

const DAY_MS = 86_400_000;
const HOLD_MS = 300_000;
/** Appends under way at once while a history is written. */
const APPENDS_MAX = 4_096;

/** 32 hex digits, spread over all of them. */
export function idOf(kind: string, number: number): string {
  return createHash('md5').update(`${kind} ${number}`).digest('hex');
}

export function userOf(number: number): string {
  const hex = idOf('user', number);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

export interface HistoryRecord {
  readonly events: readonly object[];
  readonly at: number;
  readonly wakeAt: number | null;
}

/** Writes one entity's history; resolves when all of it is durable. `start`: the version it goes on from. */
export async function writeHistory(journal: Journal, entity: EntityId, records: Iterable<HistoryRecord>, start = 0): Promise<number> {
  let version = start;
  let open: Promise<unknown>[] = [];
  const settle = async (): Promise<void> => {
    await Promise.all(open);
    open = [];
  };
  for (const record of records) {
    open.push(write(journal, { ...HEADER, entity, expectedVersion: version, ...bodyOf(record) }));
    version += 1;
    if (open.length === APPENDS_MAX) await settle();
  }
  await settle();
  return version;
}

const HEADER = { schema: 1, epoch: 0, openEffects: false } as const;

function bodyOf({ events, at, wakeAt }: HistoryRecord): Pick<NewRecord, 'at' | 'wakeAt' | 'body'> {
  return { at, wakeAt, body: JSON.stringify({ events }) };
}

async function write(journal: Journal, record: NewRecord): Promise<void> {
  const result = await journal.append(record);
  if (result.status !== 'durable') throw new Error(`a record of ${record.entity} was not written: ${JSON.stringify(result)}`);
}

/** A waiting room in which `tokens` people stand in line, with nobody let in: `perRecord` of them came at a time. */
export function* queueHistory(tokens: number, perRecord: number, at: number): Generator<HistoryRecord> {
  const settings = {
    ...QUEUE_DEFAULTS,
    maxActive: 1,
    waitingTimeoutSeconds: DAY_MS / 1000,
    activeTimeoutSeconds: DAY_MS / 1000,
    sessionSeconds: DAY_MS / 1000,
  };
  const opened: QueueEvent = { type: 'QueueOpened', settings };
  let events: QueueEvent[] = [opened];
  for (let seq = 1; seq <= tokens; seq += 1) {
    const userId = userOf(seq);
    events.push({ type: 'TokenIssued', seq, userId, keyId: KEY_ID });
    if (seq === 1) events.push({ type: 'TokenActivated', seq, userId });
    if (seq < perRecord || (seq % perRecord !== 0 && seq !== tokens)) continue;
    yield { events, at, wakeAt: at + DAY_MS };
    events = [];
  }
}

export function specOf(seats: number, now: number): ScheduleSpec {
  return {
    concertId: CONCERT_ID,
    startsAt: now + 30 * DAY_MS,
    timeZone: 'Asia/Seoul',
    date: '2030-01-01',
    sections: [{ name: 'Floor', price: PRICE_DEFAULT, rows: [{ name: '', seats }] }],
    holdMs: HOLD_MS,
    maxSeatsPerUser: 0,
    onSaleAt: null,
    salesCloseAt: now + 30 * DAY_MS,
  };
}

export interface SalesHistory {
  readonly scheduleId: string;
  readonly seats: number;
  /** Holds so far, each of one seat and each given back before its seat was held again. */
  readonly holds: number;
  readonly perRecord: number;
  readonly at: number;
}

/** A schedule on which seats were held and given back, half of a record's events each; all seats are free in the end. */
export function* scheduleHistory({ scheduleId, seats, holds, perRecord, at }: SalesHistory): Generator<HistoryRecord> {
  const spec = specOf(seats, at);
  const wakeAt = spec.salesCloseAt;
  const born: ScheduleEvent[] = [{ type: 'ScheduleCreated', spec }, { type: 'SalesOpened' }];
  yield { events: born, at, wakeAt };
  const pairs = perRecord / 2;
  for (let first = 0; first < holds; first += pairs) {
    const numbers = Array.from({ length: Math.min(pairs, holds - first) }, (_, index) => first + index);
    const held = numbers.map((number) => holdOf(scheduleId, number, seats, at));
    const released = held.map(({ reservationId, userId, seats: of }): ScheduleEvent => ({
      type: 'HoldReleased',
      reservationId,
      userId,
      seats: of,
      reason: 'OWNER',
    }));
    yield { events: [...held, ...released], at, wakeAt };
  }
}

/** One that ran out at `at` + HOLD_MS. */
export function holdOf(scheduleId: string, number: number, seats: number, at: number): Extract<ScheduleEvent, { type: 'SeatHeld' }> {
  return {
    type: 'SeatHeld',
    reservationId: reservationIdOf(scheduleId, idOf(scheduleId, number)),
    userId: userOf(number),
    seats: [(number % seats) + 1],
    amount: PRICE_DEFAULT,
    expiresAt: at + HOLD_MS,
  };
}

export const QUEUE = queueEntity(CONCERT_ID);
export const SCHEDULE = scheduleEntity(SCHEDULE_ID);
