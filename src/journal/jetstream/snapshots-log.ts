/**
 * Snapshots in the log, so that a node that takes an entity over need not replay its whole history.
 *
 * An entity has two slots. A save fills the one whose manifest is missing or older: first the chunks, one message each, then the manifest that says what they must
 * be. So while a save is under way, or after one that was cut off, the other slot is whole. Each chunk names its save, so chunks of two saves that met in one slot
 * (of an owner that was cut off, and its successor) are never taken for one snapshot. Whoever reads checks everything, and treats anything odd as no snapshot:
 * the records are the truth.
 *
 * A stream that keeps one message per subject is expected, so a save replaces what was in its slot. Chunks that the slot needs no more are emptied.
 */
import type { JetStreamClient, JetStreamManager, StoredMsg } from '@nats-io/jetstream';
import { headers } from '@nats-io/transport-node';
import type { Layout } from './layout.js';
import { snapshotStream, snapshotSubject } from './layout.js';
import type { Patience } from './log-reader-patience.js';
import type { PackedSnapshot } from './snapshots-worker.js';

/** `save index` of a chunk, `save manifest` of a manifest. */
export const SNAPSHOT_HEADER = 'Frontrow-Snapshot';

const SLOTS = [0, 1];
const CHUNK_BYTES_MAX = 512 * 1024;
/** Larger ones are kept on the node only. */
const CHUNKS_MAX = 512;
const CHUNKS_READ_AT_ONCE = 4;
const NOTHING = new Uint8Array();
const SAVE_ID_RANGE = 2 ** 48;
const HEX = 16;

/** What the message `manifest` of a slot spells in JSON. */
export interface Manifest extends Omit<PackedSnapshot, 'packed'> {
  readonly format: 1;
  /** Which save this is. */
  readonly save: string;
  readonly chunks: number;
  /** Length of all chunks together. */
  readonly packedBytes: number;
}

/** A manifest where it was found. */
export interface FoundManifest extends Manifest {
  readonly slot: number;
  /** Its sequence in the stream: the higher one was saved later. */
  readonly sequence: number;
}

export interface SnapshotsInLogOptions {
  readonly jsm: JetStreamManager;
  readonly layout: Layout;
  readonly patience: Patience;
  /**
   * At most 512 KiB, half of what a server takes in one message unless it is told otherwise.
   * @default 512 KiB
   */
  readonly chunkBytesMax?: number;
}

export class SnapshotsInLog {
  private readonly jsm: JetStreamManager;
  private readonly jetstream: JetStreamClient;
  private readonly layout: Layout;
  private readonly patience: Patience;
  private readonly stream: string;
  private readonly chunkBytesMax: number;

  constructor({ jsm, layout, patience, chunkBytesMax }: SnapshotsInLogOptions) {
    this.jsm = jsm;
    this.jetstream = jsm.jetstream();
    this.layout = layout;
    this.patience = patience;
    this.stream = snapshotStream(layout);
    this.chunkBytesMax = Math.min(chunkBytesMax ?? CHUNK_BYTES_MAX, CHUNK_BYTES_MAX);
  }

  /** Resolves when all of it is stored. */
  async save({ packed, ...fields }: PackedSnapshot): Promise<void> {
    const { entity } = fields;
    const chunks = Math.ceil(packed.byteLength / this.chunkBytesMax);
    if (chunks > CHUNKS_MAX) throw new Error(`the snapshot of ${entity} is too large for the log: ${packed.byteLength} bytes, packed`);
    const { slot, replaced } = slotToFill(await this.manifests(entity));
    const save = Math.floor(this.patience.timing.random() * SAVE_ID_RANGE).toString(HEX);
    // One at a time: the same connection carries what others wait for.
    for (let index = 0; index < chunks; index += 1) {
      const chunk = packed.subarray(index * this.chunkBytesMax, (index + 1) * this.chunkBytesMax);
      await this.publish(snapshotSubject(this.layout, entity, slot, index), `${save} ${index}`, chunk);
    }
    const manifest: Manifest = { format: 1, save, ...fields, chunks, packedBytes: packed.byteLength };
    await this.publish(snapshotSubject(this.layout, entity, slot, 'manifest'), `${save} manifest`, JSON.stringify(manifest));
    for (let index = chunks; index < replaced; index += 1) {
      await this.publish(snapshotSubject(this.layout, entity, slot, index), `${save} none`, NOTHING);
    }
  }

