/**
 * What survives: the port every journal implements (in memory, SQLite, a replicated log).
 *
 * Invariants every implementation keeps, and the contract suite checks:
 *  - `append` answers `durable` only when the record is on stable storage and will be found by every later `load`, also after a crash.
 *  - The pair (entity, version) is written at most once. An append whose `expectedVersion` is not the entity's last version is `fenced` and writes nothing.
 *  - An append that was decided `ahead` of one under way is never durable without it: it shares its fate, or is fenced.
 *  - Records of an entity form a hash chain from version 1 without gaps; `load` verifies what it hands out and throws `DamagedEntity` otherwise.
 *  - `events` shows every record exactly once, each lane in commit order, never a record that could still be taken back, and never skips one that commits later.
 *  - A snapshot is handed out only if its checksum holds and the record at its version has the hash it was saved with; else it is as if it did not exist.
 *  - After the first error that will not pass nothing is acknowledged any more: all appends under way and to come are `failed`, and `onFailure` was called once.
 *
 * The journal knows nothing of what events mean; bodies are JSON it does not look into.
 */

/** One commit of one entity, as the entity host hands it over. */
export interface NewRecord {
  /** `kind/key`. */
  readonly entity: string;
  /** The version the entity is at: the record becomes `expectedVersion + 1`. 0 for an entity that was never born. */
  readonly expectedVersion: number;
  /** Schema version of the events. */
  readonly schema: number;
  /** Which activation of the entity wrote this; always 0 on one node. */
  readonly epoch: number;
  /** The entity's time of the commit, ms since 1970. */
  readonly at: number;
  /** The next moment something falls due, ms since 1970; null when nothing will. */
  readonly wakeAt: number | null;
  /** True when the entity waits for an answer of another one and must be woken after a crash. */
  readonly openEffects: boolean;
  /** JSON of a `RecordBody`. */
  readonly body: string;
  /** True when it was decided on top of an append of the same entity that is still under way: it is fenced when that one is. */
  readonly ahead?: boolean;
}

/** The answer to one command, remembered in the record of its effect. */
export interface RememberedAnswer {
  /** The command's id, or the scoped idempotency key. */
  readonly key: string;
  /** Hash of the request body; absent for a command id. */
  readonly bodyHash?: string;
  readonly reply: unknown;
}

/** What `NewRecord.body` spells in JSON. */
export interface RecordBody {
  readonly events: readonly { readonly type: string }[];
  readonly answers?: readonly RememberedAnswer[];
}

/** The hash before the first record of an entity. */
export const NO_HASH = '0'.repeat(64);

/** A record as it is read back. */
export interface StoredRecord {
  readonly entity: string;
  readonly version: number;
  readonly schema: number;
  readonly epoch: number;
  readonly at: number;
  readonly wakeAt: number | null;
  readonly openEffects: boolean;
  readonly body: string;
  /** Hex SHA-256 of the record before; NO_HASH for version 1. */
  readonly prevHash: string;
  /** Hex SHA-256 over prevHash and all fields but the position, which only the log can give; see record.ts. */
  readonly hash: string;
  /** Place in the commit order of its lane, from 1, growing, without repeats; a lane may skip numbers. */
  readonly position: number;
}

/**
 * The log has one or more lanes, each with a commit order of its own; an entity's records are all in one lane. A journal with one lane has a commit order of
 * everything. Where a reader of the log stands: for each lane, the position of the last record read from it. Lanes that are left out were not read yet, so
 * an empty place is the beginning. A place may lie behind the end of a lane, or name lanes that there are not: nothing comes from there.
 */
export type LogPlace = readonly number[];

/** A record in commit order. One damaged record must not hide all that came after it, so it is marked instead of refused. */
export interface LoggedRecord extends StoredRecord {
  /** From 0. */
  readonly lane: number;
  /** What is wrong with it: its body must not be used. Absent when it is what was written. */
  readonly damage?: string;
}

export type AppendResult =
  | { readonly status: 'durable'; readonly version: number; readonly hash: string; readonly position: number }
  /** Somebody else wrote this version; the writer's state is stale. Nothing was written. */
  | { readonly status: 'fenced' }
  /** Not acknowledged: the outcome is unknown. What failed for good is told to `onFailure`; the writer's state is to be read again in any case. */
  | { readonly status: 'failed'; readonly reason: string };

