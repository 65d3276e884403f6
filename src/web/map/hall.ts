/**
 * A hall as it is sold: sections of rows of seats, in order from the stage. Seats are numbered from 1 through all sections and rows; rows are numbered from 0
 * through all sections, and so are sections. This file finds the row and the section of a seat, and the other way round.
 */
export interface HallRow {
  readonly name: string;
  readonly seats: number;
}

export interface HallSection {
  readonly name: string;
  /** Points per seat. */
  readonly price: number;
  readonly rows: readonly HallRow[];
}

export interface Hall {
  readonly sections: readonly HallSection[];
}

/** Seats from the first to the last, both included; none when `last` is less than `first`. */
export interface SeatRange {
  readonly first: number;
  readonly last: number;
}

/** Where a seat is. */
export interface SeatPlace {
  readonly row: number;
  readonly sectionName: string;
  readonly rowName: string;
  readonly price: number;
}

const NOWHERE: HallSection = { name: '', price: 0, rows: [] };

export class HallRows {
  readonly sections: readonly HallSection[];
  readonly totalSeats: number;
  readonly rowCount: number;
  /** How many seats there are before each row, and in all. */
  private readonly seatStarts: Int32Array;
  /** How many rows there are before each section, and in all. */
  private readonly rowStarts: Int32Array;
  private readonly sectionsOfRows: Int32Array;
  /** By seat - 1. */
  private readonly rowsOfSeats: Int32Array;

  constructor({ sections }: Hall) {
    this.sections = sections;
    this.rowStarts = new Int32Array(sections.length + 1);
    for (const [index, section] of sections.entries()) this.rowStarts[index + 1] = this.firstRow(index) + section.rows.length;
    this.rowCount = this.firstRow(sections.length);
    this.seatStarts = new Int32Array(this.rowCount + 1);
    this.sectionsOfRows = new Int32Array(this.rowCount);
    let row = 0;
    let seats = 0;
    for (const [index, section] of sections.entries()) {
      for (const { seats: count } of section.rows) {
        this.sectionsOfRows[row] = index;
        row += 1;
        seats += count;
        this.seatStarts[row] = seats;
      }
    }
    this.totalSeats = seats;
    this.rowsOfSeats = new Int32Array(seats);
    for (let at = 0; at < this.rowCount; at++) this.rowsOfSeats.fill(at, this.seatStarts[at], this.seatStarts[at + 1]);
  }

  has(seat: number): boolean {
    return Number.isInteger(seat) && seat >= 1 && seat <= this.totalSeats;
  }

  section(index: number): HallSection {
    return this.sections[index] ?? NOWHERE;
  }

  sectionOfRow(row: number): number {
    return this.sectionsOfRows[row] ?? 0;
  }

  sectionOf(seat: number): number {
    return this.sectionOfRow(this.rowOf(seat));
  }

  /** The first row of a section; of the section after the last one, how many rows there are. */
  firstRow(section: number): number {
    return this.rowStarts[section] ?? this.rowCount;
  }

  rowName(row: number): string {
    const section = this.sectionOfRow(row);
    return this.section(section).rows[row - this.firstRow(section)]?.name ?? '';
  }

  seatsOfRow(row: number): SeatRange {
    return { first: (this.seatStarts[row] ?? 0) + 1, last: this.seatStarts[row + 1] ?? 0 };
  }

  seatsOfSection(section: number): SeatRange {
    return { first: (this.seatStarts[this.firstRow(section)] ?? 0) + 1, last: this.seatStarts[this.firstRow(section + 1)] ?? 0 };
  }

  rowOf(seat: number): number {
    return this.rowsOfSeats[seat - 1] ?? 0;
  }

  place(seat: number): SeatPlace {
    const row = this.rowOf(seat);
    const section = this.sectionOfRow(row);
    const { name, price } = this.section(section);
    return { row, sectionName: name, rowName: this.rowName(row), price };
  }

  /** What these seats cost together. */
  amountOf(seats: Iterable<number>): number {
    let amount = 0;
    for (const seat of seats) amount += this.section(this.sectionOf(seat)).price;
    return amount;
  }
}
