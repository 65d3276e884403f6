/**
 * Changes seats so many times a second, on schedule and not as fast as the answers come, and looks at the map meanwhile: whether it shows what it must, and
 * nothing that it must not. Whoever was just given a seat looks too, and must find it marked as their own.
 */
import { Pool } from 'undici';
import type { FromSeatChanges, SeatChangesPlan, SeatChangesReport, SeenMap, ToSeatChanges } from './seat-changes-messages.js';
import { letterOf } from './seat-changes-messages.js';
import type { LoadUser } from './load.js';
import { SeatWatch } from './seat-watch.js';

const TICK_MS = 5;
const CONNECTIONS = 32;
/** A request that the node had no time for is sent again after so long. */
const REPEAT_AFTER_MS = 100;
/** Changes under way at once; what would be more is sent later, and the rate reported is lower. */
const UNDER_WAY_MAX = 256;
/** Every so many looks are those of whoever was given a seat last. */
const OWNER_LOOKS_EVERY = 4;

interface HeldSeat {
  readonly seat: number;
  readonly user: LoadUser;
  readonly reservationId: string;
}

interface Seat {
  readonly seat: number;
  readonly status: string;
  readonly mine?: boolean;
}

class ServerGone extends Error {
  override readonly name = 'ServerGone';
}

class SeatChanger {
  private readonly pool: Pool;
  private readonly watch = new SeatWatch();
  private readonly free: number[];
  private readonly held: HeldSeat[] = [];
  private readonly seen: SeenMap[] = [];
  private readonly underWay = new Set<Promise<void>>();
  private heldOrSent = 0;
  private nextUser = 0;
  private looks = 0;
  private changes = 0;
  private repeated = 0;
  /** When the changes began to count. */
  private since = -1;
  private ended = false;

  constructor(
    private readonly plan: SeatChangesPlan,
    private readonly tell: (message: FromSeatChanges) => void,
  ) {
    this.pool = new Pool(plan.url, { connections: CONNECTIONS, pipelining: 1 });
    this.free = Array.from({ length: plan.seats }, (_, index) => index + 1);
  }

  /** Until the server is gone. Whether it should be is for whoever started it to say. */
  async run(): Promise<SeatChangesReport> {
    const startedAt = performance.now();
    let sent = 0;
    let looked = 0;
    let failure: unknown = null;
    const fail = (error: unknown): void => {
      if (!(error instanceof ServerGone)) failure ??= error;
      this.ended = true;
    };
    while (!this.ended) {
      await new Promise((resolve) => setTimeout(resolve, TICK_MS));
      const seconds = (performance.now() - startedAt) / 1000;
      for (; sent < seconds * this.plan.changesPerSecond && this.underWay.size < UNDER_WAY_MAX; sent += 1) this.follow(this.change(), fail);
      for (; looked < seconds * this.plan.looksPerSecond; looked += 1) this.follow(this.look(), fail);
    }
    const seconds = (performance.now() - this.since) / 1000;
    await Promise.all(this.underWay);
    await this.pool.destroy();
    if (failure !== null) throw failure instanceof Error ? failure : new Error('the changes failed', { cause: failure });
    return { changes: this.changes, seconds, repeated: this.repeated, seen: this.seen };
  }

  private follow(work: Promise<void>, fail: (error: unknown) => void): void {
    const followed = work.catch(fail).finally(() => this.underWay.delete(followed));
    this.underWay.add(followed);
  }

  /** A hold until enough is held, then the oldest is released and another seat held, in turn. */
  private async change(): Promise<void> {
    const oldest = this.heldOrSent >= this.plan.heldSeats ? this.held.shift() : undefined;
    if (oldest === undefined) await this.hold();
    else await this.release(oldest);
    if (this.since >= 0) this.changes += 1;
  }

