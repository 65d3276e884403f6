/** The snapshots of one entity: when the next one is due, and saving it. Bytes are those of record bodies, in UTF-16 code units. */
import type { EntityId } from '../domain/ids.js';
import type { Journal } from '../journal/port.js';
import { snapshotOf } from './recovery.js';
import type { Recovered } from './recovery.js';
import type { AnyDecider } from './turn.js';

/** So many bytes of records after the last snapshot, or half its size if that is more: writing snapshots then costs at most about as much as the records. */
const BYTES_MIN = 2 * 1024 * 1024;
/** When the entity leaves this node: what is less is read again faster than a snapshot of it is written. Bytes of records after the last snapshot. */
export const SNAPSHOT_BYTES_MIN = {
  /** While nobody waits for it. */
  atTheEnd: 64 * 1024,
  /** While it is not served, and every caller waits. */
  inSilence: 1024 * 1024,
} as const;

export interface SnapshotHost {
  readonly journal: Journal;
  /** On the whole node. */
  readonly snapshots: { underWay: number };
}

export class Snapshots {
  /** One is being taken or saved. */
  underWay = false;
  /** One is to be taken as soon as that is possible, however many others are. */
  asked = false;
  private recordBytes = 0;
  private lastSnapshotBytes = 0;

  isDue({ snapshots }: SnapshotHost): boolean {
    if (this.asked) return true;
    return this.recordBytes >= BYTES_MIN && this.recordBytes >= this.lastSnapshotBytes / 2 && snapshots.underWay === 0;
  }

  /** So many bytes of records came after the last one. */
  get recordBytesSince(): number {
    return this.recordBytes;
  }

  recorded(bytes: number): void {
    this.recordBytes += bytes;
  }

  recovered(bytesReplayed: number): void {
    this.asked = false;
    this.recordBytes = bytesReplayed;
    this.lastSnapshotBytes = 0;
  }

  /** Takes one of the state as it is now, which must be durable, and saves it. Rejects when it cannot be taken or saved. */
  async save(entity: EntityId, decider: AnyDecider, current: Recovered, host: SnapshotHost): Promise<void> {
    this.underWay = true;
    this.asked = false;
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
