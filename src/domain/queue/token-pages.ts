/**
 * The tokens of a queue as columns, in pages of 4,096 consecutive places in line.
 *
 * A page is allocated when the line reaches it and dropped when nobody remembers its tokens any more, so neither growing nor forgetting ever copies what
 * is there: a join costs the same at 10 tokens and at a million. A token takes 55 bytes here. `seq` is what everything is addressed by; links
 * between tokens are seqs too, 0 meaning none.
 *
 * The tokens kept are those from `first` to `last`, without gaps.
 */
import type { Slices } from '../column.js';
import { SLICE_BYTES } from '../column.js';
import { FenwickTree } from '../fenwick-tree.js';
import type { EndReason } from './protocol.js';
import { userIdOf, type UserWords } from './user-words.js';

const PAGE_BITS = 12;
export const TOKENS_PER_PAGE = 1 << PAGE_BITS;
const SLOT_MASK = TOKENS_PER_PAGE - 1;
/** Links between tokens and the user index are 32 bits wide. */
export const SEQ_MAX = 2 ** 32 - 1;

/** What a token is, as one byte: waiting, active, or ended for the reason at this index minus FIRST_ENDED. */
export const WAITING = 0;
export const ACTIVE = 1;
const FIRST_ENDED = 2;
const REASONS = ['PAID', 'LEFT', 'INACTIVE', 'SESSION', 'LOST'] as const;
/** Why a token that is still remembered has ended. */
export type RememberedReason = Exclude<EndReason, 'FORGOTTEN'>;

export const codeOfEnd = (reason: RememberedReason): number => FIRST_ENDED + REASONS.indexOf(reason);
export const isEnded = (code: number): boolean => code >= FIRST_ENDED;

export function reasonOfCode(code: number): RememberedReason {
  const reason = REASONS[code - FIRST_ENDED];
  if (reason === undefined) throw new Error(`${code} is not the code of an ended token`);
  return reason;
}

interface Page {
  readonly users: Uint32Array;
  readonly codes: Uint8Array;
  readonly keys: Uint16Array;
  readonly issuedAt: Float64Array;
  readonly activatedAt: Float64Array;
  /** Last sign of life while waiting, last activity while active. */
  readonly aliveAt: Float64Array;
  readonly previous: Uint32Array;
  readonly next: Uint32Array;
  /** 1 for each slot that waits, as a tree: the position within the page. */
  waiting: FenwickTree;
  waitingCount: number;
}

/** The slots of a page that hold remembered tokens, and where these stand among all of them. */
interface PagePart {
  readonly page: Page;
  readonly from: number;
  readonly to: number;
  readonly at: number;
}

/** All remembered tokens, column by column, in order of seq; what a snapshot keeps of them. Signs of life are not part of it. */
export interface TokenColumns {
  readonly first: number;
  /** Four words a token. */
  readonly users: Uint32Array;
  readonly codes: Uint8Array;
  readonly keys: Uint16Array;
  readonly issuedAt: Float64Array;
  /** 0 for a token that never was active. */
  readonly activatedAt: Float64Array;
}

export class TokenPages {
  private pages: Page[] = [];
  /** Waiting tokens by page; rebuilt whenever a page comes or goes, which is once in 4,096 tokens. */
  private waitingByPage = new FenwickTree([]);
  private firstSeq: number;
  private lastSeq: number;

  /** @param first the seq that the next token gets when there is none yet. */
  constructor(first = 1) {
    this.firstSeq = first;
    this.lastSeq = first - 1;
  }

  get first(): number {
    return this.firstSeq;
  }

  get last(): number {
    return this.lastSeq;
  }

  has(seq: number): boolean {
    return Number.isInteger(seq) && seq >= this.firstSeq && seq <= this.lastSeq;
  }

  /** Adds a waiting token at the end and returns its seq. */
  push(user: UserWords, key: number, issuedAt: number): number {
    const seq = this.lastSeq + 1;
    if (seq > SEQ_MAX) throw new Error(`a queue holds at most ${SEQ_MAX} tokens in its life`);
    if (this.pageIndex(seq) >= this.pages.length) {
      this.pages.push(newPage());
      this.rebuildTree();
    }
    this.lastSeq = seq;
    const page = this.page(seq);
    const slot = slotOf(seq);
    page.users[slot * 4] = user.a;
    page.users[slot * 4 + 1] = user.b;
    page.users[slot * 4 + 2] = user.c;
    page.users[slot * 4 + 3] = user.d;
    page.keys[slot] = key;
    page.issuedAt[slot] = issuedAt;
    page.codes[slot] = WAITING;
    this.countWaiting(seq, 1);
    return seq;
  }

