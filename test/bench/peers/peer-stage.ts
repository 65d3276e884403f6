/** A peer's database in a directory of its own, and orders for its store. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../../../bench/peers/database.js';
import type { PeerKind } from '../../../bench/peers/kind.js';
import { openStore } from '../../../bench/peers/open-store.js';
import { startDatabase } from '../../../bench/peers/peer-process.js';
import type { HoldOrder, SeatStore } from '../../../bench/peers/seat-store.js';
import { reservationIdOf } from '../../../src/domain/ids.js';

export const SCHEDULE = '3f2a91c07b5e4d18-9a0c21bb47f3';
export const USER = '8c5f2f0e-4d0f-4a34-9a55-1d3f9a3f6d10';
export const SEATS = 20_000;
export const PRICE = 700;
const HOLD_MS = 300_000;
const CONNECTIONS = 8;
const SUFFIX_DIGITS = 32;

export class PeerStage {
  private ordered = 0;

  private constructor(
    private readonly kind: PeerKind,
    private readonly directory: string,
    public database: Database,
    public store: SeatStore,
  ) {}

  /** With one schedule, all of whose seats are free. */
  static async open(kind: PeerKind): Promise<PeerStage> {
    const directory = await mkdtemp(join(tmpdir(), 'frontrow-peers-'));
    const database = await startDatabase(kind, join(directory, 'data'));
    await database.load([{ scheduleId: SCHEDULE, seats: SEATS, price: PRICE }]);
    return new PeerStage(kind, directory, database, await openStore({ kind, socket: database.socket, connections: CONNECTIONS }));
  }

  order(seats: readonly number[], { heldAt = Date.now(), scheduleId = SCHEDULE } = {}): HoldOrder {
    this.ordered += 1;
    const reservationId = reservationIdOf(scheduleId, String(this.ordered).padStart(SUFFIX_DIGITS, '0'));
    return { reservationId, scheduleId, seats, userId: USER, heldAt, expiresAt: heldAt + HOLD_MS };
  }

  /** The same data under a new server, after the old one was killed. */
  async restart(): Promise<void> {
    this.database = await startDatabase(this.kind, join(this.directory, 'data'));
    this.store = await openStore({ kind: this.kind, socket: this.database.socket, connections: CONNECTIONS });
  }

  async close(): Promise<void> {
    await this.store.close();
    await this.database.stop();
    await rm(this.directory, { recursive: true, force: true });
  }
}
