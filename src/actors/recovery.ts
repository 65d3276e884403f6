/** From the journal to a state and back: the newest trusted snapshot, the records after it, and snapshots of what is durable. */
import type { Slices } from '../domain/column.js';
import { together } from '../domain/column.js';
import type { EncodedState } from '../domain/decider.js';
import type { EntityId } from '../domain/ids.js';
import { NO_HASH } from '../journal/port.js';
import type { Journal, RecordBody, Snapshot } from '../journal/port.js';
import type { EncodedAnswers } from './remembered-answers.js';
import { RememberedAnswers } from './remembered-answers.js';
import type { AnyDecider } from './turn.js';

/** An entity as the journal knows it. */
export interface Recovered {
  readonly state: unknown;
  readonly remembered: RememberedAnswers;
  version: number;
  hash: string;
  /** In the log, of the record with this version. */
  position: number;
  /** Of the ownership under which the last record was written; 0 when there is none. */
  readonly lastEpoch: number;
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
  readonly answers: EncodedAnswers;
}

/** A recovery lets others have their turn after so many UTF-16 code units of records: 1 or 2 ms of work. */
const REPLAY_LENGTH_MAX = 128 * 1024;

/** Throws DamagedEntity when the chain is broken; any other error means the journal could not be read now. */
export async function recover(entity: EntityId, key: string, decider: AnyDecider, journal: Journal, now: () => number): Promise<Recovered> {
  const { snapshot: base, lastEpoch, records } = await journal.load(entity, decider.schema);
  const kept = base === null ? null : (base.state as SnapshotState);
  const recovered = {
    state: kept === null ? decider.initial(key) : await inTurns(stateOf(decider, key, kept.state)),
    remembered: kept === null ? new RememberedAnswers() : await inTurns(RememberedAnswers.decode(kept.answers)),
    version: base?.version ?? 0,
    hash: base?.hash ?? NO_HASH,
    position: base?.position ?? 0,
    lastEpoch,
    time: base?.at ?? 0,
    eventsReplayed: 0,
    bytesReplayed: 0,
    livesOnSigns: false,
  };
  let replayed = 0;
  for await (const page of records) {
    for (const record of page) {
      if (replayed > REPLAY_LENGTH_MAX) {
        replayed = 0;
        await nextTurn();
      }
      const body = JSON.parse(record.body) as RecordBody;
      for (const event of body.events) decider.evolve(recovered.state, event, record.at);
      if (body.answers !== undefined) recovered.remembered.replay(body.answers, record.at);
      recovered.version = record.version;
      recovered.hash = record.hash;
      recovered.position = record.position;
      recovered.time = record.at;
      recovered.lastEpoch = record.epoch;
      recovered.eventsReplayed += body.events.length;
      recovered.bytesReplayed += record.body.length;
      replayed += record.body.length;
    }
  }
  recovered.time = Math.max(recovered.time, now());
  const wakeAt = decider.wakeAt(recovered.state);
  decider.revive(recovered.state, recovered.time);
  recovered.livesOnSigns = decider.wakeAt(recovered.state) !== wakeAt;
  return recovered;
}

/**
 * A snapshot of the durable state as it is now, and about how many bytes it has. It is copied out slice by slice, one a turn of the event loop, between which
 * the entity goes on.
 */
export async function snapshotOf(
  entity: EntityId,
  decider: AnyDecider,
  current: Recovered,
): Promise<{ snapshot: Snapshot; bytes: number }> {
  const { version, hash, position, time } = current;
  const [state, answers] = await inTurns(together(slicesOf(decider, current.state), current.remembered.encode()));
  const kept: SnapshotState = { state, answers };
  return { snapshot: { entity, version, hash, position, schema: decider.schema, at: time, state: kept }, bytes: bytesOf(kept) };
}

/** A state that is encoded in no time is one slice. */
function* slicesOf(decider: AnyDecider, state: unknown): Slices<EncodedState> {
  return decider.encodeInSlices === undefined ? decider.encode(state) : yield* decider.encodeInSlices(state);
}

function* stateOf(decider: AnyDecider, key: string, encoded: EncodedState): Slices<unknown> {
  return decider.decodeInSlices === undefined ? decider.decode(key, encoded) : yield* decider.decodeInSlices(key, encoded);
}

/** One slice a turn of the event loop; the first at once. */
async function inTurns<Result>(slices: Slices<Result>): Promise<Result> {
  for (;;) {
    const slice = slices.next();
    if (slice.done === true) return slice.value;
    await nextTurn();
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
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
