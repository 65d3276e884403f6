/**
 * Tokens in the order of their last sign of life, the longest silent first.
 *
 * A linked list through the tokens' own columns: a sign moves a token to the end in O(1), and who has been silent for too long stands at the front. The
 * order holds because an entity's time never runs backwards. A token is in at most one such list.
 */
import type { TokenPages } from './token-pages.js';

const NONE = 0;

export class AliveList {
  private head = NONE;
  private tail = NONE;

  constructor(private readonly tokens: TokenPages) {}

  /** The longest silent token, or 0. */
  get oldest(): number {
    return this.head;
  }

  /** The token that gave its last sign right after this one, or 0. */
  after(seq: number): number {
    return this.tokens.next(seq);
  }

  /** Takes in a token that is in no list. */
  append(seq: number, at: number): void {
    this.tokens.setAliveAt(seq, at);
    this.tokens.setPrevious(seq, this.tail);
    this.tokens.setNext(seq, NONE);
    if (this.tail === NONE) this.head = seq;
    else this.tokens.setNext(this.tail, seq);
    this.tail = seq;
  }

  /** A sign of life of a token in this list. */
  touch(seq: number, at: number): void {
    if (seq === this.tail) {
      this.tokens.setAliveAt(seq, at);
      return;
    }
    this.remove(seq);
    this.append(seq, at);
  }

  remove(seq: number): void {
    const previous = this.tokens.previous(seq);
    const next = this.tokens.next(seq);
    if (previous === NONE) this.head = next;
    else this.tokens.setNext(previous, next);
    if (next === NONE) this.tail = previous;
    else this.tokens.setPrevious(next, previous);
  }

  /** All in the list count as alive now. */
  touchAll(at: number): void {
    for (let seq = this.head; seq !== NONE; seq = this.after(seq)) this.tokens.setAliveAt(seq, at);
  }
}
