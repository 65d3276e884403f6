/**
 * The answers an entity gave, by command id or idempotency key, so that a repeat is answered and not executed again.
 *
 * They stand in the record of their effect, so they survive exactly when the effect does. Bounded in number and age; what is forgotten is decided anew.
 */
import type { RememberedAnswer } from '../journal/port.js';

export const ANSWERS_MAX = 20_000;
export const ANSWER_MEMORY_MS = 24 * 3_600_000;

interface Kept {
  readonly at: number;
  /** JSON of a RememberedAnswer: as text it costs a snapshot next to nothing, and a repeat is rare. */
  readonly text: string;
}

export class RememberedAnswers {
  private readonly kept = new Map<string, Kept>();

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
    this.keep(answer.key, { at, text });
    return text;
  }

  /** From a record that is replayed. */
  replay(answers: readonly RememberedAnswer[], at: number): void {
    for (const answer of answers) this.keep(answer.key, { at, text: JSON.stringify(answer) });
  }

  /** Everything as one JSON text: `[[at, answer], …]`, oldest first. */
  encode(): string {
    const parts: string[] = [];
    for (const { at, text } of this.kept.values()) parts.push(`[${at},${text}]`);
    return `[${parts.join(',')}]`;
  }

  static decode(encoded: string): RememberedAnswers {
    const answers = new RememberedAnswers();
    for (const [at, answer] of JSON.parse(encoded) as readonly (readonly [number, RememberedAnswer])[]) answers.replay([answer], at);
    return answers;
  }

  /** Insertion order is age, so the oldest are found at the front. */
  private keep(key: string, kept: Kept): void {
    this.kept.delete(key);
    this.kept.set(key, kept);
    for (const [oldest, { at }] of this.kept) {
      if (this.kept.size <= ANSWERS_MAX && at > kept.at - ANSWER_MEMORY_MS) return;
      this.kept.delete(oldest);
    }
  }
}
