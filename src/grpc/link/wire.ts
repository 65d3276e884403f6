/**
 * The wire format of protocol buffers, as far as node.proto needs it, straight between objects and bytes. The library's way over an object for each message
 * costs more than the command that travels in it.
 *
 * Lengths are written with four bytes, whatever they are: so a message is written before its length is known. Every reader of protocol buffers takes that.
 */
import { JSON_FORMAT, V8_FORMAT } from './codec.js';
import type { EncodedValue } from './codec.js';

const VARINT = 0;
const FIXED_64 = 1;
const DELIMITED = 2;
const FIXED_32 = 5;

const LENGTH_BYTES = 4;
const LENGTH_MAX = 2 ** 28 - 1;
const VARINT_BYTES_MAX = 10;
const TWO_TO_28 = 2 ** 28;
/** A buffer that grew larger is not kept for the next frame. */
const KEPT_BYTES_MAX = 1_048_576;
/** Up to three bytes a character; of longer texts they are counted first. */
const UNCOUNTED_LENGTH_MAX = 65_536;

/** Writes one frame after the other into the same buffer. */
export class Writer {
  private bytes: Buffer;
  private at = 0;

  constructor(private readonly initialBytes = 16_384) {
    this.bytes = Buffer.allocUnsafe(initialBytes);
  }

  get length(): number {
    return this.at;
  }

  /** What was written; valid until the next `reset`. */
  written(): Buffer {
    return this.bytes.subarray(0, this.at);
  }

  reset(): void {
    this.at = 0;
    if (this.bytes.length > KEPT_BYTES_MAX) this.bytes = Buffer.allocUnsafe(this.initialBytes);
  }

  /** Takes back what was written after it had this length. */
  backTo(length: number): void {
    this.at = length;
  }

  /** A message follows, until `end` with what this returns. */
  begin(field: number): number {
    this.ensure(1 + LENGTH_BYTES);
    this.tag(field, DELIMITED);
    this.at += LENGTH_BYTES;
    return this.at;
  }

  end(begun: number): void {
    const length = this.at - begun;
    if (length > LENGTH_MAX) throw new RangeError('a message of more than 256 MiB');
    const { bytes } = this;
    bytes[begun - 4] = (length & 0x7f) | 0x80;
    bytes[begun - 3] = ((length >>> 7) & 0x7f) | 0x80;
    bytes[begun - 2] = ((length >>> 14) & 0x7f) | 0x80;
    bytes[begun - 1] = length >>> 21;
  }

  /** A whole number from 0 to 2^53 - 1. */
  number(field: number, value: number): void {
    this.ensure(1 + VARINT_BYTES_MAX);
    this.tag(field, VARINT);
    this.varint(value);
  }

  true(field: number): void {
    this.number(field, 1);
  }

  text(field: number, value: string): void {
    const begun = this.begin(field);
    this.characters(value);
    this.end(begun);
  }

  binary(field: number, value: Uint8Array): void {
    const begun = this.begin(field);
    this.copy(value);
    this.end(begun);
  }

  value(field: number, encoded: EncodedValue): void {
    const begun = this.begin(field);
    this.ensure(1);
    const isText = typeof encoded === 'string';
    this.bytes[this.at] = isText ? JSON_FORMAT : V8_FORMAT;
    this.at += 1;
    if (isText) this.characters(encoded);
    else this.copy(encoded);
    this.end(begun);
  }

  numbers(field: number, values: readonly number[]): void {
    const begun = this.begin(field);
    for (const value of values) {
      this.ensure(VARINT_BYTES_MAX);
      this.varint(value);
    }
    this.end(begun);
  }

  private characters(value: string): void {
    this.ensure(value.length > UNCOUNTED_LENGTH_MAX ? Buffer.byteLength(value) : value.length * 3);
    this.at += this.bytes.write(value, this.at);
  }

  private copy(value: Uint8Array): void {
    this.ensure(value.length);
    this.bytes.set(value, this.at);
    this.at += value.length;
  }

