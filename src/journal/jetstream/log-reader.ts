/**
 * Reads the log.
 *
 *  - By the leader's word: `last`, `at`, `next`, `nextInLane`, `lastInLane`, `extent`. Whatever was acknowledged before the question is in the answer. (A leader
 *    that was cut off and does not know it yet may answer for a moment with what it has; whoever writes on top of that is fenced.)
 *  - From any replica, many at once: `page`, `after`, `probe`, `lanePage`. Never out of order and never with a gap in the middle, but possibly behind.
 *
 * Nothing is verified here but that a message is a record. A message on a record's subject that is none means damage: nobody but the journal writes there.
 */
import type { JetStreamManager, StoredMsg } from '@nats-io/jetstream';
import type { StoredRecord } from '../port.js';
import { DamagedEntity } from '../port.js';
import type { Layout } from './layout.js';
import { laneSubjects, logStream, recordSubject } from './layout.js';
import type { LogAccess } from './log-access.js';
import { readBatch } from './log-reader-batch.js';
import type { Patience } from './log-reader-patience.js';
import { fromMessage, RECORD_HEADER } from './record-message.js';

/** Of one request; a page of a long history. */
export const PAGE_RECORDS_MAX = 512;
const PAGE_BYTES_MAX = 1024 * 1024;

/** Records of one entity that follow one another. */
export interface RecordPage {
  readonly records: readonly StoredRecord[];
  /** Position of a message after them that is no record; the page ends before it. */
  readonly unreadable: number | null;
}

/** A message of a lane. */
export interface LaneMessage {
  readonly position: number;
  /** When the servers took it; ISO 8601, UTC, up to nine decimals. */
  readonly storedAt: string;
  readonly subject: string;
  /** Null when it is no record at all. */
  readonly record: StoredRecord | null;
}

export interface LaneExtent {
  readonly first: number;
  readonly last: number;
  readonly messages: number;
  /** How many entities have records there. */
  readonly subjects: number;
}

export interface LogReaderOptions {
  readonly jsm: JetStreamManager;
  readonly layout: Layout;
  readonly patience: Patience;
}

/** What the streams' own API takes, which the client's types leave out. */
interface NextQuery {
  readonly seq: number;
  readonly next_by_subj: string;
}

export class LogReader implements LogAccess {
  private readonly jsm: JetStreamManager;
  private readonly layout: Layout;
  private readonly patience: Patience;

  constructor({ jsm, layout, patience }: LogReaderOptions) {
    this.jsm = jsm;
    this.layout = layout;
    this.patience = patience;
  }

  // By the leader's word.

  /** @throws DamagedEntity when the last message of its subject is no record. */
  async last(entity: string): Promise<StoredRecord | null> {
    const { lane, subject } = recordSubject(this.layout, entity);
    const message = await this.patience.insist(`the last record of ${entity}`, () => this.leaders(lane, { last_by_subj: subject }));
    if (message === null) return null;
    const record = recordOf(message);
    if (record === null) throw new DamagedEntity(entity, 0, `message ${message.seq} of its log, the last one, is no record`);
    return record;
  }

  async at(lane: number, position: number): Promise<StoredRecord | null> {
    const message = await this.patience.insist(`record ${position} of lane ${lane}`, () => this.leaders(lane, { seq: position }));
    return message === null ? null : recordOf(message);
  }

  /** The entity's first message after that position, as a page. */
  async next(entity: string, position: number): Promise<RecordPage> {
    const { lane, subject } = recordSubject(this.layout, entity);
    const query: NextQuery = { seq: position + 1, next_by_subj: subject };
    const message = await this.patience.insist(`the record of ${entity} after ${position}`, () => this.leaders(lane, query));
    return pageOf(message === null ? [] : [message]);
  }

  /** The first message of the lane after that position. */
  async nextInLane(lane: number, position: number): Promise<LaneMessage | null> {
    const query: NextQuery = { seq: position + 1, next_by_subj: laneSubjects(this.layout, lane) };
    const message = await this.patience.insist(`lane ${lane} after ${position}`, () => this.leaders(lane, query));
    return message === null ? null : laneMessageOf(message);
  }