/** A snapshot: state that the structured clone algorithm carries; typed arrays in it are given away (transferred) on save. */
export interface Snapshot {
  readonly entity: string;
  /** The record whose state this is; it must be durable before the snapshot is saved. */
  readonly version: number;
  /** That record's hash. */
  readonly hash: string;
  /** That record's position. */
  readonly position: number;
  readonly schema: number;
  readonly at: number;
  readonly state: unknown;
}

export interface Loaded {
  readonly snapshot: Snapshot | null;
  /** The epoch of the entity's last record; 0 when it was never born. Who finds another epoch than its own claims the entity with its first record. */
  readonly lastEpoch: number;
  /** In order of version, without gaps, from the snapshot's version + 1 (or 1). Read lazily in pages, so a long history is never in memory at once. */
  readonly records: AsyncIterable<readonly StoredRecord[]>;
}

export interface Head {
  readonly entity: string;
  readonly version: number;
  readonly hash: string;
  readonly at: number;
  readonly wakeAt: number | null;
  readonly openEffects: boolean;
}

export interface HistoryQuery {
  readonly entity: string;
  readonly order: 'oldest-first' | 'newest-first';
  /** Only versions beyond this one, in the order asked for; null from the start (or the end). */
  readonly beyondVersion: number | null;
  readonly limit: number;
}

/** What the journal looked like when it was opened, for the start line. */
export interface OpeningReport {
  readonly records: number;
  readonly entities: number;
  /** The sum over all lanes. */
  readonly lastPosition: number;
  /** `at` of the last record, ms since 1970; 0 when there is none. */
  readonly lastAt: number;
}

export interface Journal {
  readonly opening: OpeningReport;
  /** How many appends of one entity may be under way at once, each on top of the one before; they are answered in order. At least 1. */
  readonly appendsAtOnce: number;
  append(record: NewRecord): Promise<AppendResult>;
  /**
   * Throws `DamagedEntity` (also from the iterator) when a record is missing or altered.
   *
   * @param snapshotSchema when given, snapshots of any other schema are as if they did not exist.
   */
  load(entity: string, snapshotSchema?: number): Promise<Loaded>;
  /** Resolves when stored. Failing is logged by the caller and harms nothing. */
  saveSnapshot(snapshot: Snapshot): Promise<void>;
  /**
   * Heads of entities that have something due or open; `null` wakeAt and closed effects are left out. In pages.
   *
   * @param shards only entities of these; all when left out. A journal that knows no shards gives all.
   */
  heads(shards?: ReadonlySet<number>): AsyncIterable<readonly Head[]>;
  history(query: HistoryQuery): Promise<readonly StoredRecord[]>;
  /**
   * Records after the place `after`, each lane in commit order, lanes side by side by the time of their records as far as that goes; at most `limit`, fewer only
   * at the end. Altered ones are there too, marked.
   */
  events(after: LogPlace, limit: number): Promise<readonly LoggedRecord[]>;
  /** A consistent copy of the whole journal into `directory` (created; must be empty) while it runs. */
  backup(directory: string): Promise<void>;
  /** Called once, on the first error that will not pass; at once when there was one. */
  onFailure(listener: (reason: string) => void): void;
  /** Waits for appends under way, then releases everything it holds. */
  close(): Promise<void>;
}

/** Where a reader stands after this record. */
export function placeAfter(place: LogPlace, { lane, position }: Pick<LoggedRecord, 'lane' | 'position'>): LogPlace {
  const after = Array.from({ length: Math.max(place.length, lane + 1) }, (_, index) => place[index] ?? 0);
  after[lane] = position;
  return after;
}

/** An entity's chain is broken: it must not be served. Others are not affected. */
export class DamagedEntity extends Error {
  readonly entity: string;
  readonly version: number;
  readonly what: string;

  constructor(entity: string, version: number, what: string) {
    super(`journal of ${entity} is damaged at version ${version}: ${what}`);
    this.name = 'DamagedEntity';
    this.entity = entity;
    this.version = version;
    this.what = what;
  }
}

/** The journal cannot be opened; the message says in one line why and what to do. */
export class JournalUnusable extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'JournalUnusable';
  }
}
