/** A database server that the suite starts for itself: on a socket of its own, with data in a scratch directory, and stopped by whoever started it. */
import type { PeerBooks } from './books.js';
import type { Hall } from './seat-store.js';

export interface Database {
  /** The server's process; its children are its own. */
  readonly pid: number;
  /** The directory of the socket, or the socket, that a store connects to. */
  readonly socket: string;
  /** Fills an empty database. */
  load(halls: readonly Hall[]): Promise<void>;
  books(): Promise<PeerBooks>;
  /** Throws when the server ended by itself. */
  mustRun(): void;
  stop(): Promise<void>;
  /** kill -9 of the server and of all its processes. */
  kill(): Promise<void>;
}
