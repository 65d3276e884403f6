/** When an entity's next snapshot is due. Bytes are those of record bodies, in UTF-16 code units. */

/** So many bytes of records after the last snapshot, or half its size if that is more: writing snapshots then costs at most about as much as the records. */
const BYTES_MIN = 2 * 1024 * 1024;
/** When the node stops: fewer bytes of records than this are read again faster than a snapshot of every entity is written. */
const BYTES_MIN_AT_THE_END = 64 * 1024;

export class SnapshotNeed {
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

  begin(): void {
    this.recordBytes = 0;
  }

  took(snapshotBytes: number): void {
    this.lastSnapshotBytes = snapshotBytes;
  }
}
