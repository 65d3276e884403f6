/**
 * What the journal can tell: a wallet's transactions, a user's payments, a seat's timeline, the event log.
 * Cursors are opaque to callers; they name a place in the journal, so they stay valid for ever.
 */
import { scheduleEntity, walletEntity } from '../domain/ids.js';
import { invalid, refuse } from '../domain/refusals.js';
import type { Refusal } from '../domain/refusals.js';
import type { ScheduleEvent } from '../domain/schedule/protocol.js';
import type { TransactionView, WalletEvent } from '../domain/wallet/protocol.js';
import { DamagedEntity, placeAfter } from '../journal/port.js';
import type { Journal, LoggedRecord, LogPlace, RecordBody, StoredRecord } from '../journal/port.js';
import { cursorIn, isRecordOf, parseLogCursor, placeBefore, placeOfRecordAlone, spellLogCursor } from './log-cursor.js';
import type { LogCursor } from './log-cursor.js';

export type Histories = Pick<Journal, 'history' | 'events'>;

/** A page of a list; `next` goes back as the cursor, null at the end. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

export interface LoggedEvent {
  readonly cursor: string;
  readonly type: string;
  readonly at: number;
  readonly entity: string;
  /** The event's own members, without its type. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** A payment as the wallet knows it; its schedule knows the rest. */
export interface UsedPoints {
  readonly paymentId: string;
}

const RECORDS_PER_READ = 500;
/** A filtered read of the event log stops after so many records and hands out a cursor, so that a rare type cannot keep the node busy. */
const RECORDS_PER_REQUEST_MAX = 20_000;

/** `<version>-<index>`: an event of one entity, within a record of it. Cursors of the event log are others, see log-cursor.ts. */
interface Cursor {
  readonly version: number;
  readonly index: number;
}

interface Placed<Event> {
  readonly event: Event;
  readonly at: number;
  readonly cursor: Cursor;
}

export async function walletTransactions(
  journal: Histories,
  userId: string,
  cursor: string | null,
  limit: number,
): Promise<Page<TransactionView> | Refusal> {
  return walletPage(journal, userId, cursor, limit, ({ event, at }) => transactionOf(userId, event, at));
}

export async function walletPayments(
  journal: Histories,
  userId: string,
  cursor: string | null,
  limit: number,
): Promise<Page<UsedPoints> | Refusal> {
  return walletPage(journal, userId, cursor, limit, ({ event }) => (event.type === 'PointsUsed' ? { paymentId: event.paymentId } : null));
}

/** Newest first, what `view` keeps of a wallet's events. */
async function walletPage<Item>(
  journal: Histories,
  userId: string,
  cursor: string | null,
  limit: number,
  view: (placed: Placed<WalletEvent>) => Item | null,
): Promise<Page<Item> | Refusal> {
  const from = parseCursor(cursor);
  if (from === 'invalid') return invalidCursor('/cursor');
  return unlessDamaged(() => page(newestFirst<WalletEvent>(journal, walletEntity(userId), from), limit, view));
}

async function page<Event, Item>(
  placedEvents: AsyncIterable<Placed<Event>>,
  limit: number,
  view: (placed: Placed<Event>) => Item | null,
): Promise<Page<Item>> {
  const items: Item[] = [];
  let last: Cursor | null = null;
  for await (const placed of placedEvents) {
    const item = view(placed);
    if (item === null) continue;
    if (items.length === limit) return { items, next: last === null ? null : spell(last) };
    items.push(item);
    last = placed.cursor;
  }
  return { items, next: null };
}

/** A history is shown whole or not at all. */
async function unlessDamaged<View>(read: () => Promise<View>): Promise<View | Refusal> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof DamagedEntity) return refuse('ENTITY_DAMAGED');
    throw error;
  }
}

function transactionOf(userId: string, event: WalletEvent, at: number): TransactionView | null {
  switch (event.type) {
    case 'PointsCharged':
      return { transactionId: event.transactionId, userId, type: 'CHARGE', amount: event.amount, balance: event.balance, at };
    case 'PointsUsed':
    case 'PointsRefunded': {
      const { transactionId, paymentId, amount, balance } = event;
      return { transactionId, userId, type: event.type === 'PointsUsed' ? 'USE' : 'REFUND', amount, balance, at, paymentId };
    }
    case 'UseDeclined':
    case 'UseForbidden':
      return null;
  }
}

