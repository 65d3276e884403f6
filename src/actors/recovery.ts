/** From the journal to a state and back: the newest trusted snapshot, the records after it, and snapshots of what is durable. */
import type { EncodedState } from '../domain/decider.js';
import type { EntityId } from '../domain/ids.js';
import { NO_HASH } from '../journal/port.js';
import type { Journal, RecordBody, Snapshot } from '../journal/port.js';
import { RememberedAnswers } from './remembered-answers.js';
import type { AnyDecider } from './turn.js';

/** An entity as the journal knows it. */
export interface Recovered {
  readonly state: unknown;
  readonly remembered: RememberedAnswers;
  version: number;
  hash: string;
  /** The entity's time: never before its last record. ms since 1970. */
  time: number;
  readonly eventsReplayed: number;
  readonly bytesReplayed: number;
  /** Something falls due by signs of life, which are not journaled: whoever leaves memory forgets them. */
  livesOnSigns: boolean;
}

/** What a snapshot carries: the decider's state and the remembered answers. */
interface SnapshotState {
  readonly state: EncodedState;
  readonly answers: string;
}

/** Throws DamagedEntity when the chain is broken; any other error means the journal could not be read now. */
export async function recover(entity: EntityId, key: string, decider: AnyDecider, journal: Journal, now: () => number): Promise<Recovered> {
  const { snapshot: base, records } = await journal.load(entity, decider.schema);
  const kept = base === null ? null : (base.state as SnapshotState);
  const recovered = {
    state: kept === null ? decider.initial(key) : decider.decode(key, kept.state),
    remembered: kept === null ? new RememberedAnswers() : RememberedAnswers.decode(kept.answers),
    version: base?.version ?? 0,
    hash: base?.hash ?? NO_HASH,
    time: base?.at ?? 0,
    eventsReplayed: 0,
    bytesReplayed: 0,
    livesOnSigns: false,
  };
  for await (const page of records) {
    for (const record of page) {
      const body = JSON.parse(record.body) as RecordBody;
      for (const event of body.events) decider.evolve(recovered.state, event, record.at);
      if (body.answers !== undefined) recovered.remembered.replay(body.answers, record.at);
      recovered.version = record.version;
      recovered.hash = record.hash;
      recovered.time = record.at;
      recovered.eventsReplayed += body.events.length;
      recovered.bytesReplayed += record.body.length;
    }
  }
  recovered.time = Math.max(recovered.time, now());
  const wakeAt = decider.wakeAt(recovered.state);
  decider.revive(recovered.state, recovered.time);
  recovered.livesOnSigns = decider.wakeAt(recovered.state) !== wakeAt;
  return recovered;
}

/** A snapshot of the durable state, and about how many bytes it has. */
export function snapshotOf(entity: EntityId, decider: AnyDecider, current: Recovered): { snapshot: Snapshot; bytes: number } {
  const state: SnapshotState = { state: decider.encode(current.state), answers: current.remembered.encode() };
  const snapshot = { entity, version: current.version, hash: current.hash, schema: decider.schema, at: current.time, state };
  return { snapshot, bytes: bytesOf(state) };
}

/** What dominates a snapshot's size: typed arrays and text, wherever they stand. */
function bytesOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (typeof value !== 'object' || value === null) return 8;
  let bytes = 0;
  for (const part of Object.values(value)) bytes += bytesOf(part);
  return bytes;
}
