/**
 * The answers an entity gave, by command id or idempotency key, so that a repeat is answered and not executed again.
 *
 * They stand in the record of their effect, so they survive exactly when the effect does. Bounded in number and age; what is forgotten is decided anew.
 */
import type { RememberedAnswer } from '../journal/port.js';

export const ANSWERS_MAX = 20_000;
export const ANSWER_MEMORY_MS = 24 * 3_600_000;

/** Forgotten entries at the front of the order before it is cut. */
const FORGOTTEN_MAX = 1_024;

interface Kept {
  readonly key: string;
  readonly at: number;
  /** JSON of a RememberedAnswer: as text it costs a snapshot next to nothing, and a repeat is rare. */
  readonly text: string;
}

export class RememberedAnswers {
  private readonly kept = new Map<string, Kept>();
  /**
   * Oldest first, from `first` on; an entry that `kept` no longer holds was given again later. The map alone would do, but looking for its first entry skips
   * every place that was deleted before it, thousands for each answer once the memory is full.
   */
  private order: Kept[] = [];
  private first = 0;

  get size(): number {
    return this.kept.size;
  }

  find(key: string): RememberedAnswer | null {
    const kept = this.kept.get(key);
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

  /** Everything as one JSON text: `[[at, answer], …]`, oldest first. */
  encode(): string {
    const parts: string[] = [];
    for (let index = this.first; index < this.order.length; index += 1) {
      const kept = this.order[index];
      if (kept !== undefined && this.isKept(kept)) parts.push(`[${kept.at},${kept.text}]`);
    }
    return `[${parts.join(',')}]`;
  }

  static decode(encoded: string): RememberedAnswers {
    const answers = new RememberedAnswers();
    for (const [at, answer] of JSON.parse(encoded) as readonly (readonly [number, RememberedAnswer])[]) answers.add(answer, at);
    return answers;
  }

  private isKept(entry: Kept): boolean {
    return this.kept.get(entry.key) === entry;
  }

  private keep(entry: Kept): void {
    this.kept.set(entry.key, entry);
    this.order.push(entry);
    this.forget(entry.at - ANSWER_MEMORY_MS);
  }

  /** Forgets what was kept at `before` or earlier, and the oldest that are too many. */
  private forget(before: number): void {
    for (let oldest = this.order[this.first]; oldest !== undefined; oldest = this.order[this.first]) {
      const isKept = this.isKept(oldest);
      if (isKept && this.kept.size <= ANSWERS_MAX && oldest.at > before) break;
      if (isKept) this.kept.delete(oldest.key);
      this.first += 1;
    }
    if (this.first <= FORGOTTEN_MAX || this.first * 2 <= this.order.length) return;
    this.order = this.order.slice(this.first);
    this.first = 0;
  }
}
