/**
 * From a user to the seq of their live token.
 *
 * Open addressing with linear probing; entries are bare seqs, and the ids they stand for are read from the tokens. The table is cut into 256 parts that
 * grow one by one, so that no single join ever pays for moving a million entries.
 */
import type { TokenPages } from './token-pages.js';
import { hashOf, type UserWords } from './user-words.js';

const PARTS = 256;
const PART_SLOTS_AT_START = 8;
const FREE = 0;

interface Part {
  slots: Uint32Array;
  used: number;
}

export class UserIndex {
  private readonly parts: Part[] = Array.from({ length: PARTS }, () => ({ slots: new Uint32Array(PART_SLOTS_AT_START), used: 0 }));

  constructor(private readonly tokens: TokenPages) {}

  /** The seq of this user's live token, or 0. */
  find(user: UserWords): number {
    const hash = hashOf(user.a, user.b, user.c, user.d);
    const { slots } = this.part(hash);
    for (let slot = home(hash, slots); ; slot = after(slot, slots)) {
      const seq = slots[slot] ?? FREE;
      if (seq === FREE || this.tokens.isOf(seq, user)) return seq;
    }
  }

  /** The token must be remembered by `tokens`, and its user must have no live token yet. */
  add(seq: number): void {
    const hash = this.hash(seq);
    const part = this.part(hash);
    if ((part.used + 1) * 4 > part.slots.length * 3) this.grow(part);
    this.place(part.slots, seq, hash);
    part.used += 1;
  }

  remove(seq: number): void {
    const hash = this.hash(seq);
    const part = this.part(hash);
    const { slots } = part;
    let gap = home(hash, slots);
    while (slots[gap] !== seq) {
      if (slots[gap] === FREE) throw new Error(`token ${seq} is not in the user index`);
      gap = after(gap, slots);
    }
    part.used -= 1;
    // Entries behind the gap that were pushed past it move up, so that no search ends too early.
    for (let slot = after(gap, slots); ; slot = after(slot, slots)) {
      const other = slots[slot] ?? FREE;
      if (other === FREE) break;
      if (distance(home(this.hash(other), slots), slot, slots) >= distance(gap, slot, slots)) {
        slots[gap] = other;
        gap = slot;
      }
    }
    slots[gap] = FREE;
  }

  private grow(part: Part): void {
    const larger = new Uint32Array(part.slots.length * 2);
    for (const seq of part.slots) if (seq !== FREE) this.place(larger, seq, this.hash(seq));
    part.slots = larger;
  }

  private place(slots: Uint32Array, seq: number, hash: number): void {
    let slot = home(hash, slots);
    while (slots[slot] !== FREE) slot = after(slot, slots);
    slots[slot] = seq;
  }

  private hash(seq: number): number {
    const { tokens } = this;
    return hashOf(tokens.word(seq, 0), tokens.word(seq, 1), tokens.word(seq, 2), tokens.word(seq, 3));
  }

  private part(hash: number): Part {
    const part = this.parts[hash >>> 24];
    if (part === undefined) throw new Error('hashes have 32 bits');
    return part;
  }
}

const home = (hash: number, slots: Uint32Array): number => hash & (slots.length - 1);
const after = (slot: number, slots: Uint32Array): number => (slot + 1) & (slots.length - 1);
const distance = (from: number, to: number, slots: Uint32Array): number => (to - from) & (slots.length - 1);
