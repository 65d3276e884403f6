/** Logs for the tests of reading: records that are put there past the journal, good ones and bad ones, and logs that stand in for servers that misbehave. */
import assert from 'node:assert/strict';
import type { JetStreamClient } from '@nats-io/jetstream';
import type { MsgHdrs } from '@nats-io/transport-node';
import { headers } from '@nats-io/transport-node';
import { shardOf } from '../../src/cluster/shards.js';
import type { JetStreamJournal } from '../../src/journal/jetstream/jetstream-journal.js';
import type { Layout } from '../../src/journal/jetstream/layout.js';
import { recordSubject } from '../../src/journal/jetstream/layout.js';
import { Patience } from '../../src/journal/jetstream/log-reader-patience.js';
import type { RecordPage } from '../../src/journal/jetstream/log-reader.js';
import { RECORD_HEADER, toMessage } from '../../src/journal/jetstream/record-message.js';
import type { NewRecord, StoredRecord } from '../../src/journal/port.js';
import { DamagedEntity, NO_HASH } from '../../src/journal/port.js';
import { recordHash } from '../../src/journal/record.js';
import { newRecord } from './journal-contract-support.js';

const BATCH_RECORDS = 500;

export const layoutOf = (prefix: string, { incarnation, lanes }: JetStreamJournal): Layout => ({ prefix, incarnation, lanes, shardOf });

/** Real time; its timers keep the process alive, for some tests wait for nothing else. */
export const realPatience = (): Patience =>
  new Patience({ now: () => performance.now(), after, random: Math.random }, { attemptMs: 1_000, totalMs: 5_000 });

function after(ms: number, task: () => void): () => void {
  const timer = setTimeout(task, ms);
  return () => clearTimeout(timer);
}

/** The record that `fields` makes after one with `prevHash`. */
export function chained(fields: NewRecord, prevHash: string, position: number): StoredRecord {
  const { entity, expectedVersion, schema, epoch, at, wakeAt, openEffects, body } = fields;
  const record = { entity, version: expectedVersion + 1, schema, epoch, at, wakeAt, openEffects, body };
  return { ...record, prevHash, hash: recordHash(prevHash, record), position };
}

/** Records 1 to `count` of an entity, `apart` positions from each other. */
export function chainOf(entity: string, count: number, apart = 1): StoredRecord[] {
  const chain: StoredRecord[] = [];
  for (let version = 0; version < count; version += 1) {
    chain.push(chained(newRecord(entity, version), chain.at(-1)?.hash ?? NO_HASH, (version + 1) * apart));
  }
  return chain;
}

/** Writes to a log past its journal. */
export class Planter {
  constructor(
    private readonly jetstream: JetStreamClient,
    private readonly layout: Layout,
  ) {}

  /** As it is, whether it is right or not; returns its position. */
  async record(fields: NewRecord, chain: { readonly prevHash: string; readonly hash: string }): Promise<number> {
    const { header, payload } = toMessage(fields, chain);
    return this.message(fields.entity, header, payload);
  }

  /** Any message on an entity's subject; returns its position. */
  async message(entity: string, header: string | null, payload: Uint8Array | string): Promise<number> {
    const fields = headers();
    if (header !== null) fields.set(RECORD_HEADER, header);
    const { seq } = await this.jetstream.publish(recordSubject(this.layout, entity).subject, payload, { headers: fields });
    return seq;
  }

  /** A good history, faster than the journal would write it. */
  async history(entity: string, count: number): Promise<void> {
    const { subject } = recordSubject(this.layout, entity);
    const messages = chainOf(entity, count).map(messageOf);
    for (let start = 0; start < count; start += BATCH_RECORDS) {
      const [first, ...others] = messages.slice(start, start + BATCH_RECORDS);
      const last = others.pop();
      assert.ok(first !== undefined && last !== undefined, 'a batch has at least two messages');
      const batch = await this.jetstream.startBatch(subject, first.payload, { headers: first.headers });
      for (const { payload, headers: fields } of others) batch.add(subject, payload, { headers: fields });
      await batch.commit(subject, last.payload, { headers: last.headers });
    }
  }
}

function messageOf({ version, prevHash, hash, ...fields }: StoredRecord): { readonly headers: MsgHdrs; readonly payload: Uint8Array } {
  const { header, payload } = toMessage({ ...fields, expectedVersion: version - 1 }, { prevHash, hash });
  const set = headers();
  set.set(RECORD_HEADER, header);
  return { headers: set, payload };
}

/** A predicate for `assert.rejects`. */
export function damaged(entity: string, version: number, word = ''): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof DamagedEntity, String(error));
    assert.equal(error.entity, entity);
    assert.equal(error.version, version, error.message);
    assert.ok(error.what.includes(word), error.message);
    return true;
  };
}

/** The log of one entity, with a leader and a replica that may have something else. */
export class TwoFacedLog {
  /** What was asked, in order. */
  readonly asked: string[] = [];
  /** Called before each page of the replica. */
  onPage: () => void = () => undefined;
  /** Called before each word of the leader on the last record. */
  onLast: () => void = () => undefined;

  constructor(
    public leader: readonly StoredRecord[],
    public replica: readonly StoredRecord[] = leader,
    private readonly pageRecords = 100,
  ) {}

  async last(): Promise<StoredRecord | null> {
    this.onLast();
    this.asked.push('last');
    return this.leader.at(-1) ?? null;
  }

  async at(_lane: number, position: number): Promise<StoredRecord | null> {
    this.asked.push('at');
    return this.leader.find((record) => record.position === position) ?? null;
  }

  async next(_entity: string, after: number): Promise<RecordPage> {
    this.asked.push('next');
    return { records: this.leader.filter(({ position }) => position > after).slice(0, 1), unreadable: null };
  }

  async page(_entity: string, after: number, limit = this.pageRecords): Promise<RecordPage> {
    this.onPage();
    this.asked.push('page');
    const records = this.replica.filter(({ position }) => position > after).slice(0, Math.min(limit, this.pageRecords));
    return { records, unreadable: null };
  }

  async probe(_entity: string, from: number): Promise<StoredRecord | null> {
    this.asked.push('probe');
    return this.replica.find(({ position }) => position >= from) ?? null;
  }

  count(what: string): number {
    return this.asked.filter((one) => one === what).length;
  }
}
