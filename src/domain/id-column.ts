/**
 * A growing column of 128-bit ids (32 hex digits in lower case, dashes allowed) with an exact look-up from id to row.
 *
 * Sixteen bytes a row, in pages, plus hash tables of row numbers: a million users cost tens of megabytes instead of hundreds. An id leads to the row that was
 * remembered last.
 *
 * The look-up is cut into parts by the leading bits of the ids' hashes. A part that is full doubles or, once it is large, splits in two, so that no single id
 * ever pays for moving a million others; a small column has one part.
 */
import type { Slices } from './column.js';
import { CELL_MASK, Column } from './column.js';

const EMPTY = 0;
const WORDS = 4;
const DASH = 0x2d;
const PART_SLOTS_AT_START = 16;
/** Half of them in use is full: to split such a part means to move 2,048 ids, 0.1 ms of work. */
const PART_SLOTS_MAX = 4096;
/** 65,536 parts. Parts by more bits grow instead of splitting: ids made up to share their leading bits must not double the directory again and again. */
const PART_BITS_MAX = 16;

/** By character code: the value of a hex digit, -1 for anything else. Lower case only: one id, one spelling. */
const DIGITS = Int8Array.from({ length: 128 }, (_, code) =>
  /[0-9a-f]/.test(String.fromCharCode(code)) ? parseInt(String.fromCharCode(code), 16) : -1,
);
/** Two hex digits of every byte. */
const BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
/** The id read last: one id is looked at a time, so no look-up needs memory of its own. */
const scratch = new Uint32Array(WORDS);
/** What `scratch` holds the words of; null when that is no id. */
let lastRead: string | null = null;

/** The look-up of all ids whose hashes begin with the same `bits` bits. */
interface Part {
  /** row + 1, or EMPTY; open addressing. Their number is a power of two. */
  slots: Int32Array;
  used: number;
  readonly bits: number;
}

export class IdColumn {
  private words = new Column<Uint32Array>(Uint32Array);
  /** Of the remembered ids, by row: most comparisons end here, and whoever moves ids about need not read them. */
  private readonly hashes = new Column<Uint32Array>(Uint32Array);
  /** By the leading `partBits` bits of a hash: its part. One with fewer bits stands in several places. */
  private parts: Part[] = [newPart(0, PART_SLOTS_AT_START)];
  private partBits = 0;
  private rows = 0;

  get length(): number {
    return this.rows;
  }

  /** Adds a row; it is not found by `find` until `remember`ed. */
  push(id: string): number {
    const row = this.rows;
    if (!read(id)) throw new Error(`${id} is not 32 hex digits`);
    const at = row * WORDS;
    for (let word = 0; word < WORDS; word += 1) this.words.set(at + word, scratch[word] ?? 0);
    this.rows = row + 1;
    return row;
  }

  /** The row this id leads to; a new one, remembered, when it leads to none. */
  findOrAdd(id: string): number {
    const rows = this.rows;
    if (!read(id)) throw new Error(`${id} is not 32 hex digits`);
    const found = this.leadTo(rows, scratch[0] ?? 0, scratch[1] ?? 0, scratch[2] ?? 0, scratch[3] ?? 0, false);
    if (found === rows) this.push(id);
    return found;
  }

  /** From now on `find` leads from this row's id to this row. */
  remember(row: number): void {
    this.leadTo(row, this.word(row, 0), this.word(row, 1), this.word(row, 2), this.word(row, 3), true);
  }

