/**
 * The seats of a schedule as a stream of updates tells them: a snapshot in chunks, then what changes.
 *
 * A half-told snapshot changes nothing: the map shows the version before until the last chunk is there.
 */
import type { Section__Output } from '../generated/frontrow/v1/Section.js';
import type { Seats__Output } from '../generated/frontrow/v1/Seats.js';
import type { SeatsUpdate__Output } from '../generated/frontrow/v1/SeatsUpdate.js';
import type { Output } from './plain.js';

export type SeatsUpdate = Output<SeatsUpdate__Output>;
export type Section = Output<Section__Output>;
type Chunk = NonNullable<SeatsUpdate['snapshot']>;
type Delta = NonNullable<SeatsUpdate['delta']>;

/** In the order of their codes in chunks; Seats.statuses counts from 1. */
const STATUSES = ['AVAILABLE', 'HELD', 'BOOKED', 'BLOCKED'] as const;
export type SeatStatus = (typeof STATUSES)[number];
const DELTA_MEMBERS = ['available', 'held', 'booked', 'blocked'] as const;
const SEATS_PER_BYTE = 4;

export interface SeatChange {
  readonly seat: number;
  readonly status: SeatStatus;
}

export interface SeatPlace {
  readonly section: string;
  readonly row: string;
  /** Points. */
  readonly price: number;
}

interface Told {
  readonly sections: readonly Section[];
  readonly statuses: Uint8Array;
}

export class SeatMap {
  private known: Told = { sections: [], statuses: new Uint8Array(0) };
  private half: Told | null = null;
  private current = { scheduleId: '', version: 0 };

  /** The answer of `getSeats` as a map, which a stream can go on from. */
  static of(seats: Output<Seats__Output>): SeatMap {
    const map = new SeatMap();
    map.known = { sections: seats.sections, statuses: Uint8Array.from(seats.statuses, (status) => status - 1) };
    map.current = { scheduleId: seats.scheduleId, version: seats.version };
    return map;
  }

  get scheduleId(): string {
    return this.current.scheduleId;
  }

  /** 0: nothing is known yet. */
  get version(): number {
    return this.current.version;
  }

  /** How many seats there are; they are numbered from 1. */
  get size(): number {
    return this.known.statuses.length;
  }

  get sections(): readonly Section[] {
    return this.known.sections;
  }

  status(seat: number): SeatStatus {
    return statusOf(this.known.statuses[seat - 1] ?? this.noSuchSeat(seat));
  }

  /** Where a seat is, and what it costs. */
  place(seat: number): SeatPlace {
    let before = 0;
    for (const section of this.known.sections) {
      for (const row of section.rows) {
        if (seat > before && seat <= before + row.seats) return { section: section.name, row: row.name, price: section.price };
        before += row.seats;
      }
    }
    return this.noSuchSeat(seat);
  }

  /** Their numbers, ascending. */
  seatsThatAre(status: SeatStatus): number[] {
    const code = STATUSES.indexOf(status);
    return Array.from(this.known.statuses.keys(), (index) => index + 1).filter((seat) => this.known.statuses[seat - 1] === code);
  }

  /** Whether a delta goes on from what is known. */
  follows(delta: Delta): boolean {
    return delta.fromVersion <= this.version;
  }

  /**
   * Takes an update in. Returns the seats that it changed; null when there is nothing to show: a sign of life, what is known already, a snapshot that is not
   * whole yet. Throws a RangeError for a delta that does not follow.
   */
  apply({ snapshot, delta }: SeatsUpdate): readonly SeatChange[] | null {
    if (snapshot) return this.takeChunk(snapshot);
    if (delta && delta.version > this.version) return this.takeDelta(delta);
    return null;
  }

  /** What was told of a snapshot so far is void. */
  forgetHalf(): void {
    this.half = null;
  }

  private takeChunk(chunk: Chunk): readonly SeatChange[] | null {
    const { totalSeats, firstSeat } = chunk;
    const half = this.half ?? { sections: [], statuses: new Uint8Array(totalSeats) };
    const count = Math.min(chunk.statuses.length * SEATS_PER_BYTE, totalSeats - firstSeat + 1);
    for (let index = 0; index < count; index += 1) {
      const byte = chunk.statuses[Math.floor(index / SEATS_PER_BYTE)] ?? 0;
      half.statuses[firstSeat - 1 + index] = (byte >> (2 * (index % SEATS_PER_BYTE))) & 3;
    }
    this.half = { sections: joined(half.sections, chunk.sections), statuses: half.statuses };
    if (!chunk.last) return null;
    const before = this.known.statuses;
    this.known = this.half;
    this.half = null;
    this.current = { scheduleId: chunk.scheduleId, version: chunk.version };
    return differences(before, this.known.statuses);
  }

  private takeDelta(delta: Delta): readonly SeatChange[] {
    if (!this.follows(delta)) throw new RangeError(`a change from version ${delta.fromVersion} does not follow version ${this.version}`);
    const changes: SeatChange[] = [];
    for (const [code, member] of DELTA_MEMBERS.entries()) {
      for (const seat of delta[member]) {
        if (this.known.statuses[seat - 1] === code) continue;
        this.known.statuses[seat - 1] = code;
        changes.push({ seat, status: statusOf(code) });
      }
    }
    this.current = { ...this.current, version: delta.version };
    return changes;
  }

  private noSuchSeat(seat: number): never {
    throw new RangeError(`there is no seat ${seat}; there are seats 1 to ${this.size}`);
  }
}

function statusOf(code: number): SeatStatus {
  const status = STATUSES[code];
  if (status === undefined) throw new RangeError(`no seat status has the code ${code}`);
  return status;
}

/** A section whose name and price repeat those of the one before goes on with its rows. */
function joined(before: readonly Section[], more: readonly Section[]): readonly Section[] {
  const sections = [...before];
  for (const section of more) {
    const last = sections.at(-1);
    if (last?.name === section.name && last.price === section.price) {
      sections[sections.length - 1] = { ...last, rows: [...last.rows, ...section.rows] };
    } else sections.push(section);
  }
  return sections;
}

/** None for the first snapshot: all seats are new then. */
function differences(before: Uint8Array, after: Uint8Array): readonly SeatChange[] {
  if (before.length === 0) return [];
  const changes: SeatChange[] = [];
  for (const [index, code] of after.entries()) {
    if (before[index] !== code) changes.push({ seat: index + 1, status: statusOf(code) });
  }
  return changes;
}
