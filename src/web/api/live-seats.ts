/**
 * The seats of a schedule, live: a snapshot, then what changes. After a lost connection the node is told the last version and sends only what was missed. Where
 * no socket can be opened, the whole map is asked for every few seconds.
 */
import { backOffMs } from './back-off.js';
import { api, outcome } from './client.js';
import { concertOfScheduleId, queueTokens, schedule } from './fans.js';
import type { Connection, Message } from './live-messages.js';
import { isPassing, success } from './problems.js';
import type { Outcome, Problem } from './problems.js';
import { packedStatuses, snapshotChunk } from './seat-statuses.js';
import { openLiveSocket } from './socket.js';
import type { LiveSocket } from './socket.js';
import type { Section } from './types.js';

export interface SeatsSnapshot {
  readonly version: number;
  readonly sections: readonly Section[];
  /** One byte a seat, seat 1 first: 0 AVAILABLE, 1 HELD, 2 BOOKED, 3 BLOCKED. */
  readonly statuses: Uint8Array;
}

export interface SeatChange {
  readonly seat: number;
  readonly status: number;
}

export interface SeatsDelta {
  readonly version: number;
  readonly changes: readonly SeatChange[];
}

export interface SeatsWatcher {
  /** All seats; what was known before is void. */
  onSnapshot(snapshot: SeatsSnapshot): void;
  onDelta(delta: SeatsDelta): void;
  /** The watch is over: the turn has ended, most likely. */
  onProblem(problem: Problem): void;
  onConnection(connection: Connection): void;
}

const POLL_INTERVAL_MS = 4_000;
/** In the order of their numbers. */
const LISTS = ['available', 'held', 'booked', 'blocked'] as const;
const NAMES = ['AVAILABLE', 'HELD', 'BOOKED', 'BLOCKED'];

export function watchSeats(scheduleId: string, watcher: SeatsWatcher): () => void {
  const watch = new SeatsWatch(scheduleId, watcher);
  watch.begin();
  return () => watch.stop();
}

class SeatsWatch {
  private version = 0;
  private pending: SeatsSnapshot | null = null;
  private over = false;
  private isPolling = false;
  private polls: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;
  private socket: LiveSocket | null = null;

  constructor(
    private readonly scheduleId: string,
    private readonly watcher: SeatsWatcher,
  ) {}

  begin(): void {
    this.watcher.onConnection('connecting');
    this.socket = openLiveSocket({
      path: `/api/v1/schedules/${encodeURIComponent(this.scheduleId)}/live`,
      greeting: () => this.greeting(),
      onMessage: (message) => this.hear(message),
      onProblem: (problem) => this.end(problem),
      onLost: () => {
        this.pending = null;
        if (!this.isPolling) this.watcher.onConnection('connecting');
      },
      onUnreachable: () => this.startPolling(),
    });
  }

  stop(): void {
    this.over = true;
    this.stopPolling();
    this.socket?.stop();
  }

  private async greeting(): Promise<Outcome<object>> {
    const concertId = await concertOfScheduleId(this.scheduleId);
    if (!concertId.ok) return concertId;
    const tokens = await queueTokens(concertId.value);
    if (!tokens.ok) return tokens;
    return success({ type: 'authenticate', ...tokens.value, ...(this.version === 0 ? {} : { fromVersion: this.version }) });
  }

  private hear(message: Message): void {
    if (this.over) return;
    this.stopPolling();
    this.watcher.onConnection('live');
    if (message.type === 'snapshot') this.hearSnapshot(message);
    else if (message.type === 'delta') this.hearDelta(message);
  }

  private hearSnapshot(message: Message): void {
    const chunk = snapshotChunk(message);
    if (chunk === null) return;
    const whole = packedStatuses(this.pending, chunk);
    this.pending = whole;
    if (!chunk.isLast) return;
    this.pending = null;
    this.version = whole.version;
    this.watcher.onSnapshot(whole);
  }

  private hearDelta(message: Message): void {
    const { version, fromVersion } = message;
    if (typeof version !== 'number' || typeof fromVersion !== 'number' || version <= this.version) return;
    if (fromVersion > this.version) {
      this.socket?.restart();
      return;
    }
    this.version = version;
    const changes = LISTS.flatMap((name, status) => numbersOf(message[name]).map((seat) => ({ seat, status })));
    this.watcher.onDelta({ version, changes });
  }

  private end(problem: Problem): void {
    if (this.over) return;
    this.stop();
    this.watcher.onProblem(problem);
  }

  private startPolling(): void {
    if (this.isPolling || this.over) return;
    this.isPolling = true;
    void this.pollOnce();
  }

  private stopPolling(): void {
    this.isPolling = false;
    clearTimeout(this.polls);
  }

  private async pollOnce(): Promise<void> {
    const snapshot = await askForSeats(this.scheduleId);
    if (!this.isPolling || this.over) return;
    if (snapshot.ok) {
      this.failures = 0;
      this.watcher.onConnection('polling');
      if (snapshot.value.version !== this.version) {
        this.version = snapshot.value.version;
        this.watcher.onSnapshot(snapshot.value);
      }
      this.polls = setTimeout(() => void this.pollOnce(), POLL_INTERVAL_MS);
      return;
    }
    if (!isPassing(snapshot.problem)) {
      this.end(snapshot.problem);
      return;
    }
    this.watcher.onConnection('offline');
    this.polls = setTimeout(() => void this.pollOnce(), backOffMs((this.failures += 1)));
  }
}

async function askForSeats(scheduleId: string): Promise<Outcome<SeatsSnapshot>> {
  const hall = await schedule(scheduleId);
  if (!hall.ok) return hall;
  const tokens = await queueTokens(hall.value.concertId);
  if (!tokens.ok) return tokens;
  const headers = { Authorization: `Bearer ${tokens.value.accessToken}`, 'Queue-Token': tokens.value.queueToken };
  const seats = await outcome(api.GET('/api/v1/seats', { headers, params: { query: { scheduleId } } }));
  if (!seats.ok) return seats;
  const statuses = new Uint8Array(hall.value.totalSeats);
  for (const { seat, status } of seats.value.seats) statuses[seat - 1] = Math.max(0, NAMES.indexOf(status));
  return success({ version: seats.value.version, sections: hall.value.sections, statuses });
}

function numbersOf(value: unknown): readonly number[] {
  return Array.isArray(value) ? value.filter((item): item is number => typeof item === 'number') : [];
}