  /** The row this id leads to, or -1. */
  find(id: string): number {
    if (!read(id)) return -1;
    const a = scratch[0] ?? 0;
    const b = scratch[1] ?? 0;
    const c = scratch[2] ?? 0;
    const d = scratch[3] ?? 0;
    const hash = spread(a, b, c, d);
    const part = this.partOf(hash);
    const slot = this.slotOf(part, hash, a, b, c, d);
    return slot < 0 ? -1 : (part.slots[slot] ?? EMPTY) - 1;
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

  /** Of the row's id, see `hashOfId`. */
  hash(row: number): number {
    return spread(this.word(row, 0), this.word(row, 1), this.word(row, 2), this.word(row, 3)) >>> 7;
  }

  /** A copy of the first `rows` ids, which never change; the look-up is rebuilt by whoever decodes, who knows which rows to remember. */
  encode(rows: number): Slices<Uint32Array> {
    return this.words.copy(rows * WORDS);
  }

  static decode(words: Uint32Array): IdColumn {
    const column = new IdColumn();
    column.words = Column.of<Uint32Array>(Uint32Array, words);
    column.rows = words.length / WORDS;
    return column;
  }

  private digits(row: number, word: number): string {
    const value = this.word(row, word);
    return hexOf(value >>> 24) + hexOf((value >>> 16) & 0xff) + hexOf((value >>> 8) & 0xff) + hexOf(value & 0xff);
  }

  private word(row: number, word: number): number {
    return this.words.at(row * WORDS + word) ?? 0;
  }

  private partOf(hash: number): Part {
    const part = this.parts[leading(hash, this.partBits)];
    if (part === undefined) throw new Error('hashes have 32 bits');
    return part;
  }

  /** Makes the id lead to `row`, unless it leads to another row that is to be kept; returns the row it leads to now. */
  private leadTo(row: number, a: number, b: number, c: number, d: number, replaces: boolean): number {
    const hash = spread(a, b, c, d);
    let part = this.partOf(hash);
    let slot = this.slotOf(part, hash, a, b, c, d);
    if (slot >= 0 && !replaces) return (part.slots[slot] ?? EMPTY) - 1;
    while (slot < 0 && (part.used + 1) * 2 > part.slots.length) {
      this.makeRoom(part, hash);
      part = this.partOf(hash);
      slot = this.slotOf(part, hash, a, b, c, d);
    }
    if (slot < 0) part.used += 1;
    this.hashes.set(row, hash);
    part.slots[slot < 0 ? ~slot : slot] = row + 1;
    return row;
  }

  /** The slot the id is in; the complement (~, negative) of the slot it would go to when it is in none. */
  private slotOf({ slots }: Part, hash: number, a: number, b: number, c: number, d: number): number {
    const mask = slots.length - 1;
    for (let index = hash & mask; ; index = (index + 1) & mask) {
      const entry = slots[index] ?? EMPTY;
      if (entry === EMPTY) return ~index;
      if (this.hashes.at(entry - 1) === hash && this.isAt(entry - 1, a, b, c, d)) return index;
    }
  }

  /** A page holds a whole number of ids. */
  private isAt(row: number, a: number, b: number, c: number, d: number): boolean {
    const page = this.words.pageOf(row * WORDS);
    const at = (row * WORDS) & CELL_MASK;
    return page?.[at] === a && page[at + 1] === b && page[at + 2] === c && page[at + 3] === d;
  }

  /** Makes the part that is in the hash's place larger, or puts two in its place. */
  private makeRoom(part: Part, hash: number): void {
    if (part.slots.length < PART_SLOTS_MAX || part.bits === PART_BITS_MAX) {
      const { slots } = part;
      part.slots = new Int32Array(slots.length * 2);
      for (const entry of slots) if (entry !== EMPTY) this.place(part, entry);
      return;
    }
    if (part.bits === this.partBits) {
      this.parts = this.parts.flatMap((each) => [each, each]);
      this.partBits += 1;
    }
    const bits = part.bits + 1;
    const halves = [newPart(bits, PART_SLOTS_MAX), newPart(bits, PART_SLOTS_MAX)] as const;
    for (const entry of part.slots) {
      if (entry === EMPTY) continue;
      const half = halves[(((this.hashes.at(entry - 1) ?? 0) >>> (32 - bits)) & 1) === 0 ? 0 : 1];
      this.place(half, entry);
      half.used += 1;
    }
    const places = 2 ** (this.partBits - part.bits);
    const first = leading(hash, part.bits) * places;
    this.parts.fill(halves[0], first, first + places / 2).fill(halves[1], first + places / 2, first + places);
  }

  /** Puts in an entry that is in no slot of the part yet. */
  private place({ slots }: Part, entry: number): void {
    const mask = slots.length - 1;
    let index = (this.hashes.at(entry - 1) ?? 0) & mask;
    while (slots[index] !== EMPTY) index = (index + 1) & mask;
    slots[index] = entry;
  }
}

/** The id spread over 25 bits, the same for the same id, with or without dashes; 0 for what is no id. */
export function hashOfId(id: string): number {
  if (!read(id)) return 0;
  return spread(scratch[0] ?? 0, scratch[1] ?? 0, scratch[2] ?? 0, scratch[3] ?? 0) >>> 7;
}

/** The id spread over 32 bits; the high and the low ones are both usable. */
function spread(a: number, b: number, c: number, d: number): number {
  let hash = a ^ Math.imul(b, 0x9e3779b1) ^ Math.imul(c, 0x85ebca6b) ^ Math.imul(d, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  hash = Math.imul(hash ^ (hash >>> 15), 0x846ca68b);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** The first `bits` bits of 32; a shift by 32 would shift by nothing. */
function leading(hash: number, bits: number): number {
  return bits === 0 ? 0 : hash >>> (32 - bits);
}

function newPart(bits: number, slots: number): Part {
  return { slots: new Int32Array(slots), used: 0, bits };
}

/** Reads the digits into `scratch`; false when there are not exactly 32 of them, dashes aside. An id is often read twice in a row: looked for, then put in. */
function read(id: string): boolean {
  if (id === lastRead) return true;
  lastRead = null;
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
  if (digits !== 32) return false;
  lastRead = id;
  return true;
}

function hexOf(byte: number): string {
  return BYTES[byte] ?? '';
}