async function* newestFirst<Event>(journal: Histories, entity: string, from: Cursor | null): AsyncGenerator<Placed<Event>> {
  // The record a cursor points into is read again, for the events in it that are still to come.
  let beyondVersion = from === null ? null : from.version + 1;
  for (;;) {
    const records = await journal.history({ entity, order: 'newest-first', beyondVersion, limit: RECORDS_PER_READ });
    for (const record of records) {
      const events = eventsOf<Event>(record);
      for (let index = events.length - 1; index >= 0; index -= 1) {
        if (from?.version === record.version && index >= from.index) continue;
        const event = events[index];
        if (event !== undefined) yield { event, at: record.at, cursor: { version: record.version, index } };
      }
      beyondVersion = record.version;
    }
    if (records.length < RECORDS_PER_READ) return;
  }
}

/** Everything that ever happened to a seat, oldest first. Reads the schedule's whole history: for operators. */
export function seatTimeline(journal: Histories, scheduleId: string, seat: number): Promise<readonly LoggedEvent[] | Refusal> {
  return unlessDamaged(() => timelineOf(journal, scheduleId, seat));
}

async function timelineOf(journal: Histories, scheduleId: string, seat: number): Promise<readonly LoggedEvent[]> {
  const timeline: LoggedEvent[] = [];
  const reservations = new Set<string>();
  let beyondVersion: number | null = null;
  for (;;) {
    const records: readonly StoredRecord[] = await journal.history({
      entity: scheduleEntity(scheduleId),
      order: 'oldest-first',
      beyondVersion,
      limit: RECORDS_PER_READ,
    });
    for (const record of records) {
      eventsOf<ScheduleEvent>(record).forEach((event, index) => {
        // A place in the event log as well, but only where that has one lane.
        if (touches(event, seat, reservations)) timeline.push(logged(record, event, `${record.position}-${index}`));
      });
      beyondVersion = record.version;
    }
    if (records.length < RECORDS_PER_READ) return timeline;
  }
}

/** Payments name a reservation, not its seats: `reservations` remembers which ones hold the seat. */
function touches(event: ScheduleEvent, seat: number, reservations: Set<string>): boolean {
  if ('seats' in event && event.seats.includes(seat)) {
    if (event.type === 'SeatHeld') reservations.add(event.reservationId);
    return true;
  }
  return 'reservationId' in event && reservations.has(event.reservationId);
}

/** The event log from after `cursor`, each lane in commit order; `types` null for all. */
export async function eventLog(
  journal: Histories,
  cursor: string | null,
  types: ReadonlySet<string> | null,
  limit: number,
): Promise<Page<LoggedEvent> | Refusal> {
  const from = parseLogCursor(cursor);
  if (from === 'invalid') return invalidCursor('/after');
  const { items, last, more } = await readLog(journal, from, types, limit);
  return { items, next: more && last !== null ? spellLogCursor(last) : null };
}

/** A stretch of the event log, for whoever goes on from where it ends, whether there is more yet or not. */
export interface LogStretch {
  readonly items: readonly LoggedEvent[];
  /**
   * The cursor of its last event, or of a record without events behind that; the one it was read from when there is neither, null at the beginning of
   * the log.
   */
  readonly reached: string | null;
}

/** The events after `cursor`. */
export async function logAfter(journal: Histories, cursor: string | null, limit: number): Promise<LogStretch | Refusal> {
  const from = parseLogCursor(cursor);
  if (from === 'invalid') return invalidCursor('/after');
  const { items, last } = await readLog(journal, from, null, limit);
  return { items, reached: last === null ? null : spellLogCursor(last) };
}

