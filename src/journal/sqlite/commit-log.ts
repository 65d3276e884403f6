/**
 * The writer: turns appends into records, one transaction for all that is handed over at once.
 *
 * Invariants: a record is written only if its entity's head is at the expected version; positions grow by one per record; heads are written in the same
 * transaction; the watermark is written after the commit and before anybody hears of it. Any error but a lost race for (entity, version) is final: the state
 * of the disk is unknown, and the owner of this object must not use it again.
 */
import type Database from 'better-sqlite3';
import type { NewRecord } from '../port.js';
import { NO_HASH } from '../port.js';
import { recordHash } from '../record.js';
import type { AppendMessage, CommittedMessage } from './append-messages.js';
import { unpackAppend } from './append-messages.js';
import { errorCode } from './errors.js';
import type { WriterHead } from './head-cache.js';
import { HeadCache } from './head-cache.js';
import { readLogEnd } from './journal-database.js';
import type { LogEnd, WatermarkWriter } from './watermark.js';

const FENCED = '';

/** An entity gets its number with its first record, so that numbers have no gaps. */
const UNNUMBERED = 0;

interface EntityRow {
  readonly id: number;
  readonly version: number;
  readonly hash: string;
  readonly at: number;
  readonly wakeAt: number | null;
  readonly openEffects: number;
}

export class CommitLog {
  private readonly heads = new HeadCache();
  private readonly changed: WriterHead[] = [];
  private readonly statements: ReturnType<typeof prepareStatements>;
  private end: LogEnd;
  private entities: number;

  constructor(
    private readonly database: Database.Database,
    private readonly watermark: WatermarkWriter,
  ) {
    this.statements = prepareStatements(database);
    this.end = readLogEnd(database);
    this.entities = database.prepare<[], number>('SELECT count(*) FROM entities').pluck().get() ?? 0;
    // A torn or missing watermark is made whole again.
    this.watermark.write(this.end);
  }

  /** Commits all appends of the messages in order; fenced ones are left out and harm nobody. Throws when nothing more may be written. */
  commit(messages: readonly AppendMessage[]): CommittedMessage {
    const started = performance.now();
    const before = this.end;
    const hashes: string[] = [];
    this.heads.trim();
    this.statements.begin.run();
    try {
      for (const message of messages) {
        for (let index = 0; index < message.entities.length; index += 1) hashes.push(this.write(unpackAppend(message, index)));
      }
      this.writeHeads();
      this.statements.commit.run();
    } catch (error) {
      if (this.database.inTransaction) this.statements.rollback.run();
      throw error;
    }
    const records = this.end.position - before.position;
    if (records > 0) this.watermark.write(this.end);
    const milliseconds = performance.now() - started;
    return { kind: 'committed', messages: messages.length, hashes, firstPosition: before.position + 1, records, milliseconds };
  }

  private write(record: NewRecord): string {
    const head = this.heads.get(record.entity) ?? this.findHead(record.entity);
    head.fenced = head.version !== record.expectedVersion || (head.fenced && record.ahead === true);
    if (head.fenced) return FENCED;
    const { entity, schema, epoch, at, wakeAt, openEffects, body } = record;
    const version = head.version + 1;
    const hash = recordHash(head.hash, { entity, version, schema, epoch, at, wakeAt, openEffects, body });
    const position = this.end.position + 1;
    if (head.id === UNNUMBERED) head.id = this.entities += 1;
    try {
      this.statements.insertRecord.run(position, head.id, version, schema, epoch, at, wakeAt, openEffects ? 1 : 0, body, head.hash, hash);
    } catch (error) {
      if (errorCode(error) !== 'SQLITE_CONSTRAINT_UNIQUE') throw error;
      head.fenced = true;
      return FENCED;
    }
    this.end = { position, hash };
    this.move(head, record, hash);
    return hash;
  }

  private move(head: WriterHead, record: NewRecord, hash: string): void {
    head.version += 1;
    head.hash = hash;
    head.at = record.at;
    head.wakeAt = record.wakeAt;
    head.openEffects = record.openEffects;
    if (head.changed) return;
    head.changed = true;
    this.changed.push(head);
  }

  /** Once per entity and transaction, however many records it got. */
  private writeHeads(): void {
    const { insertEntity, updateEntity, updateDueEntity } = this.statements;
    for (const head of this.changed) {
      const { id, name, version, hash, at, wakeAt, storedDue } = head;
      const open = head.openEffects ? 1 : 0;
      const due = wakeAt !== null || head.openEffects;
      if (storedDue === null) insertEntity.run(id, name, version, hash, at, wakeAt, open, due ? 1 : 0);
      else if (storedDue === due) updateEntity.run(version, hash, at, wakeAt, open, id);
      else updateDueEntity.run(version, hash, at, wakeAt, open, due ? 1 : 0, id);
      head.storedDue = due;
      head.changed = false;
    }
    this.changed.length = 0;
  }

  private findHead(name: string): WriterHead {
    const row = this.statements.findEntity.get(name);
    const head: WriterHead =
      row === undefined
        ? {
            id: UNNUMBERED,
            name,
            version: 0,
            hash: NO_HASH,
            at: 0,
            wakeAt: null,
            openEffects: false,
            storedDue: null,
            changed: false,
            fenced: false,
          }
        : {
            ...row,
            name,
            openEffects: row.openEffects === 1,
            storedDue: row.wakeAt !== null || row.openEffects === 1,
            changed: false,
            fenced: false,
          };
    this.heads.add(head);
    return head;
  }
}

function prepareStatements(database: Database.Database) {
  return {
    begin: database.prepare('BEGIN IMMEDIATE'),
    commit: database.prepare('COMMIT'),
    rollback: database.prepare('ROLLBACK'),
    insertRecord: database.prepare(
      `INSERT INTO records (position, entity, version, schema, epoch, at, wake_at, open_effects, body, prev_hash, hash)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, unhex(?), unhex(?))`,
    ),
    findEntity: database.prepare<[string], EntityRow>(
      `SELECT id, version, lower(hex(hash)) AS hash, at, wake_at AS wakeAt, open_effects AS openEffects FROM entities WHERE name = ?`,
    ),
    insertEntity: database.prepare(
      `INSERT INTO entities (id, name, version, hash, at, wake_at, open_effects, due) VALUES (?, ?, ?, unhex(?), ?, ?, ?, ?)`,
    ),
    updateEntity: database.prepare('UPDATE entities SET version = ?, hash = unhex(?), at = ?, wake_at = ?, open_effects = ? WHERE id = ?'),
    updateDueEntity: database.prepare(
      'UPDATE entities SET version = ?, hash = unhex(?), at = ?, wake_at = ?, open_effects = ?, due = ? WHERE id = ?',
    ),
  };
}
