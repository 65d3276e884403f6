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
  /** Answered as soon as the thread has opened its files. */
  | { readonly kind: 'open' }
  | { readonly kind: 'load'; readonly entity: string; readonly snapshotSchema: number | null }
  | { readonly kind: 'page'; readonly cursor: ChainCursor }
  | { readonly kind: 'heads'; readonly beyondId: number }
  | { readonly kind: 'history'; readonly query: HistoryQuery }
  | { readonly kind: 'events'; readonly after: number; readonly limit: number }
  | { readonly kind: 'close' };

const files = workerData as DataFiles;
const reader = new RecordReader(files.journal, files.snapshots);

serveCalls<ReaderCall>((call) => {
  switch (call.kind) {
    case 'open':
      return { value: null };
    case 'load':
      return withStateGivenAway(reader.load(call.entity, call.snapshotSchema));
    case 'page':
      return { value: reader.page(call.cursor) };
    case 'heads':
      return { value: reader.heads(call.beyondId) };
    case 'history':
      return { value: reader.history(call.query) };
    case 'events':
      return { value: reader.events(call.after, call.limit) };
    case 'close':
      reader.close();
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
