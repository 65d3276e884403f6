/**
 * The answers an entity gave, by command id or idempotency key, so that a repeat is answered and not executed again.
 *
 * They stand in the record of their effect, so they survive exactly when the effect does. Bounded in number, length and age; what is forgotten is decided anew.
 */
import type { Slices } from '../domain/column.js';
import type { RememberedAnswer } from '../journal/port.js';

export const ANSWERS_MAX = 20_000;
/** All of them together as JSON, in UTF-16 code units: an answer about a large hall is hundreds of kilobytes long, and every snapshot carries them all. */
export const ANSWERS_LENGTH_MAX = 16 * 1024 * 1024;
export const ANSWER_MEMORY_MS = 24 * 3_600_000;

/** A slice of a snapshot ends with the answer that brings it to so many UTF-16 code units: about 0.5 ms of work. */
const SLICE_LENGTH = 256 * 1024;

/** Each item is UTF-8 of a JSON text: `[[at, answer], …]`. Bytes, because they go to another thread without being copied. */
export type EncodedAnswers = readonly Uint8Array[];

/** Forgotten entries at the front of the order before it is cut. */
const FORGOTTEN_MAX = 1_024;

interface Kept {
  readonly key: string;
  readonly at: number;
  /** JSON of a RememberedAnswer: as text it costs a snapshot next to nothing, and a repeat is rare. */
  readonly text: string;
}

export class RememberedAnswers {
  /** null until there is one: most entities are wallets, which need none. */
  private kept: Map<string, Kept> | null = null;
  /**
   * Oldest first, from `first` on; an entry that `kept` no longer holds was given again later. The map alone would do, but looking for its first entry skips
   * every place that was deleted before it, thousands for each answer once the memory is full.
   */
  private order: (Kept | undefined)[] = [];
  private first = 0;
  /** Of all texts in `kept`. */
  private length = 0;

  get size(): number {
    return this.kept?.size ?? 0;
  }

  find(key: string): RememberedAnswer | null {
    const kept = this.kept?.get(key);
    return kept === undefined ? null : (JSON.parse(kept.text) as RememberedAnswer);
  }

  /** Remembers, and returns the text that goes into the record. */
  add(answer: RememberedAnswer, at: number): string {
    const text = JSON.stringify(answer);
    this.keep({ key: answer.key, at, text });
    return text;
  }

  /** From a record that is replayed. */
  replay(answers: readonly RememberedAnswer[], at: number): void {
    for (const answer of answers) this.add(answer, at);
  }

  /** Everything as it is when the first slice begins, oldest first. */
  *encode(): Slices<EncodedAnswers> {
    const all: Kept[] = [];
    for (let index = this.first; index < this.order.length; index += 1) {
      const kept = this.order[index];
      if (kept !== undefined && this.isKept(kept)) all.push(kept);
    }
    const encoded: Uint8Array[] = [];
    let parts: string[] = [];
    let length = 0;
    for (const { at, text } of all) {
      parts.push(`[${at},${text}]`);
      length += text.length;
      if (length < SLICE_LENGTH) continue;
      encoded.push(asBytes(parts));
      parts = [];
      length = 0;
      yield;
    }
    if (parts.length > 0) encoded.push(asBytes(parts));
    return encoded;
  }

  /** In slices. */
  static *decode(encoded: EncodedAnswers): Slices<RememberedAnswers> {
    const answers = new RememberedAnswers();
    const decoder = new TextDecoder();
    for (const bytes of encoded) {
      const slice = JSON.parse(decoder.decode(bytes)) as readonly (readonly [number, RememberedAnswer])[];
      for (const [at, answer] of slice) answers.add(answer, at);
      yield;
    }
    return answers;
  }

  private isKept(entry: Kept): boolean {
    return this.kept?.get(entry.key) === entry;
  }

  private keep(entry: Kept): void {
    this.kept ??= new Map();
    this.length += entry.text.length - (this.kept.get(entry.key)?.text.length ?? 0);
    this.kept.set(entry.key, entry);
    this.order.push(entry);
    this.forget(this.kept, entry.at - ANSWER_MEMORY_MS);
  }

  /** Forgets what was kept at `before` or earlier, and the oldest that are too many or too long; never the last one. */
  private forget(kept: Map<string, Kept>, before: number): void {
    for (let oldest = this.order[this.first]; oldest !== undefined; oldest = this.order[this.first]) {
      if (this.isKept(oldest)) {
        const isTooMuch = kept.size > ANSWERS_MAX || (this.length > ANSWERS_LENGTH_MAX && kept.size > 1);
        if (!isTooMuch && oldest.at > before) break;
        kept.delete(oldest.key);
        this.length -= oldest.text.length;
      }
      // Its place is cleared, for the text must not outlive it.
      this.order[this.first] = undefined;
      this.first += 1;
    }
    if (this.first <= FORGOTTEN_MAX || this.first * 2 <= this.order.length) return;
    this.order = this.order.slice(this.first);
    this.first = 0;
  }
}

function asBytes(parts: readonly string[]): Uint8Array {
  return new TextEncoder().encode(`[${parts.join(',')}]`);
}