  private tag(field: number, type: number): void {
    this.bytes[this.at] = (field << 3) | type;
    this.at += 1;
  }

  private varint(value: number): void {
    let rest = value;
    // Beyond 31 bits the operators on bits would lose some.
    while (rest >= TWO_TO_28) {
      this.bytes[this.at] = (rest % 128) | 0x80;
      this.at += 1;
      rest = Math.floor(rest / 128);
    }
    while (rest > 0x7f) {
      this.bytes[this.at] = (rest & 0x7f) | 0x80;
      this.at += 1;
      rest >>>= 7;
    }
    this.bytes[this.at] = rest;
    this.at += 1;
  }

  private ensure(more: number): void {
    const needed = this.at + more;
    if (needed <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, this.bytes.length * 2));
    this.bytes.copy(larger, 0, 0, this.at);
    this.bytes = larger;
  }
}

/** Reads the fields of a message one after the other. Everything throws a RangeError for what is no protocol buffer. */
export class Reader {
  private at: number;
  private type = 0;

  constructor(
    readonly bytes: Buffer,
    from = 0,
    private end = bytes.length,
  ) {
    this.at = from;
  }

  /** The number of the next field; 0 at the end of the message. */
  field(): number {
    if (this.at >= this.end) return 0;
    const tag = this.varint();
    this.type = tag % 8;
    return Math.floor(tag / 8);
  }

  number(): number {
    if (this.type !== VARINT) throw new RangeError('a field of another type');
    return this.varint();
  }

  text(): string {
    const from = this.delimited();
    return this.bytes.toString('utf8', from, this.at);
  }

  /** A copy. */
  binary(): Buffer {
    const from = this.delimited();
    return Buffer.from(this.bytes.subarray(from, this.at));
  }

  /** What `read` makes of the bytes from here to there. */
  value<Value>(read: (bytes: Buffer, from: number, to: number) => Value): Value {
    const from = this.delimited();
    return read(this.bytes, from, this.at);
  }

  /** The fields of a message within this one. */
  message<Value>(read: (reader: Reader) => Value): Value {
    const { end } = this;
    this.at = this.delimited();
    const inner = this.innerEnd;
    this.end = inner;
    const value = read(this);
    this.end = end;
    this.at = inner;
    return value;
  }

  /** Packed, or one alone. */
  addNumbersTo(numbers: number[]): void {
    if (this.type === VARINT) numbers.push(this.varint());
    else
      this.message(() => {
        while (this.at < this.end) numbers.push(this.varint());
      });
  }

  /** A field that nobody knows here. */
  passOver(): void {
    switch (this.type) {
      case VARINT:
        this.varint();
        break;
      case DELIMITED:
        this.delimited();
        break;
      case FIXED_64:
        this.advance(8);
        break;
      case FIXED_32:
        this.advance(4);
        break;
      default:
        throw new RangeError('a field of no type');
    }
  }

  private innerEnd = 0;

  /** Where a field of that type begins; afterwards `at` and `innerEnd` are where it ends. */
  private delimited(): number {
    if (this.type !== DELIMITED) throw new RangeError('a field of another type');
    const length = this.varint();
    const from = this.at;
    this.advance(length);
    this.innerEnd = this.at;
    return from;
  }

  private advance(by: number): void {
    if (by > this.end - this.at) throw new RangeError('a field beyond the end of its message');
    this.at += by;
  }

  private varint(): number {
    let value = 0;
    let scale = 1;
    for (let count = 0; count < VARINT_BYTES_MAX; count += 1) {
      const byte = this.at < this.end ? this.bytes[this.at] : undefined;
      if (byte === undefined) throw new RangeError('a number beyond the end of its message');
      this.at += 1;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) {
        if (value > Number.MAX_SAFE_INTEGER) throw new RangeError('a number beyond 2^53');
        return value;
      }
      scale *= 128;
    }
    throw new RangeError('a number that does not end');
  }
}
