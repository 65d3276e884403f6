/**
 * One fan's visit to the seats of a schedule: what is seen, live; what is selected; what somebody else was quicker to take; what the fan has there already.
 *
 * - A seat that is selected and no longer free leaves the selection at once, and the fan is told of the loss and offered what is free nearby.
 * - While a hold is under way nothing counts as lost: it may well be the fan's own hold that is seen. Its answer decides.
 * - A seat that another tab of the same fan holds is not lost either: before anybody is told, the fan's reservations are asked for, though not for long.
 */
import { signal } from '@preact/signals';
import { pause } from '../../api/back-off.js';
import { hold, reservationsOf } from '../../api/fans.js';
import { watchSeats } from '../../api/live.js';
import type { Connection } from '../../api/live.js';
import type { Outcome, Problem } from '../../api/problems.js';
import type { Reservation, ScheduleDetail, SeatsWanted } from '../../api/types.js';
import { openHall } from '../../map/hall-map.js';
import type { HallMap } from '../../map/hall-map.js';
import { offersFor } from '../../map/offers.js';
import type { Offer } from '../../map/offers.js';
import type { SeatChange } from '../../map/seat-board.js';
import { noteReservation } from '../state/holds.js';
import { conflictsIn } from './conflicts.js';

/** Seats that were selected, and what to take in their place: each offer is a whole selection. */
export interface Loss {
  readonly lost: readonly number[];
  readonly offers: readonly Offer[];
}

export type Toggled = 'selected' | 'deselected' | 'full' | 'taken' | 'mine';

/** So long somebody waits at most to be told of a loss. */
const ASK_MINE_MS = 400;
/** Where the schedule has no cap: as many as one hold may name. */
const HOLD_SEATS_MAX = 100;
const COUNTED: ReadonlySet<Reservation['status']> = new Set(['HELD', 'PAYING', 'CONFIRMED']);

export class SeatsVisit {
  readonly hall: HallMap;
  /** The seats have been heard of. */
  readonly isThere = signal(false);
  readonly connection = signal<Connection>('connecting');
  /** Why the seats are not shown to this fan now. */
  readonly refused = signal<Problem | null>(null);
  /** The fan's own that still count, newest first. */
  readonly reservations = signal<readonly Reservation[]>([]);
  readonly selected = signal<readonly number[]>([]);
  readonly loss = signal<Loss | null>(null);
  private isHolding = false;
  private lostMeanwhile: number[] = [];
  private stopWatch: () => void = () => undefined;
  private stopBoard: () => void = () => undefined;

  constructor(readonly detail: ScheduleDetail) {
    this.hall = openHall(detail);
  }

  start(): void {
    const { board } = this.hall;
    this.stopBoard = board.subscribe(() => {
      const { selected } = board;
      if (selected.join() !== this.selected.value.join()) this.selected.value = selected;
    });
    addEventListener('pageshow', this.wake);
    document.addEventListener('visibilitychange', this.wake);
    void this.loadMine();
    this.watch();
  }

  stop(): void {
    removeEventListener('pageshow', this.wake);
    document.removeEventListener('visibilitychange', this.wake);
    this.stopWatch();
    this.stopBoard();
  }

  /** Also after a refusal, when the fan is inside again. */
  watch(): void {
    this.stopWatch();
    this.refused.value = null;
    this.stopWatch = watchSeats(this.detail.scheduleId, {
      onSnapshot: ({ statuses }) => {
        this.heed(this.hall.board.replace(statuses));
        this.isThere.value = true;
      },
      onDelta: ({ changes }) => this.hear(changes),
      onProblem: (problem) => {
        this.refused.value = problem;
      },
      onConnection: (connection) => {
        this.connection.value = connection;
      },
    });
  }

