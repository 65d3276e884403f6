/** What the holds wrote, written again by plain batch inserts in one thread: a process of its own, see rows/core.ts. */
import Database from 'better-sqlite3';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { NO_HASH } from '../../src/journal/port.js';
import type { RecordBody } from '../../src/journal/port.js';
import { recordHash } from '../../src/journal/record.js';
import { openJournalDatabase } from '../../src/journal/sqlite/journal-database.js';
import { childOptions, cpuSeconds, report } from './child.js';

export interface RawOptions {
  /** The journal whose last records are written again. */
  readonly from: string;
  readonly directory: string;
  /** Records of each of those commits. */
  readonly commits: readonly number[];
  /** `record`: the very rows. `command`: a row for each command, as a store without turns would have it. */
  readonly row: 'record' | 'command';
  /** Commands that must be in those records, no more and no less. */
  readonly holds: number;
}

export interface RawResult {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly rows: number;
}

interface Row {
  readonly entity: string;
  readonly number: number;
  readonly schema: number;
  readonly epoch: number;
  readonly at: number;
  readonly wakeAt: number | null;
  readonly openEffects: number;
  readonly body: string;
}

interface Head {
  readonly number: number;
  version: number;
  hash: string;
  last: Row;
  changed: boolean;
}

/** The last records of the journal, batch by batch. */
function batchesOf({ from, commits, row }: RawOptions): Row[][] {
  const database = new Database(from, { readonly: true });
  const count = commits.reduce((sum, records) => sum + records, 0);
  const rows = database
    .prepare<[number], Row>(
      `SELECT name AS entity, entity AS number, schema, epoch, records.at, records.wake_at AS wakeAt, records.open_effects AS openEffects, body
       FROM records JOIN entities ON entities.id = entity ORDER BY position DESC LIMIT ?`,
    )
    .all(count)
    .reverse();
  database.close();
  let taken = 0;
  return commits.map((records) => {
    taken += records;
    const batch = rows.slice(taken - records, taken);
    return row === 'record' ? batch : batch.flatMap(perCommand);
  });
}

function perCommand(row: Row): Row[] {
  return eventsOf(row).map((event) => ({ ...row, body: JSON.stringify({ events: [event] }) }));
}

function eventsOf(row: Row): RecordBody['events'] {
  return (JSON.parse(row.body) as RecordBody).events;
}

class RawWriter {
  private readonly heads = new Map<string, Head>();
  private readonly changed: Head[] = [];
  private position = 0;
  private readonly begin;
  private readonly commit;
  private readonly insert;
  private readonly update;

  constructor(private readonly database: Database.Database) {
    this.begin = database.prepare('BEGIN IMMEDIATE');
    this.commit = database.prepare('COMMIT');
    this.insert = database.prepare(
      `INSERT INTO records (position, entity, version, schema, epoch, at, wake_at, open_effects, body, prev_hash, hash)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, unhex(?), unhex(?))`,
    );
    this.update = database.prepare('UPDATE entities SET version = ?, hash = unhex(?), at = ?, wake_at = ?, open_effects = ? WHERE id = ?');
  }

  /** Every entity has its row before the clock runs, as the schedules have that are held on. */
  enter(batches: readonly (readonly Row[])[]): void {
    const insert = this.database.prepare(
      `INSERT INTO entities (id, name, version, hash, at, wake_at, open_effects, due) VALUES (?, ?, 0, unhex(?), 0, NULL, 0, 1)`,
    );
    for (const row of batches.flat()) {
      if (this.heads.has(row.entity)) continue;
      this.heads.set(row.entity, { number: row.number, version: 0, hash: NO_HASH, last: row, changed: false });
      insert.run(row.number, row.entity, NO_HASH);
    }
  }

  write(batch: readonly Row[]): void {
    this.begin.run();
    for (const row of batch) this.append(row);
    for (const head of this.changed) {
      const { at, wakeAt, openEffects } = head.last;
      this.update.run(head.version, head.hash, at, wakeAt, openEffects, head.number);
      head.changed = false;
    }
    this.changed.length = 0;
    this.commit.run();
  }

  private append(row: Row): void {
    const { entity, number, schema, epoch, at, wakeAt, openEffects, body } = row;
    const head = this.heads.get(entity);
    if (head === undefined) throw new Error(`${entity} has no row`);
    const version = head.version + 1;
    const hash = recordHash(head.hash, { entity, version, schema, epoch, at, wakeAt, openEffects: openEffects === 1, body });
    this.position += 1;
    this.insert.run(this.position, number, version, schema, epoch, at, wakeAt, openEffects, body, head.hash, hash);
    head.version = version;
    head.hash = hash;
    head.last = row;
    if (head.changed) return;
    head.changed = true;
    this.changed.push(head);
  }
}

function measure(directory: string, name: string, batches: readonly (readonly Row[])[]): RawResult {
  const database = openJournalDatabase(join(directory, name), null);
  const writer = new RawWriter(database);
  database.transaction(() => writer.enter(batches))();
  const cpuBefore = cpuSeconds();
  const started = performance.now();
  let rows = 0;
  for (const batch of batches) {
    writer.write(batch);
    rows += batch.length;
  }
  const result = { seconds: (performance.now() - started) / 1000, cpuSeconds: cpuSeconds() - cpuBefore, rows };
  database.close();
  return result;
}

const options = childOptions<RawOptions>();
const batches = batchesOf(options);
const written = batches.flat().reduce((sum, row) => sum + eventsOf(row).length, 0);
if (written !== options.holds) throw new Error(`${options.holds} holds were acknowledged and ${written} are in the journal`);
mkdirSync(options.directory);
measure(options.directory, 'warm-up.db', batches);
report(measure(options.directory, 'raw.db', batches));
