/**
 * What the journal can tell: a wallet's transactions, a user's payments, a seat's timeline, the event log.
 * Cursors are opaque to callers; they name a place in the journal, so they stay valid for ever.
 */
import { scheduleEntity, walletEntity } from '../domain/ids.js';
import { invalid, refuse } from '../domain/refusals.js';
import type { Refusal } from '../domain/refusals.js';
import type { ScheduleEvent } from '../domain/schedule/protocol.js';
import type { TransactionView, WalletEvent } from '../domain/wallet/protocol.js';
import { DamagedEntity } from '../journal/port.js';
import type { Journal, LoggedRecord, RecordBody, StoredRecord } from '../journal/port.js';

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

/** `<number>-<index>`: an event within a record, by version or by position. */
interface Cursor {
  readonly record: number;
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
  let beyondVersion = from === null ? null : from.record + 1;
  for (;;) {
    const records = await journal.history({ entity, order: 'newest-first', beyondVersion, limit: RECORDS_PER_READ });
    for (const record of records) {
      const events = eventsOf<Event>(record);
      for (let index = events.length - 1; index >= 0; index -= 1) {
        if (from?.record === record.version && index >= from.index) continue;
        const event = events[index];
        if (event !== undefined) yield { event, at: record.at, cursor: { record: record.version, index } };
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
        if (touches(event, seat, reservations)) timeline.push(logged(record, event, index));
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

/** The event log in commit order, from after `cursor`; `types` null for all. */
export async function eventLog(
  journal: Histories,
  cursor: string | null,
  types: ReadonlySet<string> | null,
  limit: number,
): Promise<Page<LoggedEvent> | Refusal> {
  const from = parseCursor(cursor);
  if (from === 'invalid') return invalidCursor('/after');
  const { items, last, more } = await readLog(journal, from, types, limit);
  return { items, next: more && last !== null ? spell(last) : null };
}

/** A stretch of the event log, for whoever goes on from where it ends, whether there is more yet or not. */
export interface LogStretch {
  readonly items: readonly LoggedEvent[];
  /** The cursor of its last event; the one it was read from when there is none, null at the beginning of the log. */
  readonly reached: string | null;
}

/** The events after `cursor`. */
export async function logAfter(journal: Histories, cursor: string | null, limit: number): Promise<LogStretch | Refusal> {
  const from = parseCursor(cursor);
  if (from === 'invalid') return invalidCursor('/after');
  const { items, last } = await readLog(journal, from, null, limit);
  return { items, reached: last === null ? null : spell(last) };
}

/** null when the log has the event with that cursor. Whoever waits for what comes after an event that never was would wait for something else, or for ever. */
export async function unknownCursor(journal: Histories, cursor: string): Promise<Refusal | null> {
  const from = parseCursor(cursor);
  if (from === null || from === 'invalid') return invalidCursor('/after');
  const [record] = await journal.events(from.record - 1, 1);
  const isKnown = record?.position === from.record && loggedEvents(record).some(({ index }) => index === from.index);
  return isKnown ? null : invalidCursor('/after');
}

interface LogRead {
  readonly items: readonly LoggedEvent[];
  /** The last event looked at. */
  readonly last: Cursor | null;
  /** Reading stopped before the end of the log. */
  readonly more: boolean;
}

async function readLog(journal: Histories, from: Cursor | null, types: ReadonlySet<string> | null, limit: number): Promise<LogRead> {
  const items: LoggedEvent[] = [];
  let position = from === null ? 0 : from.record - 1;
  let last = from;
  for (let read = 0; read < RECORDS_PER_REQUEST_MAX;) {
    // Nearly every record has an event, so without a filter no more records are read than events are still wanted, and one to see whether there is more.
    const wanted = types === null ? Math.min(RECORDS_PER_READ, limit - items.length + 1) : RECORDS_PER_READ;
    const records = await journal.events(position, wanted);
    for (const record of records) {
      for (const event of loggedEvents(record)) {
        if (from?.record === record.position && event.index <= from.index) continue;
        if (items.length === limit) return { items, last, more: true };
        if (types === null || types.has(event.logged.type)) items.push(event.logged);
        last = { record: record.position, index: event.index };
      }
      position = record.position;
    }
    if (records.length < wanted) return { items, last, more: false };
    read += records.length;
  }
  return { items, last, more: true };
}

/** What a record says; of a damaged one, that it is damaged, so that whoever follows the log knows that something is missing. */
function loggedEvents(record: LoggedRecord): readonly { readonly index: number; readonly logged: LoggedEvent }[] {
  if (record.damage !== undefined) {
    const { version, damage } = record;
    return [{ index: 0, logged: logged(record, { type: 'RecordDamaged', version, damage }, 0) }];
  }
  return eventsOf<{ readonly type: string }>(record).map((event, index) => ({ index, logged: logged(record, event, index) }));
}

function logged(record: StoredRecord, event: { readonly type: string; readonly [member: string]: unknown }, index: number): LoggedEvent {
  const { type, ...data } = event;
  return { cursor: spell({ record: record.position, index }), type, at: record.at, entity: record.entity, data };
}

function eventsOf<Event>(record: StoredRecord): readonly Event[] {
  return (JSON.parse(record.body) as RecordBody).events as unknown as readonly Event[];
}

function spell(cursor: Cursor): string {
  return `${cursor.record}-${cursor.index}`;
}

function parseCursor(text: string | null): Cursor | null | 'invalid' {
  if (text === null) return null;
  const match = /^(\d{1,15})-(\d{1,9})$/.exec(text);
  return match === null ? 'invalid' : { record: Number(match[1]), index: Number(match[2]) };
}

/** For a cursor that is none: which member holds it. */
export function invalidCursor(pointer: string): Refusal {
  return invalid(pointer, 'not a cursor this service handed out');
}
