/** Reads all records of a data directory in one thread and hashes the text their hashes are made of: what no recovery can do without. */
import { performance } from 'node:perf_hooks';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { recordHash } from '../../src/journal/record.js';
import { childOptions, cpuSeconds, report } from './child.js';
import type { RecoveryOptions } from './recovery.js';

interface Row {
  readonly version: number;
  readonly schema: number;
  readonly epoch: number;
  readonly at: number;
  readonly wakeAt: number | null;
  readonly openEffects: number;
  readonly body: string;
  readonly prevHash: string;
  readonly hash: string;
}

const { directory, entity, records } = childOptions<RecoveryOptions>();
const database = new Database(join(directory, 'journal.db'), { readonly: true, fileMustExist: true });
database.pragma('cache_size = -65536');
const cpuBefore = cpuSeconds();
const started = performance.now();
const rows = database
  .prepare<[], Row>(
    `SELECT version, schema, epoch, at, wake_at AS wakeAt, open_effects AS openEffects, body, lower(hex(prev_hash)) AS prevHash, lower(hex(hash)) AS hash
     FROM records ORDER BY position`,
  )
  .iterate();
let read = 0;
for (const row of rows) {
  if (recordHash(row.prevHash, { ...row, entity, openEffects: row.openEffects === 1 }) !== row.hash)
    throw new Error(`record ${row.version} was altered`);
  read += 1;
}
const seconds = (performance.now() - started) / 1000;
database.close();
if (read !== records) throw new Error(`${read} records were read, not ${records}`);
report({ seconds, cpuSeconds: cpuSeconds() - cpuBefore });
