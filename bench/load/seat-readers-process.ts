/**
 * A process full of readers of a schedule's seats. It notes when each of them got from one version to the next; what it was itself too busy for is told apart.
 * Each message is held against what the reader knew, and one of the readers keeps the whole map, to be held against the journal.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Client, credentials, Metadata } from '@grpc/grpc-js';
import { assertNever } from '../../src/domain/decider.js';
import type { SeatsUpdate__Output } from '../../src/grpc/generated/frontrow/v1/SeatsUpdate.js';
import type { SeenMap } from './seat-changes-messages.js';
import { letterOf } from './seat-changes-messages.js';
import type { Arrivals, FromReaders, Opened, ReadersPlan, ReadersReport, ToReaders } from './seat-readers-messages.js';
import { SeatStream } from './seat-stream.js';

/** Streams that are opened at the same time at first; when all come back, they do at once. */
const OPENED_AT_ONCE_MAX = 100;
const LOOP_RESOLUTION_MS = 10;
const NANOSECONDS_PER_MS = 1e6;
/** As in chunks and deltas. */
const STATUSES = ['AVAILABLE', 'HELD', 'BOOKED', 'BLOCKED'] as const;
const LETTERS = STATUSES.map(letterOf);
const DELTA_MEMBERS = ['available', 'held', 'booked', 'blocked'] as const;
const SEATS_PER_BYTE = 4;

/** Tells how long this process has been busy without a pause. */
class Wakefulness {
  private idleMs = -1;
  private wokeAt = 0;

  /** When it last had nothing to do, at the latest. */
  since(now: number): number {
    const { idleTime } = performance.nodeTiming;
    if (idleTime !== this.idleMs) {
      this.idleMs = idleTime;
      this.wokeAt = now;
    }
    return this.wokeAt;
  }
}

/** The seats as one reader knows them. */
class WholeMap {
  readonly seen: SeenMap[] = [];
  private letters: string[] = [];

  take({ snapshot = null, delta = null }: SeatsUpdate__Output): void {
    if (snapshot !== null) {
      const { statuses, firstSeat, totalSeats } = snapshot;
      const last = Math.min(totalSeats, firstSeat - 1 + statuses.length * SEATS_PER_BYTE);
      for (let seat = firstSeat; seat <= last; seat += 1) {
        const at = seat - firstSeat;
        const code = ((statuses[Math.floor(at / SEATS_PER_BYTE)] ?? 0) >> (2 * (at % SEATS_PER_BYTE))) & 3;
        this.letters[seat - 1] = LETTERS[code] ?? '';
      }
      if (snapshot.last) this.note(snapshot.version);
    }
    if (delta !== null) {
      for (const [code, member] of DELTA_MEMBERS.entries()) for (const seat of delta[member]) this.letters[seat - 1] = LETTERS[code] ?? '';
      this.note(delta.version);
    }
  }

  private note(version: number): void {
    this.seen.push({ version, letters: this.letters.join('') });
  }
}

