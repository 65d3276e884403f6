/** The snapshots of one entity: when the next one is due, and saving it. Bytes are those of record bodies, in UTF-16 code units. */
import type { EntityId } from '../domain/ids.js';
import type { Journal } from '../journal/port.js';
import { snapshotOf } from './recovery.js';
import type { Recovered } from './recovery.js';
import type { AnyDecider } from './turn.js';

/** So many bytes of records after the last snapshot, or half its size if that is more: writing snapshots then costs at most about as much as the records. */
const BYTES_MIN = 2 * 1024 * 1024;
/** When the entity leaves this node: fewer bytes of records than this are read again faster than a snapshot of every entity is written. */
const BYTES_MIN_AT_THE_END = 64 * 1024;

export interface SnapshotHost {
  readonly journal: Journal;
  /** On the whole node. */
  readonly snapshots: { underWay: number };
}

export class Snapshots {
  /** One is being taken or saved. */
  underWay = false;
  private recordBytes = 0;
  private lastSnapshotBytes = 0;

  get due(): boolean {
    return this.recordBytes >= BYTES_MIN && this.recordBytes >= this.lastSnapshotBytes / 2;
  }

  /** There will be no other chance, so less is enough. */
  get dueAtTheEnd(): boolean {
    return this.recordBytes >= BYTES_MIN_AT_THE_END;
  }

  recorded(bytes: number): void {
    this.recordBytes += bytes;
  }

  recovered(bytesReplayed: number): void {
    this.recordBytes = bytesReplayed;
    this.lastSnapshotBytes = 0;
  }

  /** Takes one of the state as it is now, which must be durable, and saves it. Rejects when it cannot be taken or saved. */
  async save(entity: EntityId, decider: AnyDecider, current: Recovered, host: SnapshotHost): Promise<void> {
    this.underWay = true;
    host.snapshots.underWay += 1;
    this.recordBytes = 0;
    try {
      const { snapshot, bytes } = await snapshotOf(entity, decider, current);
      this.lastSnapshotBytes = bytes;
      await host.journal.saveSnapshot(snapshot);
    } finally {
      this.underWay = false;
      host.snapshots.underWay -= 1;
    }
  }
}
