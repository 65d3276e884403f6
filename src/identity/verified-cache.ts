/**
 * Remembers what verified tokens say, so that the signature of a token is checked once and not on every request.
 *
 * Found by a number made of its last characters, which belong to the signature: hashing a whole token takes longer than all the rest. Then the whole text is
 * compared, so nothing but the very same bytes is ever answered from here. Of two tokens with one number the later one stays; among 50,000 there is about one
 * such pair. Only what was verified is put in, so refused tokens cannot push good ones out.
 *
 * Two generations instead of a list kept in order of use: a hit costs one look-up, and when the young generation is full, the old one, whose tokens nobody
 * showed for as long, is dropped whole.
 */
export class VerifiedCache<Claims> {
  private young = new Map<number, Verified<Claims>>();
  private old = new Map<number, Verified<Claims>>();
  private readonly generationMax: number;

  /** Holds at most `entriesMax` tokens, and at least the half of them that was used last. */
  constructor(entriesMax: number) {
    this.generationMax = Math.max(1, Math.floor(entriesMax / 2));
  }

  /** @param from where in the text the token begins; part of what must be the same. */
  get(text: string, from = 0): Claims | undefined {
    const number = numberOf(text);
    const young = this.young.get(number);
    if (young?.text === text && young.from === from) return young.claims;
    const old = this.old.get(number);
    if (old?.text !== text || old.from !== from) return undefined;
    this.keep(number, old);
    return old.claims;
  }

  set(text: string, claims: Claims, from = 0): void {
    this.keep(numberOf(text), { text, from, claims });
  }

  /** Entries held, a token that is in both generations counted twice; never more than `entriesMax`. */
  get size(): number {
    return this.young.size + this.old.size;
  }

  private keep(number: number, verified: Verified<Claims>): void {
    if (this.young.size >= this.generationMax) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(number, verified);
  }
}

interface Verified<Claims> {
  readonly text: string;
  readonly from: number;
  readonly claims: Claims;
}

/** Each stands for six bits: more than 32 together, so that they fill the number. */
const CHARACTERS_NUMBERED = 10;

function numberOf(text: string): number {
  let number = 0;
  for (let at = Math.max(0, text.length - CHARACTERS_NUMBERED); at < text.length; at += 1) {
    number = (Math.imul(number, 31) + text.charCodeAt(at)) | 0;
  }
  return number;
}
