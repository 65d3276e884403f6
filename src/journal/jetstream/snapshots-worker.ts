/**
 * The snapshot threads of a node in a cluster, so that a large state neither stalls the thread that serves requests nor is serialised twice.
 *
 *   saver    serialises, stores in the file on this node, and packs the same bytes for the log
 *   finder   looks up what is stored on this node, and unpacks what came from the log
 *
 * Two threads, because whoever loads an entity must not wait for the snapshots of others.
 */
import { constants, setPriority } from 'node:os';
import { workerData } from 'node:worker_threads';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Snapshot } from '../port.js';
import type { DataFiles } from '../sqlite/data-directory.js';
import { assertNever, describeError } from '../sqlite/errors.js';
import type { Answer } from '../sqlite/serve-calls.js';
import { serveCalls } from '../sqlite/serve-calls.js';
import type { StoredSnapshot } from '../sqlite/snapshot-store.js';
import { checksumOf, serialized, SnapshotReader, SnapshotStore } from '../sqlite/snapshot-store.js';
import { ownedBuffers } from '../sqlite/transferables.js';

export interface SnapshotsThread {
  readonly files: DataFiles;
  readonly role: 'saver' | 'finder';
}

/** A snapshot as it goes to the log. */
export interface PackedSnapshot extends Omit<StoredSnapshot, 'state'> {
  readonly packing: 'plain' | 'deflate';
  readonly packed: Uint8Array;
  /** Length of the state's bytes before they were packed. */
  readonly bytes: number;
  /** Hex SHA-256 over everything, the state's bytes unpacked. */
  readonly checksum: string;
}

export type SnapshotsCall =
  | { readonly kind: 'open' }
  | { readonly kind: 'save'; readonly snapshot: Snapshot }
  | { readonly kind: 'find'; readonly entity: string; readonly schema: number | null; readonly belowVersion: number | null }
  | { readonly kind: 'unpack'; readonly snapshot: PackedSnapshot }
  | { readonly kind: 'close' };

/** The answer to `save`. */
export interface SavedMessage {
  readonly snapshot: PackedSnapshot;
  /** Why it could not be stored on this node; null when it was. */
  readonly failure: string | null;
}

const DEFLATE_LEVEL = 1;
/** Shorter states are left as they are. */
const DEFLATED_BYTES_MIN = 1024;
/** Packed to more than this part of its size it is not worth the time it takes to unpack it. */
const WORTHWHILE = 0.9;

const { files, role } = workerData as SnapshotsThread;
let store: SnapshotStore | null = null;
let reader: SnapshotReader | null = null;
const openedStore = (): SnapshotStore => (store ??= new SnapshotStore(files.snapshots));
const openedReader = (): SnapshotReader => (reader ??= new SnapshotReader(files.snapshots));

// Where the processor is short, whoever waits for an answer goes first. Linux means this thread alone, others would mean the whole process.
if (role === 'saver' && process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

serveCalls<SnapshotsCall>((call) => {
  switch (call.kind) {
    case 'open':
      if (role === 'saver') openedStore();
      else openedReader();
      return { value: null };
    case 'save':
      return givenAway(save(call.snapshot));
    case 'find':
      return givenAway(find(call));
    case 'unpack':
      return givenAway(unpack(call.snapshot));
    case 'close':
      store?.close();
      reader?.close();
      return null;
    default:
      return assertNever(call);
  }
});

function save(snapshot: Snapshot): SavedMessage {
  const stored = serialized(snapshot);
  let failure: string | null = null;
  try {
    openedStore().save(stored);
  } catch (error) {
    failure = describeError(error);
  }
  return { snapshot: pack(stored), failure };
}

function pack(stored: StoredSnapshot): PackedSnapshot {
  const { state, ...fields } = stored;
  const bytes = state.byteLength;
  const checksum = checksumOf(stored);
  const deflated = bytes < DEFLATED_BYTES_MIN ? null : deflateRawSync(state, { level: DEFLATE_LEVEL });
  return deflated !== null && deflated.byteLength < bytes * WORTHWHILE
    ? { ...fields, packing: 'deflate', packed: deflated, bytes, checksum }
    : { ...fields, packing: 'plain', packed: state, bytes, checksum };
}

function find({ entity, schema, belowVersion }: Extract<SnapshotsCall, { kind: 'find' }>): StoredSnapshot | null {
  for (const snapshot of openedReader().candidates(entity)) {
    const { version, hash, position, schema: saved, at, state } = snapshot;
    const fits = (schema === null || saved === schema) && (belowVersion === null || version < belowVersion);
    if (fits) return { entity, version, hash, position, schema: saved, at, state };
  }
  return null;
}

/** Null when it is not what was packed. */
function unpack({ packing, packed, bytes, checksum, ...fields }: PackedSnapshot): StoredSnapshot | null {
  let state: Uint8Array;
  try {
    state = packing === 'plain' ? packed : inflateRawSync(packed, { maxOutputLength: Math.max(1, bytes) });
  } catch {
    return null;
  }
  const { entity, version, hash, position, schema, at } = fields;
  const stored: StoredSnapshot = { entity, version, hash, position, schema, at, state };
  return state.byteLength === bytes && checksumOf(stored) === checksum ? stored : null;
}

/** A state of many megabytes must not be copied once more on its way. */
function givenAway(value: SavedMessage | StoredSnapshot | null): Answer {
  return { value, transfer: ownedBuffers(value) };
}
