/**
 * Whether there is such a concert, asked of the catalogue: whoever makes ids up must not bring entities to memory that never were.
 *
 * All who want to know while an ask is under way share the next one, so a flood of made-up ids costs the catalogue one command after the other. Nothing is
 * remembered.
 */
import { KNOWN_ASKED_MAX } from '../domain/catalogue/protocol.js';
import { isRefusal } from '../domain/refusals.js';
import type { Refusal } from '../domain/refusals.js';
import type { Answer } from './asking.js';

interface Batch {
  readonly concertIds: Set<string>;
  readonly answer: Promise<ReadonlySet<string> | Refusal>;
}

export class KnownConcerts {
  /** Settles when nothing is asked any more. */
  private underWay: Promise<unknown> = Promise.resolve();
  /** Who is asked about next. */
  private next: Batch | null = null;

  /** @param ask answers with those of them that there are; at most KNOWN_ASKED_MAX at a time. */
  constructor(private readonly ask: (concertIds: readonly string[]) => Answer<readonly string[]>) {}

  async has(concertId: string): Answer<boolean> {
    const batch = (this.next ??= this.newBatch());
    batch.concertIds.add(concertId);
    const known = await batch.answer;
    return isRefusal(known) ? known : known.has(concertId);
  }

  private newBatch(): Batch {
    const concertIds = new Set<string>();
    const answer = this.underWay.then(() => this.send(concertIds));
    this.underWay = answer.catch(() => undefined);
    return { concertIds, answer };
  }

  private async send(concertIds: ReadonlySet<string>): Promise<ReadonlySet<string> | Refusal> {
    this.next = null;
    const wanted = [...concertIds];
    const known = new Set<string>();
    for (let from = 0; from < wanted.length; from += KNOWN_ASKED_MAX) {
      const answer = await this.ask(wanted.slice(from, from + KNOWN_ASKED_MAX));
      if (isRefusal(answer)) return answer;
      for (const concertId of answer) known.add(concertId);
    }
    return known;
  }
}
