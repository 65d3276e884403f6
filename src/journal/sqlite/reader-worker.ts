/** The reader thread: loads, histories and events, so that neither the thread that serves requests nor the writer waits for them. */
import { workerData } from 'node:worker_threads';
import type { HistoryQuery } from '../port.js';
import type { DataFiles } from './data-directory.js';
import { assertNever } from './errors.js';
import type { PackedChain } from './packed-chain.js';
import { packChain } from './packed-chain.js';
import type { ChainCursor, ChainPage, LoadedPage } from './record-reader.js';
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

/** The answer to `page`. */
export interface PageMessage {
  readonly chain: PackedChain | null;
  readonly next: ChainCursor | null;
}

/** The answer to `load`. */
export interface LoadedMessage {
  readonly snapshot: LoadedPage['snapshot'];
  readonly lastEpoch: number;
  readonly first: PageMessage;
}

const files = workerData as DataFiles;
let reader: RecordReader | null = null;
const opened = (): RecordReader => (reader ??= new RecordReader(files.journal, files.snapshots));

serveCalls<ReaderCall>((call) => {
  switch (call.kind) {
    case 'open':
      opened();
      return { value: null };
    case 'load':
      return loaded(opened().load(call.entity, call.snapshotSchema));
    case 'page':
      return { value: packed(opened().page(call.cursor)) };
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
function loaded({ snapshot, lastEpoch, first }: LoadedPage): Answer {
  const state = snapshot?.state;
  const owned = state?.buffer instanceof ArrayBuffer && state.byteLength === state.buffer.byteLength;
  const value: LoadedMessage = { snapshot, lastEpoch, first: packed(first) };
  return { value, transfer: owned ? [state.buffer] : [] };
}

function packed({ records, next }: ChainPage): PageMessage {
  return { chain: packChain(records), next };
}