  private async hold(): Promise<void> {
    const at = Math.floor(Math.random() * this.free.length);
    const seat = this.free[at];
    const user = this.plan.users[this.nextUser];
    if (seat === undefined || user === undefined) return;
    this.nextUser = (this.nextUser + 1) % this.plan.users.length;
    this.free[at] = this.free.at(-1) ?? seat;
    this.free.pop();
    this.heldOrSent += 1;
    this.watch.holdSent(seat, performance.now());
    const body = JSON.stringify({ scheduleId: this.plan.scheduleId, seats: [seat] });
    const answer = await this.ask('POST', '/api/v1/reservations', user, body);
    if (answer.status !== 201) throw new Error(`a hold of a free seat was answered ${answer.status} ${answer.text}`);
    this.watch.holdAcknowledged(seat, performance.now());
    this.held.push({ seat, user, reservationId: (JSON.parse(answer.text) as { reservationId: string }).reservationId });
    if (this.since < 0 && this.held.length >= this.plan.heldSeats / 2) this.begin();
  }

  private begin(): void {
    this.since = performance.now();
    this.tell({ kind: 'under-way' });
  }

  private async release({ seat, user, reservationId }: HeldSeat): Promise<void> {
    this.watch.releaseSent(seat, performance.now());
    const answer = await this.ask('DELETE', `/api/v1/reservations/${reservationId}`, user);
    if (answer.status !== 204) throw new Error(`a release was answered ${answer.status} ${answer.text}`);
    this.watch.releaseAcknowledged(seat, performance.now());
    this.heldOrSent -= 1;
    this.free.push(seat);
  }

  private async look(): Promise<void> {
    this.looks += 1;
    const owned = this.looks % OWNER_LOOKS_EVERY === 0 ? this.held.at(-1) : undefined;
    const asked = performance.now();
    const answer = await this.ask('GET', `/api/v1/seats?scheduleId=${this.plan.scheduleId}`, owned?.user ?? this.plan.looker);
    const arrived = performance.now();
    if (answer.status !== 200) throw new Error(`the map was answered ${answer.status} ${answer.text}`);
    const { version, seats } = JSON.parse(answer.text) as { version: number; seats: readonly Seat[] };
    for (const { seat, status } of seats) {
      if (status !== 'HELD' && status !== 'AVAILABLE') throw new Error(`seat ${seat} is shown ${status}, which nobody made it`);
      if (!this.watch.mayShow(seat, status, asked, arrived))
        throw new Error(`version ${version} shows seat ${seat} as ${status}, which is wrong or stale`);
    }
    this.checkOwn(seats, owned);
    this.seen.push({ version, letters: seats.map(({ status }) => letterOf(status)).join('') });
  }

  /** Nobody has seats but those they were given; the one given last shows at once, unless it is being released. */
  private checkOwn(seats: readonly Seat[], owned: HeldSeat | undefined): void {
    const mine = seats.filter((seat) => seat.mine === true).map(({ seat }) => seat);
    if (owned === undefined) {
      if (mine.length > 0) throw new Error(`somebody without seats is shown ${mine.join(', ')} as their own`);
    } else if (this.held.includes(owned) && !mine.includes(owned.seat)) {
      throw new Error(`seat ${owned.seat} is not shown to its holder as their own`);
    }
  }

  /** A request that was turned away was not carried out, so until it is answered it is one that takes long. */
  private async ask(...request: Parameters<SeatChanger['attempt']>): Promise<{ readonly status: number; readonly text: string }> {
    for (;;) {
      const answer = await this.attempt(...request);
      if (answer.status !== 503) return answer;
      this.repeated += 1;
      await new Promise((resolve) => setTimeout(resolve, REPEAT_AFTER_MS));
    }
  }

  private async attempt(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    user: LoadUser,
    body?: string,
  ): Promise<{ readonly status: number; readonly text: string }> {
    const headers: Record<string, string> = { authorization: `Bearer ${user.accessToken}`, 'queue-token': user.queueToken ?? '' };
    if (body !== undefined) headers['content-type'] = 'application/json';
    try {
      const answer = await this.pool.request({ method, path, headers, ...(body === undefined ? {} : { body }) });
      return { status: answer.statusCode, text: await answer.body.text() };
    } catch (error) {
      throw new ServerGone('the connection was lost', { cause: error });
    }
  }
}

function tell(message: FromSeatChanges): void {
  process.send?.(message);
}

process.on('message', ({ plan }: ToSeatChanges) => {
  new SeatChanger(plan, tell).run().then(
    (report) => tell({ kind: 'done', report }),
    (error: unknown) => tell({ kind: 'failed', reason: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
// Whoever wanted the figures is gone.
process.on('disconnect', () => process.exit());