  /** What the slots say they hold, by the leader's word; the one saved last comes first. */
  async manifests(entity: string): Promise<readonly FoundManifest[]> {
    const found = await Promise.all(
      SLOTS.map(async (slot) => {
        const message = await this.leaders(snapshotSubject(this.layout, entity, slot, 'manifest'));
        return message === null ? null : manifestOf(message, entity, slot);
      }),
    );
    return found.filter((manifest) => manifest !== null).sort((a, b) => b.sequence - a.sequence);
  }

  /** What the manifest's chunks hold, put together; null when one of them is missing or of another save. */
  async read(manifest: FoundManifest): Promise<PackedSnapshot | null> {
    const { format: _format, save: _save, slot: _slot, sequence: _sequence, chunks, packedBytes, ...fields } = manifest;
    const packed = new Uint8Array(packedBytes);
    let length = 0;
    for (let index = 0; index < chunks; index += CHUNKS_READ_AT_ONCE) {
      const some = Array.from({ length: Math.min(CHUNKS_READ_AT_ONCE, chunks - index) }, (_, more) => this.chunk(manifest, index + more));
      for (const chunk of await Promise.all(some)) {
        if (chunk === null || length + chunk.byteLength > packedBytes) return null;
        packed.set(chunk, length);
        length += chunk.byteLength;
      }
    }
    return length === packedBytes ? { ...fields, packed } : null;
  }

  /** A replica may still have the chunk of an earlier save. */
  private async chunk({ entity, slot, save }: FoundManifest, index: number): Promise<Uint8Array | null> {
    const subject = snapshotSubject(this.layout, entity, slot, index);
    const isWanted = (message: StoredMsg | null): message is StoredMsg => message?.header.get(SNAPSHOT_HEADER) === `${save} ${index}`;
    const query = { last_by_subj: subject };
    const replicas = await this.patience.persist(`a snapshot of ${entity}`, () => this.jsm.direct.getMessage(this.stream, query));
    if (isWanted(replicas)) return replicas.data;
    const leaders = await this.leaders(subject);
    return isWanted(leaders) ? leaders.data : null;
  }

  private leaders(subject: string): Promise<StoredMsg | null> {
    return this.patience.persist(subject, () => this.jsm.streams.getMessage(this.stream, { last_by_subj: subject }));
  }

  /** Storing the same again changes nothing, so an answer that did not come is no harm. */
  private async publish(subject: string, title: string, payload: Uint8Array | string): Promise<void> {
    const fields = headers();
    fields.set(SNAPSHOT_HEADER, title);
    await this.patience.persist(subject, () =>
      this.jetstream.publish(subject, payload, { headers: fields, expect: { streamName: this.stream } }),
    );
  }
}

/** The slot whose manifest is missing or was saved first, and how many chunks it has. */
function slotToFill(manifests: readonly FoundManifest[]): { readonly slot: number; readonly replaced: number } {
  const free = SLOTS.find((slot) => manifests.every((manifest) => manifest.slot !== slot));
  if (free !== undefined) return { slot: free, replaced: 0 };
  const oldest = manifests.at(-1);
  return { slot: oldest?.slot ?? 0, replaced: oldest?.chunks ?? 0 };
}

/** Null when it is not a manifest of this entity that could be true. */
function manifestOf(message: StoredMsg, entity: string, slot: number): FoundManifest | null {
  const manifest = fieldsOf(message);
  const { format, save, version, hash, position, schema, at, packing, bytes, checksum, chunks, packedBytes } = manifest;
  if (format !== 1 || manifest.entity !== entity || typeof save !== 'string' || typeof hash !== 'string') return null;
  if (typeof checksum !== 'string' || (packing !== 'plain' && packing !== 'deflate')) return null;
  if (!isCount(version) || !isCount(position) || !isCount(schema) || !isCount(bytes) || !isCount(chunks) || !isCount(packedBytes))
    return null;
  if (typeof at !== 'number' || chunks > CHUNKS_MAX || packedBytes > chunks * CHUNK_BYTES_MAX) return null;
  const fields = { entity, version, hash, position, schema, at, packing, bytes, checksum, chunks, packedBytes };
  return { format, save, ...fields, slot, sequence: message.seq };
}

function fieldsOf(message: StoredMsg): Partial<Manifest> {
  try {
    return message.json<Partial<Manifest> | null>() ?? {};
  } catch {
    return {};
  }
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
