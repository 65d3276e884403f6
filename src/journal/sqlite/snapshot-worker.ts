/** The snapshot thread: serialises, hashes and writes snapshots, apart from the reader, so that a large one delays neither loads nor commits. */
import { workerData } from 'node:worker_threads';
import type { Snapshot } from '../port.js';
import type { DataFiles } from './data-directory.js';
import { assertNever } from './errors.js';
import { serveCalls } from './serve-calls.js';
import { SnapshotStore } from './snapshot-store.js';

export type SnapshotCall =
  /** Answered as soon as the thread has opened its file. */
  { readonly kind: 'open' } | { readonly kind: 'save'; readonly snapshot: Snapshot } | { readonly kind: 'close' };

const files = workerData as DataFiles;
const store = new SnapshotStore(files.snapshots);

serveCalls<SnapshotCall>((call) => {
  switch (call.kind) {
    case 'open':
      return { value: null };
    case 'save':
      store.save(call.snapshot);
      return { value: null };
    case 'close':
      store.close();
      return null;
    default:
      return assertNever(call);
  }
});