class Readers {
  private clients: readonly Client[] = [];
  private readonly streams: readonly SeatStream[];
  private readonly wakefulness = new Wakefulness();
  private readonly map = new WholeMap();
  private readonly loop = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS });
  private arrivals = new Map<string, { from: number; to: number; handled: Map<number, number>; woke: Map<number, number> }>();
  private watchingSince: number | null = null;
  private cpu = process.cpuUsage();
  private tooSlow = 0;
  private repeated = 0;
  private snapshots = 0;
  /** Those of the streams that are being opened and have not told the seats yet; those that are to be opened after them. */
  private readonly pending = new Set<SeatStream>();
  private toOpen: (readonly [SeatStream, Client])[] = [];
  private onAllOpen: () => void = () => undefined;

  constructor(
    private readonly plan: ReadersPlan,
    private readonly fail: (error: Error) => void,
  ) {
    const metadata = new Metadata();
    metadata.set('authorization', `Bearer ${plan.serviceKey}`);
    const { scheduleId } = plan;
    this.streams = plan.readers.map((user, index) => {
      const stream: SeatStream = new SeatStream({
        ...{ metadata, scheduleId, user },
        onVersion: (from, update) => this.told(stream, index === 0, from, update),
        onTooSlow: () => (this.tooSlow += 1),
        onRepeated: () => (this.repeated += 1),
        onFailure: (error) => this.fail(error),
      });
      return stream;
    });
  }

  open(): Promise<Opened> {
    return this.openAll(OPENED_AT_ONCE_MAX);
  }

  reconnect(): Promise<Opened> {
    for (const stream of this.streams) stream.leave();
    for (const client of this.clients) client.close();
    return this.openAll(this.streams.length);
  }

  watch(): void {
    this.arrivals = new Map();
    this.tooSlow = 0;
    this.cpu = process.cpuUsage();
    this.loop.enable();
    this.loop.reset();
    this.watchingSince = now();
  }

  /** May be asked again: the watching goes on. */
  report(): ReadersReport {
    const endedAt = now();
    const { user, system } = process.cpuUsage(this.cpu);
    const known = new Map<number, number>();
    for (const stream of this.streams) known.set(stream.known ?? 0, (known.get(stream.known ?? 0) ?? 0) + 1);
    return {
      ...{ arrivals: [...this.arrivals.values()] satisfies Arrivals[], endedAt, known, tooSlow: this.tooSlow, seen: this.map.seen },
      loopDelayP99Ms: this.loop.percentile(99) / NANOSECONDS_PER_MS,
      cpuSeconds: (user + system) / 1e6,
      seconds: (endedAt - (this.watchingSince ?? endedAt)) / 1000,
    };
  }

  leave(): void {
    for (const stream of this.streams) stream.leave();
  }

  private async openAll(atOnce: number): Promise<Opened> {
    const options = { 'grpc.use_local_subchannel_pool': 1 };
    const clients = Array.from(
      { length: this.plan.connections },
      () => new Client(this.plan.address, credentials.createInsecure(), options),
    );
    this.clients = clients;
    this.repeated = 0;
    this.snapshots = 0;
    const startedAt = performance.now();
    await new Promise<void>((resolve) => {
      this.onAllOpen = resolve;
      this.toOpen = clients.flatMap((client, index) =>
        this.streams.filter((_, at) => at % clients.length === index).map((stream) => [stream, client] as const),
      );
      for (const [stream] of this.toOpen) this.pending.add(stream);
      for (let opened = 0; opened < atOnce; opened += 1) this.openNext();
    });
    return { ms: performance.now() - startedAt, snapshots: this.snapshots, repeated: this.repeated };
  }

  private openNext(): void {
    const [stream, client] = this.toOpen.pop() ?? [];
    if (stream !== undefined && client !== undefined) stream.open(client);
  }

  private told(stream: SeatStream, keepsMap: boolean, from: number | null, update: SeatsUpdate__Output): void {
    if (keepsMap) this.map.take(update);
    const to = stream.known;
    // A snapshot holds when it is whole.
    if (to === null || update.snapshot?.last === false) return;
    if (this.watchingSince !== null && from !== null) this.note(from, to);
    if (!this.pending.delete(stream)) return;
    if (update.update === 'snapshot') this.snapshots += 1;
    this.openNext();
    if (this.pending.size === 0) this.onAllOpen();
  }

  private note(from: number, to: number): void {
    const key = `${from}-${to}`;
    let arrival = this.arrivals.get(key);
    if (arrival === undefined) this.arrivals.set(key, (arrival = { from, to, handled: new Map(), woke: new Map() }));
    const handledAt = now();
    count(arrival.handled, handledAt);
    count(arrival.woke, this.wakefulness.since(handledAt));
  }
}

function count(readersByMs: Map<number, number>, at: number): void {
  const ms = Math.ceil(at);
  readersByMs.set(ms, (readersByMs.get(ms) ?? 0) + 1);
}

/** Ms since 1970, finer than `Date.now`. */
function now(): number {
  return performance.timeOrigin + performance.now();
}

let readers: Readers | null = null;

function tell(message: FromReaders): void {
  process.send?.(message);
}

function fail(error: unknown): void {
  tell({ kind: 'failed', reason: error instanceof Error ? (error.stack ?? error.message) : String(error) });
}

async function obey(message: ToReaders): Promise<void> {
  if (message.kind === 'open') {
    readers = new Readers(message.plan, fail);
    tell({ kind: 'opened', opened: await readers.open() });
    return;
  }
  if (readers === null) throw new Error(`told to ${message.kind} before there were readers`);
  switch (message.kind) {
    case 'watch':
      readers.watch();
      tell({ kind: 'watching' });
      return;
    case 'report':
      tell({ kind: 'reported', report: readers.report() });
      return;
    case 'reconnect':
      tell({ kind: 'opened', opened: await readers.reconnect() });
      return;
    case 'leave':
      readers.leave();
      tell({ kind: 'left' });
      return;
    default:
      assertNever(message);
  }
}

process.on('message', (message: ToReaders) => {
  obey(message).catch(fail);
});
// Whoever wanted the figures is gone.
process.on('disconnect', () => process.exit());