  /** The lane's last message. */
  async lastInLane(lane: number): Promise<LaneMessage | null> {
    const query = { last_by_subj: laneSubjects(this.layout, lane) };
    const message = await this.patience.insist(`the end of lane ${lane}`, () => this.leaders(lane, query));
    return message === null ? null : laneMessageOf(message);
  }

  async extent(lane: number): Promise<LaneExtent> {
    const stream = logStream(this.layout, lane);
    const { state } = await this.patience.insist(`the extent of lane ${lane}`, () => this.jsm.streams.info(stream));
    return { first: state.first_seq, last: state.last_seq, messages: state.messages, subjects: state.num_subjects ?? 0 };
  }

  // From any replica.

  /** Records of the entity after that position. Messages that are no records are left out. */
  async after(entity: string, position: number, limit: number): Promise<readonly StoredRecord[]> {
    const messages = await this.entityBatch(entity, position, limit);
    return messages.map(recordOf).filter((record) => record !== null);
  }

  /** Records of the entity after that position, up to the first message that is none. */
  async page(entity: string, position: number, limit = PAGE_RECORDS_MAX): Promise<RecordPage> {
    return pageOf(await this.entityBatch(entity, position, limit));
  }

  /** The entity's first record at that position or later, for a reader who looks for a version; null when the replica has none that can be read. */
  async probe(entity: string, position: number): Promise<StoredRecord | null> {
    const { lane, subject } = recordSubject(this.layout, entity);
    const message = await this.patience.insist(`a record of ${entity} from ${position} on`, () =>
      this.jsm.direct.getMessage(logStream(this.layout, lane), { seq: position, next_by_subj: subject }),
    );
    return message === null ? null : recordOf(message);
  }

  /** Messages of the lane after that position. */
  async lanePage(lane: number, position: number, limit: number): Promise<readonly LaneMessage[]> {
    const messages = await this.batch(`lane ${lane} after ${position}`, lane, laneSubjects(this.layout, lane), position, limit);
    return messages.map(laneMessageOf);
  }

  private entityBatch(entity: string, position: number, limit: number): Promise<readonly StoredMsg[]> {
    const { lane, subject } = recordSubject(this.layout, entity);
    return this.batch(`records of ${entity} after ${position}`, lane, subject, position, limit);
  }

  private batch(what: string, lane: number, subject: string, position: number, limit: number): Promise<readonly StoredMsg[]> {
    const stream = logStream(this.layout, lane);
    const query = { stream, fromSequence: position + 1, subject, limit: Math.min(limit, PAGE_RECORDS_MAX), bytesMax: PAGE_BYTES_MAX };
    return this.patience.insist(what, () => readBatch(this.jsm.direct, query, this.patience.timing));
  }

  private leaders(lane: number, query: { readonly seq: number } | { readonly last_by_subj: string }): Promise<StoredMsg | null> {
    return this.jsm.streams.getMessage(logStream(this.layout, lane), query);
  }
}

function pageOf(messages: readonly StoredMsg[]): RecordPage {
  const records: StoredRecord[] = [];
  for (const message of messages) {
    const record = recordOf(message);
    if (record === null) return { records, unreadable: message.seq };
    records.push(record);
  }
  return { records, unreadable: null };
}

function recordOf(message: StoredMsg): StoredRecord | null {
  return fromMessage(message.subject, message.seq, message.header.get(RECORD_HEADER), message.data);
}

function laneMessageOf(message: StoredMsg): LaneMessage {
  const { subject, seq, timestamp, header } = message;
  return { position: seq, storedAt: timestamp, subject, record: recordOf(message) ?? bodiless(subject, seq, header.get(RECORD_HEADER)) };
}

const NOTHING = new Uint8Array();
const PACKING = / deflate$/;

/** The fields of a record as its header has them, whatever became of its body; null when the header is none. */
export function bodiless(subject: string, position: number, header: string): StoredRecord | null {
  return fromMessage(subject, position, header.replace(PACKING, ''), NOTHING);
}