/** null when the log has the event with that cursor. Whoever waits for what comes after an event that never was would wait for something else, or for ever. */
export async function unknownCursor(journal: Histories, cursor: string): Promise<Refusal | null> {
  const from = parseLogCursor(cursor);
  if (from === null || from === 'invalid') return invalidCursor('/after');
  const record = await recordOf(journal, from);
  if (record === null) return invalidCursor('/after');
  return from.index < Math.max(1, eventsIn(record).length) ? null : invalidCursor('/after');
}

/** The record a cursor points into; null when there is none. */
async function recordOf(journal: Histories, cursor: LogCursor): Promise<LoggedRecord | null> {
  const [record] = await journal.events(placeOfRecordAlone(cursor), 1);
  return record !== undefined && isRecordOf(cursor, record) ? record : null;
}

interface LogRead {
  readonly items: readonly LoggedEvent[];
  /** The last event, or record without events, that was looked at. */
  readonly last: LogCursor | null;
  /** Reading stopped before the end of the log. */
  readonly more: boolean;
}

async function readLog(journal: Histories, from: LogCursor | null, types: ReadonlySet<string> | null, limit: number): Promise<LogRead> {
  const items: LoggedEvent[] = [];
  let place: LogPlace = from?.place ?? [];
  let last = from;
  for (let read = 0; read < RECORDS_PER_REQUEST_MAX;) {
    // Nearly every record has an event, so without a filter no more records are read than events are still wanted, and one to see whether there is more.
    const wanted = types === null ? Math.min(RECORDS_PER_READ, limit - items.length + 1) : RECORDS_PER_READ;
    const records = from !== null && read === 0 ? await pageAgain(journal, from, wanted) : await journal.events(place, wanted);
    for (const record of records) {
      const events = eventsIn(record);
      for (const [index, event] of events.entries()) {
        if (from !== null && isRecordOf(from, record) && index <= from.index) continue;
        if (items.length === limit) return { items, last, more: true };
        last = cursorIn(record, place, index);
        if (types === null || types.has(event.type)) items.push(logged(record, event, spellLogCursor(last)));
      }
      // A long row of records without events must not be read again and again.
      if (events.length === 0) last = cursorIn(record, place, 0);
      place = placeAfter(place, record);
    }
    if (records.length < wanted) return { items, last, more: false };
    read += records.length;
  }
  return { items, last, more: true };
}

/**
 * Reads from the record that the cursor points into, which always comes first: what is left of it must be told before anything else, because a later cursor
 * cannot say that it was half read. With several lanes others may come before it in the second reading.
 */
async function pageAgain(journal: Histories, from: LogCursor, wanted: number): Promise<readonly LoggedRecord[]> {
  const records = await journal.events(placeBefore(from), wanted);
  if (isRecordOf(from, records[0])) return records;
  const record = await recordOf(journal, from);
  if (record === null) return journal.events(from.place, wanted);
  return [record, ...(await journal.events(from.place, wanted - 1))];
}

/** What a record says; of a damaged one, that it is damaged, so that whoever follows the log knows that something is missing. */
function eventsIn(record: LoggedRecord): readonly AnyEvent[] {
  const { version, damage } = record;
  return damage === undefined ? eventsOf<AnyEvent>(record) : [{ type: 'RecordDamaged', version, damage }];
}

interface AnyEvent {
  readonly type: string;
  readonly [member: string]: unknown;
}

function logged(record: StoredRecord, event: { readonly type: string }, cursor: string): LoggedEvent {
  const { type, ...data } = event;
  return { cursor, type, at: record.at, entity: record.entity, data };
}

function eventsOf<Event>(record: StoredRecord): readonly Event[] {
  return (JSON.parse(record.body) as RecordBody).events as unknown as readonly Event[];
}

function spell(cursor: Cursor): string {
  return `${cursor.version}-${cursor.index}`;
}

function parseCursor(text: string | null): Cursor | null | 'invalid' {
  if (text === null) return null;
  const match = /^(\d{1,15})-(\d{1,9})$/.exec(text);
  return match === null ? 'invalid' : { version: Number(match[1]), index: Number(match[2]) };
}

/** For a cursor that is none: which member holds it. */
export function invalidCursor(pointer: string): Refusal {
  return invalid(pointer, 'not a cursor this service handed out');
}
