/**
 * A growing column of 128-bit ids (32 hex digits, dashes allowed) with an exact look-up from id to row.
 *
 * Sixteen bytes a row plus an open-addressing table of row numbers: a million users cost tens of megabytes instead of hundreds. An id leads to the row that
 * was remembered last.
 */

const EMPTY = 0;
const ROWS_AT_START = 16;
const DASH = 0x2d;

/** By character code: the value of a hex digit, -1 for anything else. */
const DIGITS = Int8Array.from({ length: 128 }, (_, code) =>
  /[0-9a-f]/i.test(String.fromCharCode(code)) ? parseInt(String.fromCharCode(code), 16) : -1,
);
/** Two hex digits of every byte. */
const BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
/** The id read last: one id is looked at a time, so no look-up needs memory of its own. */
const scratch = new Uint32Array(4);

export class IdColumn {
  private words: Uint32Array;
  /** row + 1, or EMPTY. */
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
    if (!read(id)) throw new Error(`${id} is not 32 hex digits`);
    this.words.set(scratch, row * 4);
    this.rows = row + 1;
    return row;
  }

  /** From now on `find` leads from this row's id to this row. */
  remember(row: number): void {
    if ((this.used + 1) * 2 > this.table.length) this.rebuild();
    const slot = this.slotOf(this.word(row, 0), this.word(row, 1), this.word(row, 2), this.word(row, 3));
    const index = slot < 0 ? ~slot : slot;
    if (this.table[index] === EMPTY) this.used += 1;
    this.table[index] = row + 1;
  }

  /** The row this id leads to, or -1. */
  find(id: string): number {
    if (!read(id)) return -1;
    const slot = this.slotOf(scratch[0] ?? 0, scratch[1] ?? 0, scratch[2] ?? 0, scratch[3] ?? 0);
    return slot < 0 ? -1 : (this.table[slot] ?? 0) - 1;
  }

  /** 32 hex digits. */
  hex(row: number): string {
    return this.digits(row, 0) + this.digits(row, 1) + this.digits(row, 2) + this.digits(row, 3);
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

  private digits(row: number, word: number): string {
    const value = this.word(row, word);
    return hexOf(value >>> 24) + hexOf((value >>> 16) & 0xff) + hexOf((value >>> 8) & 0xff) + hexOf(value & 0xff);
  }

  private word(row: number, word: number): number {
    return this.words[row * 4 + word] ?? 0;
  }

  /** The slot the id is in; the complement (~, negative) of the slot it would go to when it is in none. */
  private slotOf(a: number, b: number, c: number, d: number): number {
    const mask = this.table.length - 1;
    let index = (Math.imul(a ^ Math.imul(b, 0x9e3779b1) ^ Math.imul(c, 0x85ebca6b) ^ Math.imul(d, 0xc2b2ae35), 0x27d4eb2f) >>> 7) & mask;
    for (;;) {
      const entry = this.table[index] ?? EMPTY;
      if (entry === EMPTY) return ~index;
      if (this.isAt(entry - 1, a, b, c, d)) return index;
      index = (index + 1) & mask;
    }
  }

  private isAt(row: number, a: number, b: number, c: number, d: number): boolean {
    const at = row * 4;
    return this.words[at] === a && this.words[at + 1] === b && this.words[at + 2] === c && this.words[at + 3] === d;
  }

  private rebuild(): void {
    const entries = this.table;
    this.table = new Int32Array(tableSize(this.used + 1));
    this.used = 0;
    for (const entry of entries) if (entry !== EMPTY) this.remember(entry - 1);
  }
}

/** Reads the digits into `scratch`; false when there are not exactly 32 of them, dashes aside. */
function read(id: string): boolean {
  let digits = 0;
  let word = 0;
  for (let at = 0; at < id.length; at += 1) {
    const code = id.charCodeAt(at);
    if (code === DASH) continue;
    const digit = code < 128 ? (DIGITS[code] ?? -1) : -1;
    if (digit < 0 || digits === 32) return false;
    word = (word << 4) | digit;
    digits += 1;
    if ((digits & 7) === 0) scratch[(digits >> 3) - 1] = word;
  }
  return digits === 32;
}

function hexOf(byte: number): string {
  return BYTES[byte] ?? '';
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
