/** The snapshot thread: serialises, hashes and writes snapshots, apart from the reader, so that a large one delays neither loads nor commits. */
import { constants, setPriority } from 'node:os';
import { workerData } from 'node:worker_threads';
import type { Snapshot } from '../port.js';
import type { DataFiles } from './data-directory.js';
import { assertNever } from './errors.js';
import { serveCalls } from './serve-calls.js';
import { serialized, SnapshotStore } from './snapshot-store.js';

export type SnapshotCall =
  /** Opens the file; the first call. The thread is started earlier, while the writer still checks the journal. */
  { readonly kind: 'open' } | { readonly kind: 'save'; readonly snapshot: Snapshot } | { readonly kind: 'close' };

// Where the processor is short, whoever waits for an answer goes first. Linux means this thread alone, others would mean the whole process.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

const files = workerData as DataFiles;
let store: SnapshotStore | null = null;
const opened = (): SnapshotStore => (store ??= new SnapshotStore(files.snapshots));

serveCalls<SnapshotCall>((call) => {
  switch (call.kind) {
    case 'open':
      opened();
      return { value: null };
    case 'save':
      opened().save(serialized(call.snapshot));
      return { value: null };
    case 'close':
      store?.close();
      return null;
    default:
      return assertNever(call);
  }
});
