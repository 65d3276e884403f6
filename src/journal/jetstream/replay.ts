/**
 * An entity comes to memory: the newest snapshot that can be trusted and the records after it, up to exactly the record that the leader of its lane says is the
 * last. Who writes next expects that record, so whoever was cut off and still thinks the entity is its own is fenced.
 *
 * A snapshot is trusted when its checksum holds (who keeps it sees to that) and the record it was taken at stands unaltered in the log, with its version and
 * hash. The one on this node's disk comes first; the one in the log is asked for only when many records would have to be replayed otherwise, as on a node that
 * takes the entity over.
 */
import type { Loaded, Snapshot, StoredRecord } from '../port.js';
import { verifyRecord } from '../record.js';
import type { Layout } from './layout.js';
import { recordSubject } from './layout.js';
import type { LogReader } from './log-reader.js';
import { LogUnreadable } from './log-reader-patience.js';
import type { Patience } from './log-reader-patience.js';
import type { ChainPoint } from './replay-chain.js';
import { BIRTH, ChainStretch } from './replay-chain.js';
import type { Tails } from './tails.js';
import { UNBORN } from './tails.js';

/** A snapshot that may be what its keeper says: which record it was taken at, and how to get its state. */
export interface SnapshotOffer extends Omit<Snapshot, 'state'> {
  /** Its state, checked against its checksum; null when it turns out to be worth nothing. */
  state(): Promise<{ readonly state: unknown } | null>;
}

/** Where snapshots are kept. Neither ever rejects: what cannot be read is as if it did not exist. */
export interface SnapshotSource {
  /** On this node: the newest one of this schema (any, when null) below that version (any, when null). */
  local(entity: string, schema: number | null, belowVersion: number | null): Promise<SnapshotOffer | null>;
  /** In the log, best first. */
  inLog(entity: string, schema: number | null): Promise<readonly SnapshotOffer[]>;
}

/** So many records are replayed without asking whether the log holds a snapshot that would spare it: reading them takes about as long as asking. */
const REPLAYED_UNASKED_MAX = 256;
/** How often a leader that knows less than this node is asked again: it was cut off and will notice. */
const STALE_ANSWERS_MAX = 8;

export type ReplayLog = Pick<LogReader, 'last' | 'at' | 'page' | 'next'>;

export interface ReplayOptions {
  readonly log: ReplayLog;
  readonly layout: Layout;
  readonly tails: Tails;
  readonly snapshots: SnapshotSource;
  readonly patience: Patience;
  /** @default REPLAYED_UNASKED_MAX */
  readonly replayedUnaskedMax?: number;
}

export class Replay {
  private readonly replayedUnaskedMax: number;

  constructor(private readonly options: ReplayOptions) {
    this.replayedUnaskedMax = options.replayedUnaskedMax ?? REPLAYED_UNASKED_MAX;
  }

  async load(entity: string, snapshotSchema?: number): Promise<Loaded> {
    const { log, patience, snapshots } = this.options;
    const schema = snapshotSchema ?? null;
    const [tail, local] = await Promise.all([this.tailOf(entity), snapshots.local(entity, schema, null)]);
    if (tail === null) return { snapshot: null, lastEpoch: 0, records: noPages() };
    verifyRecord(tail);
    const snapshot = await this.bestSnapshot(entity, schema, tail, local);
    const start: ChainPoint = snapshot ?? BIRTH;
    return { snapshot, lastEpoch: tail.epoch, records: new ChainStretch(log, patience, entity, start, tail).pages() };
  }

  /** The last record by the leader's word, but never less than this node knew before it asked. */
  private async tailOf(entity: string): Promise<StoredRecord | null> {
    const { log, tails, patience } = this.options;
    const known = tails.get(entity)?.position ?? 0;
    for (let stale = 0; stale < STALE_ANSWERS_MAX; stale += 1) {
      const tail = await log.last(entity);
      if ((tail?.position ?? 0) >= known) {
        this.remember(entity, tail);
        return tail;
      }
      await patience.pause(patience.pauseAfter(stale));
    }
    throw new LogUnreadable(`the last record of ${entity}`, new Error(`the log ends before record ${known}, which it once had`));
  }

  /** An append may have ended meanwhile: what it left is younger than what was read. */
  private remember(entity: string, tail: StoredRecord | null): void {
    const { tails } = this.options;
    const { version, hash, position, epoch } = tail ?? UNBORN;
    const known = tails.get(entity);
    if (known === undefined || known.position <= position) tails.set(entity, { version, hash, position, epoch });
  }

  private async bestSnapshot(
    entity: string,
    schema: number | null,
    tail: StoredRecord,
    newest: SnapshotOffer | null,
  ): Promise<Snapshot | null> {
    const local = await this.trustedLocal(entity, schema, tail, newest);
    const from = local?.version ?? 0;
    if (tail.version - from <= this.replayedUnaskedMax) return local;
    for (const offer of await this.options.snapshots.inLog(entity, schema)) {
      if (offer.version - from <= this.replayedUnaskedMax) continue;
      const snapshot = await this.trusted(offer, tail);
      if (snapshot !== null) return snapshot;
    }
    return local;
  }

  private async trustedLocal(
    entity: string,
    schema: number | null,
    tail: StoredRecord,
    newest: SnapshotOffer | null,
  ): Promise<Snapshot | null> {
    for (let offer = newest; offer !== null; offer = await this.options.snapshots.local(entity, schema, offer.version)) {
      const snapshot = await this.trusted(offer, tail);
      if (snapshot !== null) return snapshot;
    }
    return null;
  }

  /** @throws DamagedEntity when its record is altered. */
  private async trusted(offer: SnapshotOffer, tail: StoredRecord): Promise<Snapshot | null> {
    const { entity, version, hash, position, schema, at } = offer;
    if (entity !== tail.entity || version > tail.version || position > tail.position) return null;
    const record = position === tail.position ? tail : await this.options.log.at(recordSubject(this.options.layout, entity).lane, position);
    if (record?.entity !== entity || record.version !== version || record.hash !== hash) return null;
    verifyRecord(record);
    const kept = await offer.state();
    return kept === null ? null : { entity, version, hash, position, schema, at, state: kept.state };
  }
}

async function* noPages(): AsyncGenerator<readonly StoredRecord[]> {
  // An entity that was never born has none.
}