  /** How many seats the fan may select. */
  get seatsMax(): number {
    const { maxSeatsPerUser } = this.detail;
    if (maxSeatsPerUser === 0) return HOLD_SEATS_MAX;
    const owned = this.reservations.value.reduce((sum, { seats }) => sum + seats.length, 0);
    return Math.max(0, maxSeatsPerUser - owned);
  }

  get amount(): number {
    return this.hall.plan.rows.amountOf(this.selected.value);
  }

  toggle(seat: number): Toggled {
    const { board } = this.hall;
    if (board.isMine(seat)) return 'mine';
    const { selected } = board;
    if (selected.includes(seat)) {
      this.select(selected.filter((other) => other !== seat));
      return 'deselected';
    }
    if (!board.isFree(seat)) return 'taken';
    // Whoever may have one seat means another one.
    if (this.seatsMax === 1) this.select([seat]);
    else if (selected.length >= this.seatsMax) return 'full';
    else this.select([...selected, seat]);
    return 'selected';
  }

  /** Exactly these, as far as they are still free. */
  select(seats: readonly number[]): void {
    this.loss.value = null;
    this.hall.board.select(seats);
  }

  forgetLoss(): void {
    this.loss.value = null;
  }

  async hold(want: SeatsWanted, key: string): Promise<Outcome<Reservation>> {
    this.loss.value = null;
    this.isHolding = true;
    const answer = await hold(this.detail.scheduleId, want, key);
    this.isHolding = false;
    const lostMeanwhile = this.lostMeanwhile;
    this.lostMeanwhile = [];
    if (answer.ok) {
      noteReservation(answer.value);
      this.keepMine([answer.value, ...this.reservations.value.filter(({ reservationId }) => reservationId !== answer.value.reservationId)]);
    } else {
      this.heed([...lostMeanwhile, ...this.hall.board.apply(conflictsIn(answer.problem))]);
      if (answer.problem.code === 'TOO_MANY_SEATS') void this.loadMine();
      if (answer.problem.code.startsWith('QUEUE_TOKEN_')) {
        this.stopWatch();
        this.refused.value = answer.problem;
      }
    }
    return answer;
  }

  private hear(changes: readonly SeatChange[]): void {
    const { board } = this.hall;
    const wasMine = changes.some(({ seat }) => board.isMine(seat));
    this.heed(board.apply(changes));
    // A hold of the fan's has ended, or was paid.
    if (wasMine && !this.isHolding) void this.loadMine();
    const { value: loss } = this.loss;
    if (loss?.offers.some(({ seats }) => !seats.every((seat) => board.isFree(seat))) === true) this.tell(loss.lost);
  }

  private heed(lost: readonly number[]): void {
    if (lost.length === 0) return;
    if (this.isHolding) this.lostMeanwhile.push(...lost);
    else void this.tellUnlessMine(lost);
  }

  private async tellUnlessMine(lost: readonly number[]): Promise<void> {
    await Promise.race([this.loadMine(), pause(ASK_MINE_MS)]);
    const others = lost.filter((seat) => !this.hall.board.isMine(seat) && !this.hall.board.isFree(seat));
    if (others.length > 0) this.tell([...new Set([...(this.loss.value?.lost ?? []), ...others])]);
  }

  private tell(lost: readonly number[]): void {
    const { plan, board } = this.hall;
    const offers = offersFor(plan, board.selected, lost, (seat) => board.isFree(seat) && !board.isMine(seat));
    this.loss.value = { lost: [...lost].sort((a, b) => a - b), offers };
  }

  private async loadMine(): Promise<void> {
    const answer = await reservationsOf(this.detail.scheduleId);
    if (answer.ok) this.keepMine(answer.value.items);
  }

  private keepMine(all: readonly Reservation[]): void {
    this.reservations.value = all.filter(({ status }) => COUNTED.has(status));
    this.hall.board.setMine(this.reservations.value.flatMap(({ seats }) => seats));
  }

  private readonly wake = (): void => {
    if (document.visibilityState === 'visible') void this.loadMine();
  };
}
