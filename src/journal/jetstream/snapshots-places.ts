/**
 * Where the snapshots of a node in a cluster are: in a file on the node, and in the log. They only speed recovery up, so nothing here is relied upon: what cannot
 * be read is as if it did not exist, and a save that fails costs time at the next recovery.
 */
import { deserialize } from 'node:v8';
import type { Snapshot } from '../port.js';
import { dataFiles, prepareDirectory } from '../sqlite/data-directory.js';
import type { StoredSnapshot } from '../sqlite/snapshot-store.js';
import { ownedBuffers } from '../sqlite/transferables.js';
import { WorkerCalls } from '../sqlite/worker-calls.js';
import type { SnapshotOffer, SnapshotSource } from './replay.js';
import type { FoundManifest, SnapshotsInLog } from './snapshots-log.js';
import type { PackedSnapshot, SavedMessage, SnapshotsCall, SnapshotsThread } from './snapshots-worker.js';

const SCRIPT = '../jetstream/snapshots-worker.js';
/** Each holds its packed bytes in memory until the log has them. */
const SAVES_AT_ONCE = 2;

export interface SnapshotPlacesOptions {
  /** The node's data directory; created (mode 0700) when it is missing. */
  readonly directory: string;
  readonly log: SnapshotsInLog;
}

export class SnapshotPlaces implements SnapshotSource {
  private saving = 0;
  private readonly waiting: (() => void)[] = [];

  private constructor(
    private readonly log: SnapshotsInLog,
    private readonly saver: WorkerCalls<SnapshotsCall>,
    private readonly finder: WorkerCalls<SnapshotsCall>,
  ) {}

  /** @throws JournalUnusable when the directory cannot be used. */
  static async open({ directory, log }: SnapshotPlacesOptions): Promise<SnapshotPlaces> {
    const files = dataFiles(directory);
    prepareDirectory(files.directory);
    const start = (role: SnapshotsThread['role']): WorkerCalls<SnapshotsCall> => {
      const thread: SnapshotsThread = { files, role };
      return new WorkerCalls<SnapshotsCall>(`snapshot ${role}`, SCRIPT, thread, () => undefined);
    };
    const saver = start('saver');
    const finder = start('finder');
    try {
      await saver.call({ kind: 'open' });
      await finder.call({ kind: 'open' });
      return new SnapshotPlaces(log, saver, finder);
    } catch (error) {
      await Promise.all([saver.stop(), finder.stop()]);
      throw error;
    }
  }

  /** Into both places. Rejects when one of them failed; the other may have it. Typed arrays of the state are given away. */
  async save(snapshot: Snapshot): Promise<void> {
    await this.turn();
    try {
      const transfer = ownedBuffers(snapshot.state);
      const saved = await this.saver.call<SavedMessage>({ kind: 'save', snapshot }, transfer);
      await this.log.save(saved.snapshot);
      if (saved.failure !== null)
        throw new Error(`the snapshot of ${snapshot.entity} is in the log, but not on this node: ${saved.failure}`);
    } finally {
      this.saving -= 1;
      this.waiting.shift()?.();
    }
  }

  async local(entity: string, schema: number | null, belowVersion: number | null): Promise<SnapshotOffer | null> {
    try {
      const stored = await this.finder.call<StoredSnapshot | null>({ kind: 'find', entity, schema, belowVersion });
      return stored === null ? null : { ...stored, state: async () => revived(stored) };
    } catch {
      return null;
    }
  }

  async inLog(entity: string, schema: number | null): Promise<readonly SnapshotOffer[]> {
    try {
      const manifests = await this.log.manifests(entity);
      return manifests
        .filter((manifest) => schema === null || manifest.schema === schema)
        .sort((a, b) => b.version - a.version)
        .map((manifest) => ({ ...manifest, state: () => this.fetched(manifest) }));
    } catch {
      return [];
    }
  }

  /** Waits for the saves that have reached the node's own file. */
  async close(): Promise<void> {
    await Promise.all([this.saver.close({ kind: 'close' }), this.finder.close({ kind: 'close' })]);
  }

  private async fetched(manifest: FoundManifest): Promise<{ readonly state: unknown } | null> {
    try {
      const packed: PackedSnapshot | null = await this.log.read(manifest);
      if (packed === null) return null;
      const stored = await this.finder.call<StoredSnapshot | null>({ kind: 'unpack', snapshot: packed }, ownedBuffers(packed.packed));
      return stored === null ? null : revived(stored);
    } catch {
      return null;
    }
  }

  private async turn(): Promise<void> {
    if (this.saving >= SAVES_AT_ONCE) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.saving += 1;
  }
}

function revived({ state }: StoredSnapshot): { readonly state: unknown } | null {
  try {
    return { state: deserialize(state) as unknown };
  } catch {
    return null;
  }
}
