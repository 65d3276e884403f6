/** The reader thread: loads, histories and events, so that neither the thread that serves requests nor the writer waits for them. */
import { workerData } from 'node:worker_threads';
import type { HistoryQuery } from '../port.js';
import type { DataFiles } from './data-directory.js';
import { assertNever } from './errors.js';
import type { ChainCursor, LoadedPage } from './record-reader.js';
import { RecordReader } from './record-reader.js';
import type { Answer } from './serve-calls.js';
import { serveCalls } from './serve-calls.js';

export type ReaderCall =
  /** Opens the files; the first call. The thread is started earlier, while the writer still checks them. */
  | { readonly kind: 'open' }
  | { readonly kind: 'load'; readonly entity: string; readonly snapshotSchema: number | null }
  | { readonly kind: 'page'; readonly cursor: ChainCursor }
  | { readonly kind: 'heads'; readonly beyondId: number }
  | { readonly kind: 'history'; readonly query: HistoryQuery }
  | { readonly kind: 'events'; readonly after: number; readonly limit: number }
  | { readonly kind: 'close' };

const files = workerData as DataFiles;
let reader: RecordReader | null = null;
const opened = (): RecordReader => (reader ??= new RecordReader(files.journal, files.snapshots));

serveCalls<ReaderCall>((call) => {
  switch (call.kind) {
    case 'open':
      opened();
      return { value: null };
    case 'load':
      return withStateGivenAway(opened().load(call.entity, call.snapshotSchema));
    case 'page':
      return { value: opened().page(call.cursor) };
    case 'heads':
      return { value: opened().heads(call.beyondId) };
    case 'history':
      return { value: opened().history(call.query) };
    case 'events':
      return { value: opened().events(call.after, call.limit) };
    case 'close':
      reader?.close();
      return null;
    default:
      return assertNever(call);
  }
});

/** A state of many megabytes must not be copied once more on its way. */
function withStateGivenAway(value: LoadedPage): Answer {
  const state = value.snapshot?.state;
  const owned = state?.buffer instanceof ArrayBuffer && state.byteLength === state.buffer.byteLength;
  return { value, transfer: owned ? [state.buffer] : [] };
}
