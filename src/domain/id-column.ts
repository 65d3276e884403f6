/**
 * A growing column of 128-bit ids (32 hex digits, dashes allowed) with an exact look-up from id to row.
 *
 * Sixteen bytes a row plus an open-addressing table of row numbers: a million users cost tens of megabytes instead of hundreds. A row is found by the id it
 * was given last; rows can be taken out of the look-up (`forget`) without being reused.
 */

const EMPTY = 0;
const TOMBSTONE = -1;
const ROWS_AT_START = 16;

export class IdColumn {
  private words: Uint32Array;
  /** row + 1, EMPTY or TOMBSTONE. */
  private table: Int32Array;
  private used = 0;
  private rows = 0;

  constructor(words: Uint32Array = new Uint32Array(ROWS_AT_START * 4), rows = 0) {
    this.words = words.length >= ROWS_AT_START * 4 ? words : grown(words, ROWS_AT_START * 4);
    this.rows = rows;
    this.table = new Int32Array(tableSize(rows));
  }

  get length(): number {
    return this.rows;
  }

  /** Adds a row; it is not found by `find` until `remember`ed. */
  push(id: string): number {
    const row = this.rows;
    if ((row + 1) * 4 > this.words.length) this.words = grown(this.words, this.words.length * 2);
    const hex = id.length === 32 ? id : id.replaceAll('-', '');
    for (let word = 0; word < 4; word += 1) this.words[row * 4 + word] = parseInt(hex.slice(word * 8, word * 8 + 8), 16);
    this.rows = row + 1;
    return row;
  }

  /** From now on `find` leads from this row's id to this row. */
  remember(row: number): void {
    if ((this.used + 1) * 2 > this.table.length) this.rebuild();
    const slot = this.slotOf(this.word(row, 0), this.word(row, 1), this.word(row, 2), this.word(row, 3));
    if (slot.found) {
      this.table[slot.index] = row + 1;
    } else {
      if (this.table[slot.index] === EMPTY) this.used += 1;
      this.table[slot.index] = row + 1;
    }
  }

  /** Takes the row out of the look-up; a no-op when the id leads to another row by now. */
  forget(row: number): void {
    const slot = this.slotOf(this.word(row, 0), this.word(row, 1), this.word(row, 2), this.word(row, 3));
    if (slot.found && this.table[slot.index] === row + 1) this.table[slot.index] = TOMBSTONE;
  }

  /** The row this id leads to, or -1. */
  find(id: string): number {
    const hex = id.length === 32 ? id : id.replaceAll('-', '');
    const slot = this.slotOf(
      parseInt(hex.slice(0, 8), 16),
      parseInt(hex.slice(8, 16), 16),
      parseInt(hex.slice(16, 24), 16),
      parseInt(hex.slice(24, 32), 16),
    );
    return slot.found ? (this.table[slot.index] ?? 0) - 1 : -1;
  }

  /** 32 hex digits. */
  hex(row: number): string {
    let text = '';
    for (let word = 0; word < 4; word += 1) text += this.word(row, word).toString(16).padStart(8, '0');
    return text;
  }

  /** With the dashes of a UUID. */
  uuid(row: number): string {
    const hex = this.hex(row);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  }

  /** A copy of the ids; the look-up is rebuilt by whoever decodes, who knows which rows to remember. */
  encode(): Uint32Array {
    return this.words.slice(0, this.rows * 4);
  }

  static decode(words: Uint32Array): IdColumn {
    return new IdColumn(words, words.length / 4);
  }

  private word(row: number, word: number): number {
    return this.words[row * 4 + word] ?? 0;
  }

  /** Where the id is, or the slot it would go to. */
  private slotOf(a: number, b: number, c: number, d: number): { found: boolean; index: number } {
    const mask = this.table.length - 1;
    let index = (Math.imul(a ^ Math.imul(b, 0x9e3779b1) ^ Math.imul(c, 0x85ebca6b) ^ Math.imul(d, 0xc2b2ae35), 0x27d4eb2f) >>> 7) & mask;
    let free = -1;
    for (;;) {
      const entry = this.table[index] ?? EMPTY;
      if (entry === EMPTY) return { found: false, index: free >= 0 ? free : index };
      if (entry === TOMBSTONE) {
        if (free < 0) free = index;
      } else if (this.isAt(entry - 1, a, b, c, d)) {
        return { found: true, index };
      }
      index = (index + 1) & mask;
    }
  }

  private isAt(row: number, a: number, b: number, c: number, d: number): boolean {
    const at = row * 4;
    return this.words[at] === a && this.words[at + 1] === b && this.words[at + 2] === c && this.words[at + 3] === d;
  }

  private rebuild(): void {
    const remembered: number[] = [];
    for (const entry of this.table) if (entry > 0) remembered.push(entry - 1);
    this.table = new Int32Array(tableSize(remembered.length + 1));
    this.used = 0;
    for (const row of remembered) this.remember(row);
  }
}

/** A power of two that keeps the table at most half full after doubling the rows. */
function tableSize(rows: number): number {
  let size = 64;
  while (size < rows * 4) size *= 2;
  return size;
}

function grown(words: Uint32Array, length: number): Uint32Array {
  const larger = new Uint32Array(length);
  larger.set(words);
  return larger;
}