  code(seq: number): number {
    return this.page(seq).codes[slotOf(seq)] ?? 0;
  }

  setCode(seq: number, code: number): void {
    const wasWaiting = this.code(seq) === WAITING;
    this.page(seq).codes[slotOf(seq)] = code;
    if (wasWaiting !== (code === WAITING)) this.countWaiting(seq, wasWaiting ? -1 : 1);
  }

  key(seq: number): number {
    return this.page(seq).keys[slotOf(seq)] ?? 0;
  }

  issuedAt(seq: number): number {
    return this.page(seq).issuedAt[slotOf(seq)] ?? 0;
  }

  activatedAt(seq: number): number {
    return this.page(seq).activatedAt[slotOf(seq)] ?? 0;
  }

  setActivatedAt(seq: number, at: number): void {
    this.page(seq).activatedAt[slotOf(seq)] = at;
  }

  aliveAt(seq: number): number {
    return this.page(seq).aliveAt[slotOf(seq)] ?? 0;
  }

  setAliveAt(seq: number, at: number): void {
    this.page(seq).aliveAt[slotOf(seq)] = at;
  }

  previous(seq: number): number {
    return this.page(seq).previous[slotOf(seq)] ?? 0;
  }

  setPrevious(seq: number, previous: number): void {
    this.page(seq).previous[slotOf(seq)] = previous;
  }

  next(seq: number): number {
    return this.page(seq).next[slotOf(seq)] ?? 0;
  }

  setNext(seq: number, next: number): void {
    this.page(seq).next[slotOf(seq)] = next;
  }

  userId(seq: number): string {
    return userIdOf(this.word(seq, 0), this.word(seq, 1), this.word(seq, 2), this.word(seq, 3));
  }

  /** One of the four words of the user's id. */
  word(seq: number, index: 0 | 1 | 2 | 3): number {
    return this.page(seq).users[slotOf(seq) * 4 + index] ?? 0;
  }

  isOf(seq: number, user: UserWords): boolean {
    const { users } = this.page(seq);
    const at = slotOf(seq) * 4;
    return users[at] === user.a && users[at + 1] === user.b && users[at + 2] === user.c && users[at + 3] === user.d;
  }

  /** How many tokens wait up to and including this one. */
  waitingUpTo(seq: number): number {
    return this.waitingByPage.sumOfFirst(this.pageIndex(seq)) + this.page(seq).waiting.sumOfFirst(slotOf(seq) + 1);
  }

  /** The first waiting token after `seq`, or 0. Skips pages in which nobody waits. */
  nextWaiting(seq: number): number {
    let candidate = Math.max(seq + 1, this.firstSeq);
    while (candidate <= this.lastSeq) {
      if (this.page(candidate).waitingCount === 0) candidate += TOKENS_PER_PAGE - slotOf(candidate);
      else if (this.code(candidate) === WAITING) return candidate;
      else candidate += 1;
    }
    return 0;
  }

  /** Forgets the first token; its memory is given back with its page. */
  dropFirst(): void {
    if (this.firstSeq > this.lastSeq) throw new Error('there is no token to forget');
    this.firstSeq += 1;
    if (slotOf(this.firstSeq) !== 0) return;
    this.pages.shift();
    this.rebuildTree();
  }

  /**
   * In slices: what tokens are changes, so it is copied at once; all else that is kept is written once, when a token is issued or activated. A page that is
   * dropped meanwhile stays as it was.
   *
   * @param lastActivated tokens after it never were active, so their column is left out.
   */
  *encode(lastActivated: number): Slices<TokenColumns> {
    const first = this.firstSeq;
    const count = this.lastSeq - first + 1;
    const parts = this.parts();
    const codes = new Uint8Array(count);
    for (const { page, from, to, at } of parts) codes.set(page.codes.subarray(from, to), at);
    const users = new Uint32Array(count * 4);
    const keys = new Uint16Array(count);
    const issuedAt = new Float64Array(count);
    const activatedAt = new Float64Array(Math.max(0, Math.min(count, lastActivated - first + 1)));
    let bytes = 0;
    for (const { page, from, to, at } of parts) {
      users.set(page.users.subarray(from * 4, to * 4), at * 4);
      keys.set(page.keys.subarray(from, to), at);
      issuedAt.set(page.issuedAt.subarray(from, to), at);
      const activated = Math.min(to, from + activatedAt.length - at);
      if (activated > from) activatedAt.set(page.activatedAt.subarray(from, activated), at);
      bytes += page.users.byteLength + page.keys.byteLength + page.issuedAt.byteLength + page.activatedAt.byteLength;
      if (bytes < SLICE_BYTES) continue;
      bytes = 0;
      yield;
    }
    return { first, users, codes, keys, issuedAt, activatedAt };
  }

