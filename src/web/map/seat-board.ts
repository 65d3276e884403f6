/**
 * What every seat of a hall is right now, for one who looks at it: the schedule's word, which seats are mine, which I have selected, and which sections I want to
 * see. Changes are told to whoever subscribed, seat by seat, so that a map can draw anew just what has changed.
 *
 * Invariants: free counts are exact; a listener hears of a seat after the board knows it; a seat that is mine or not free is never selected.
 */
import type { HallRows } from './hall.js';
import type { Look } from './looks.js';
import { AVAILABLE, BLOCKED, BOOKED, HELD, MINE, SELECTED } from './looks.js';

export interface SeatChange {
  readonly seat: number;
  readonly status: number;
}

/** Seats that look different now; 'all' when it may be any. */
export type Changed = readonly number[] | 'all';
export type BoardListener = (changed: Changed) => void;

const MINE_FLAG = 1;
const SELECTED_FLAG = 2;

export class SeatBoard {
  /** By seat - 1. */
  private readonly statuses: Uint8Array;
  private readonly flags: Uint8Array;
  private readonly freeInRows: Int32Array;
  private readonly freeInSections: Int32Array;
  /** 1 for a section that the filter hides. */
  private readonly dimmed: Uint8Array;
  private readonly listeners = new Set<BoardListener>();
  private readonly selection = new Set<number>();
  private mineSeats: readonly number[] = [];

  constructor(readonly rows: HallRows) {
    this.statuses = new Uint8Array(rows.totalSeats).fill(BLOCKED);
    this.flags = new Uint8Array(rows.totalSeats);
    this.freeInRows = new Int32Array(rows.rowCount);
    this.freeInSections = new Int32Array(rows.sections.length);
    this.dimmed = new Uint8Array(rows.sections.length);
  }

  look(seat: number): Look {
    const flags = this.flags[seat - 1] ?? 0;
    if ((flags & MINE_FLAG) !== 0) return MINE;
    if ((flags & SELECTED_FLAG) !== 0) return SELECTED;
    return this.status(seat);
  }

  status(seat: number): typeof AVAILABLE | typeof HELD | typeof BOOKED | typeof BLOCKED {
    const status = this.statuses[seat - 1];
    return status === AVAILABLE || status === HELD || status === BOOKED ? status : BLOCKED;
  }

  isFree(seat: number): boolean {
    return this.rows.has(seat) && this.statuses[seat - 1] === AVAILABLE;
  }

  isMine(seat: number): boolean {
    return ((this.flags[seat - 1] ?? 0) & MINE_FLAG) !== 0;
  }

  isDimmed(section: number): boolean {
    return this.dimmed[section] === 1;
  }

  freeInRow(row: number): number {
    return this.freeInRows[row] ?? 0;
  }

  freeInSection(section: number): number {
    return this.freeInSections[section] ?? 0;
  }

  get free(): number {
    return this.freeInSections.reduce((sum, free) => sum + free, 0);
  }

  /** In order. */
  get selected(): readonly number[] {
    return [...this.selection].sort((a, b) => a - b);
  }

  /** All statuses, by seat - 1. What is not free any more is not selected any more. Returns the seats that were selected. */
  replace(statuses: Uint8Array): readonly number[] {
    const changes: SeatChange[] = [];
    for (let index = 0; index < this.statuses.length; index++) {
      const status = statuses[index] ?? BLOCKED;
      if (status !== this.statuses[index]) changes.push({ seat: index + 1, status });
    }
    return this.apply(changes);
  }

  /** Returns the seats that were selected and are so no longer, for they are not free. */
  apply(changes: readonly SeatChange[]): readonly number[] {
    const changed: number[] = [];
    const lost: number[] = [];
    for (const { seat, status } of changes) {
      const before = this.statuses[seat - 1];
      if (before === undefined || before === status) continue;
      this.statuses[seat - 1] = status;
      this.countFree(seat, (status === AVAILABLE ? 1 : 0) - (before === AVAILABLE ? 1 : 0));
      if (status !== AVAILABLE && this.drop(seat)) lost.push(seat);
      changed.push(seat);
    }
    this.tell(changed);
    return lost;
  }

  setMine(seats: readonly number[]): void {
    const changed = [...new Set([...this.mineSeats, ...seats])].filter((seat) => this.mineSeats.includes(seat) !== seats.includes(seat));
    for (const seat of this.mineSeats) this.setFlag(seat, MINE_FLAG, false);
    for (const seat of seats) {
      this.setFlag(seat, MINE_FLAG, true);
      this.drop(seat);
    }
    this.mineSeats = [...seats].sort((a, b) => a - b);
    this.tell(changed);
  }

  /** Selects exactly these, as far as they are free and not mine. */
  select(seats: readonly number[]): void {
    const wanted = new Set(seats.filter((seat) => this.isFree(seat) && !this.isMine(seat)));
    const changed = [...this.selection].filter((seat) => !wanted.has(seat));
    for (const seat of changed) this.drop(seat);
    for (const seat of wanted) {
      if (this.selection.has(seat)) continue;
      this.selection.add(seat);
      this.setFlag(seat, SELECTED_FLAG, true);
      changed.push(seat);
    }
    this.tell(changed);
  }

  /** Shows these sections and dims the others. */
  showSections(isShown: (section: number) => boolean): void {
    let hasChanged = false;
    for (let section = 0; section < this.dimmed.length; section++) {
      const dimmed = isShown(section) ? 0 : 1;
      hasChanged ||= dimmed !== this.dimmed[section];
      this.dimmed[section] = dimmed;
    }
    if (hasChanged) this.tell('all');
  }

  /** Returns what ends it. */
  subscribe(listener: BoardListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private tell(changed: Changed): void {
    if (changed.length === 0) return;
    for (const listener of this.listeners) listener(changed);
  }

  private drop(seat: number): boolean {
    if (!this.selection.delete(seat)) return false;
    this.setFlag(seat, SELECTED_FLAG, false);
    return true;
  }

  private setFlag(seat: number, flag: number, isSet: boolean): void {
    const flags = this.flags[seat - 1];
    if (flags === undefined) return;
    this.flags[seat - 1] = isSet ? flags | flag : flags & ~flag;
  }

  private countFree(seat: number, change: number): void {
    if (change === 0) return;
    const row = this.rows.rowOf(seat);
    const section = this.rows.sectionOfRow(row);
    this.freeInRows[row] = this.freeInRow(row) + change;
    this.freeInSections[section] = this.freeInSection(section) + change;
  }
}
