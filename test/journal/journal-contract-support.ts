/** What tests of journals share: what a journal under test must offer, and how to write and read one. */
import assert from 'node:assert/strict';
import type { Test } from 'uvu';
import type { AppendResult, Journal, LoggedRecord, LogPlace, NewRecord, Snapshot, StoredRecord } from '../../src/journal/port.js';
import { placeAfter } from '../../src/journal/port.js';

/** A journal with an empty log, for one test. */
export interface JournalUnderTest {
  /** The journal as it is open now. */
  readonly journal: Journal;
  /** Closes the journal and opens what it left behind; where `breakDisk` was called, with whatever it broke made whole again. */
  reopen(): Promise<Journal>;
  /**
   * Leaves `journal` open, but for good unable to write any more, by whatever is final for it: what is there can be read, three appends of 100 KB at once fail
   * it, and it may also notice by itself before that. An embedded journal meets a full disk; a replicated one may lose its stream to an operator.
   */
  breakDisk(): Promise<void>;
  /** Another journal on the same log, as another process would open it; wanted where the traits say `sharedLog`. */
  another?(): Promise<Journal>;
  dispose(): Promise<void>;
}

/** In what journals may differ. Each trait adds sentences, or makes one exact; none takes a promise away. */
export interface JournalTraits {
  /** The log has one lane, and positions count its records: 1, 2, 3, … Else lanes count for themselves and may skip numbers. */
  readonly exactPositions: boolean;
  /** `appendsAtOnce` is 1: nothing can be decided ahead of an append under way. */
  readonly oneAtATime: boolean;
  /** Several processes can have the log open at once. */
  readonly sharedLog: boolean;
  /** The shard of an entity, by which `heads` can be asked for; null for a journal that knows no shards. */
  readonly shardOf: ((entity: string) => number) | null;
  /** So many records of one entity are more than a page. */
  readonly longHistory: number;
}

/** A journal within the process that uses it. */
export const EMBEDDED: JournalTraits = {
  exactPositions: true,
  oneAtATime: false,
  sharedLog: false,
  shardOf: null,
  longHistory: 1_500,
};

export type ContractTest = Test<{ under: JournalUnderTest }>;

export type Durable = Extract<AppendResult, { status: 'durable' }>;

export const AT = 1_800_000_000_000;

export function newRecord(entity: string, expectedVersion: number, change: Partial<NewRecord> = {}): NewRecord {
  return {
    entity,
    expectedVersion,
    schema: 1,
    epoch: 0,
    at: AT + expectedVersion,
    wakeAt: null,
    openEffects: false,
    body: JSON.stringify({ events: [{ type: 'Happened', entity, number: expectedVersion + 1 }] }),
    ...change,
  };
}

export async function mustAppend(journal: Journal, record: NewRecord): Promise<Durable> {
  const result = await journal.append(record);
  if (result.status !== 'durable') throw new Error(`${record.entity} was not appended: ${JSON.stringify(result)}`);
  return result;
}

/** Appends versions `from + 1` to `to`, one after the other. */
export async function grow(
  journal: Journal,
  entity: string,
  from: number,
  to: number,
  change: Partial<NewRecord> = {},
): Promise<Durable[]> {
  const results: Durable[] = [];
  for (let version = from; version < to; version += 1) results.push(await mustAppend(journal, newRecord(entity, version, change)));
  return results;
}

/** The same for a long history: at once where the journal takes appends that build on each other. */
export async function growLong(journal: Journal, entity: string, to: number, change: Partial<NewRecord> = {}): Promise<Durable[]> {
  if (journal.appendsAtOnce === 1) return grow(journal, entity, 0, to, change);
  return Promise.all(Array.from({ length: to }, (_, version) => mustAppend(journal, newRecord(entity, version, change))));
}

export async function recordsOf(journal: Journal, entity: string): Promise<StoredRecord[]> {
  const { records } = await journal.load(entity);
  return flat(records);
}

/** The log from a place on to its end, in pages of `limit`. */
export async function logFrom(journal: Journal, from: LogPlace = [], limit = 500): Promise<LoggedRecord[]> {
  const records: LoggedRecord[] = [];
  for (let place = from; ;) {
    const page = await journal.events(place, limit);
    assert.ok(page.length <= limit, 'a page is no longer than was asked for');
    records.push(...page);
    place = page.reduce(placeAfter, place);
    if (page.length < limit) return records;
  }
}

/** What holds for any reading of the log: lanes in order of position, each entity in one lane and in order of version, nothing twice. */
export function assertLogOrder(records: readonly LoggedRecord[]): void {
  const positions = new Map<number, number>();
  const ends = new Map<string, { readonly lane: number; readonly version: number }>();
  for (const { lane, position, entity, version, damage } of records) {
    assert.equal(damage, undefined);
    assert.ok(position > (positions.get(lane) ?? 0), `position ${position} of lane ${lane} comes after ${positions.get(lane) ?? 0}`);
    positions.set(lane, position);
    const end = ends.get(entity) ?? { lane, version: 0 };
    assert.deepEqual({ lane, version }, { lane: end.lane, version: end.version + 1 }, entity);
    ends.set(entity, { lane, version });
  }
}

export async function flat<Item>(pages: AsyncIterable<readonly Item[]>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of pages) items.push(...page);
  return items;
}

/** Where a record stands, as its append or a reading tells it. */
export type RecordMark = Pick<StoredRecord, 'version' | 'hash' | 'position'>;

export function snapshotAt(entity: string, { version, hash, position }: RecordMark, state: unknown = { seats: 50 }): Snapshot {
  return { entity, version, hash, position, schema: 1, at: AT, state };
}

export const versions = (records: readonly StoredRecord[]): number[] => records.map(({ version }) => version);
