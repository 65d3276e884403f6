/** A schedule in memory behind the hub of live seats, and those who watch it: each keeps the seats as it was told of them. */
import assert from 'node:assert/strict';
import type { Refusal } from '../../src/domain/refusals.js';
import type { SectionSpec, SharedSeatsView } from '../../src/domain/schedule/protocol.js';
import { LiveSeats } from '../../src/ticketing/live-seats.js';
import type { SeatsDelta, SeatsSnapshot, SeatsWatcher, Watching } from '../../src/ticketing/live-seats.js';
import { ManualClock } from './manual-clock.js';

export const SCHEDULE = '3f2a91c07b5e4d18-9a0c21bb47f3';

/** Turns of the event loop until a round and the telling of a few watchers are through. */
const TURNS_TO_TELL = 6;

export class Hall {
  readonly clock = new ManualClock(0);
  readonly sections: readonly SectionSpec[];
  readonly errors: unknown[] = [];
  statuses: Uint8Array;
  version = 0;
  asked = 0;
  open = 0;
  /** On the steady clock, beyond what the test let pass. */
  spentMs = 0;
  refusal: Refusal | null = null;
  failure: Error | null = null;
  /** Answers wait for `answer`. */
  holdBack = false;
  private readonly heldBack: (() => void)[] = [];
  private readonly past = new Map<number, Uint8Array>();
  readonly seats: LiveSeats;

  constructor(seats: number) {
    this.statuses = new Uint8Array(seats);
    this.sections = [{ name: 'Floor', price: 1, rows: [{ name: 'A', seats }] }];
    this.seats = new LiveSeats({
      shareSeats: (scheduleId) => this.share(scheduleId),
      now: () => this.now(),
      timers: this.clock,
      onCount: (open) => {
        this.open = open;
      },
      onError: (error) => this.errors.push(error),
    });
  }

  now(): number {
    return this.clock.now() + this.spentMs;
  }

  watch(fromVersion = 0, scheduleId = SCHEDULE, known: Uint8Array | null = null): Viewer {
    return new Viewer((viewer) => this.seats.watch(scheduleId, fromVersion, viewer), known);
  }

  change(seats: readonly number[], code: number, { nudge = true } = {}): void {
    this.past.set(this.version, this.statuses);
    this.statuses = this.statuses.slice();
    for (const seat of seats) this.statuses[seat - 1] = code;
    this.version += 1;
    if (nudge) this.seats.nudge(SCHEDULE);
  }

  /** As a backup from then. */
  restore(version: number): void {
    this.statuses = this.past.get(version) ?? this.statuses;
    this.version = version;
    this.seats.nudge(SCHEDULE);
  }

  answer(): void {
    for (const answer of this.heldBack.splice(0)) answer();
  }

  /** Time passes, and everything comes to rest. */
  async pass(ms: number): Promise<void> {
    await this.clock.pass(ms);
    await this.clock.pass(0);
  }

  /** The same, but for a few turns of the event loop only. */
  async tick(ms: number): Promise<void> {
    this.clock.advance(ms);
    for (let turn = 0; turn < TURNS_TO_TELL; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  }

  async until(done: () => boolean, stepMs = 1): Promise<void> {
    while (!done()) await this.tick(stepMs);
  }

  private async share(scheduleId: string): Promise<SharedSeatsView | Refusal> {
    this.asked += 1;
    if (this.failure !== null) throw this.failure;
    if (this.refusal !== null) return this.refusal;
    const { sections, version, statuses } = this;
    const view = { scheduleId, version, sections, statuses, mine: [], owners: new Uint8Array(0) };
    if (this.holdBack) await new Promise<void>((resolve) => this.heldBack.push(resolve));
    return view;
  }
}

export class Viewer implements SeatsWatcher {
  readonly updates: (SeatsSnapshot | SeatsDelta)[] = [];
  readonly watching: Watching;
  takesMore = true;
  ended: Refusal | null = null;
  failure: Error | null = null;
  onShow: () => void = () => undefined;
  private seats: Uint8Array | null;

  constructor(watch: (viewer: Viewer) => Watching, known: Uint8Array | null) {
    this.seats = known?.slice() ?? null;
    this.watching = watch(this);
  }

  get version(): number | null {
    return this.updates.at(-1)?.version ?? null;
  }

  get kinds(): readonly string[] {
    return this.updates.map(({ kind }) => kind);
  }

  show(update: SeatsSnapshot | SeatsDelta): boolean {
    assert.equal(this.ended, null, 'told something after the end');
    if (this.failure !== null) throw this.failure;
    this.onShow();
    this.updates.push(update);
    if (update.kind === 'snapshot') this.seats = update.statuses.slice();
    else this.take(update);
    return this.takesMore;
  }

  end(reason: Refusal): void {
    assert.equal(this.ended, null, 'ended twice');
    this.ended = reason;
  }

  /** A new connection of the same viewer, who knows what it knew. */
  resumed(hall: Hall): Viewer {
    return hall.watch(this.version ?? 0, SCHEDULE, this.seats);
  }

  /** What it was told is what there is. */
  sees(hall: Hall): void {
    assert.equal(this.version, hall.version);
    assert.deepEqual(this.seats, hall.statuses);
  }

  /** Its one delta has what the seats that it names are now. */
  mergesTo(hall: Hall): void {
    const [delta] = this.updates as SeatsDelta[];
    delta?.seats.forEach((seat, index) => assert.equal(delta.statuses[index], hall.statuses[seat - 1], `seat ${seat}`));
    assert.ok((delta?.seats.length ?? 0) > 0);
  }

  private take({ fromVersion, seats, statuses }: SeatsDelta): void {
    const before = this.updates.at(-2)?.version;
    if (before !== undefined) assert.equal(fromVersion, before, 'a delta begins where the update before ended');
    seats.forEach((seat, index) => {
      assert.ok(index === 0 || seat > (seats[index - 1] ?? 0), 'seats are ascending');
      if (this.seats !== null) this.seats[seat - 1] = statuses[index] ?? 0;
    });
  }
}