  /** In slices: a page each. */
  static *decode({ first, users, codes, keys, issuedAt, activatedAt }: TokenColumns): Slices<TokenPages> {
    const tokens = new TokenPages(first);
    tokens.lastSeq = first + codes.length - 1;
    const pages = codes.length === 0 ? 0 : pageNumber(tokens.lastSeq) - pageNumber(first) + 1;
    while (tokens.pages.length < pages) {
      tokens.pages.push(newPage());
      yield;
    }
    for (const part of tokens.parts()) {
      const { page, from, to, at } = part;
      const end = at + to - from;
      page.users.set(users.subarray(at * 4, end * 4), from * 4);
      page.codes.set(codes.subarray(at, end), from);
      page.keys.set(keys.subarray(at, end), from);
      page.issuedAt.set(issuedAt.subarray(at, end), from);
      page.activatedAt.set(activatedAt.subarray(at, end), from);
      countWaitingAnew(part);
      yield;
    }
    tokens.rebuildTree();
    return tokens;
  }

  /** The remembered tokens, page by page. */
  private parts(): PagePart[] {
    const count = this.lastSeq - this.firstSeq + 1;
    const parts: PagePart[] = [];
    for (let at = 0; at < count;) {
      const page = this.page(this.firstSeq + at);
      const from = slotOf(this.firstSeq + at);
      const to = Math.min(TOKENS_PER_PAGE, from + count - at);
      parts.push({ page, from, to, at });
      at += to - from;
    }
    return parts;
  }

  private countWaiting(seq: number, change: number): void {
    const page = this.page(seq);
    page.waiting.add(slotOf(seq), change);
    page.waitingCount += change;
    this.waitingByPage.add(this.pageIndex(seq), change);
  }

  private rebuildTree(): void {
    this.waitingByPage = new FenwickTree(this.pages.map((page) => page.waitingCount));
  }

  private page(seq: number): Page {
    const page = this.pages[this.pageIndex(seq)];
    if (page === undefined) throw new Error(`token ${seq} is not remembered; tokens ${this.firstSeq} to ${this.lastSeq} are`);
    return page;
  }

  private pageIndex(seq: number): number {
    return pageNumber(seq) - pageNumber(this.firstSeq);
  }
}

// Seqs may need all 32 bits, so the page number is taken by unsigned shift.
const pageNumber = (seq: number): number => seq >>> PAGE_BITS;
const slotOf = (seq: number): number => seq & SLOT_MASK;

function newPage(): Page {
  return {
    users: new Uint32Array(TOKENS_PER_PAGE * 4),
    codes: new Uint8Array(TOKENS_PER_PAGE),
    keys: new Uint16Array(TOKENS_PER_PAGE),
    issuedAt: new Float64Array(TOKENS_PER_PAGE),
    activatedAt: new Float64Array(TOKENS_PER_PAGE),
    aliveAt: new Float64Array(TOKENS_PER_PAGE),
    previous: new Uint32Array(TOKENS_PER_PAGE),
    next: new Uint32Array(TOKENS_PER_PAGE),
    waiting: new FenwickTree(new Uint8Array(TOKENS_PER_PAGE)),
    waitingCount: 0,
  };
}

/** After the codes of a whole page were set at once. */
function countWaitingAnew({ page, from, to }: PagePart): void {
  const waits = new Uint8Array(TOKENS_PER_PAGE);
  for (let slot = from; slot < to; slot += 1) if (page.codes[slot] === WAITING) waits[slot] = 1;
  page.waiting = new FenwickTree(waits);
  page.waitingCount = page.waiting.sumOfFirst(TOKENS_PER_PAGE);
}
