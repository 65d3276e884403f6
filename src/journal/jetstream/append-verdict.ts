/**
 * Finds out what became of an append, from the answer to its publish and, where that says that another record is the last, from the log.
 *
 * An append is `durable` when its record is found in the log after the position it expected, whatever was answered to its publishes before; it is `fenced` only
 * when another record stands there. A leader that seems to know less than this node does cannot tell: it was deposed, or has not caught up yet.
 */
import type { AppendResult } from '../port.js';
import { DamagedEntity } from '../port.js';
import { assertNever } from '../sqlite/errors.js';
import type { Ending, ReadyEntry } from './append-entry.js';
import { tooLarge } from './append-entry.js';
import type { LogAccess } from './log-access.js';
import type { Answer } from './outcome.js';
import { describeAnswer, meaningOf } from './outcome.js';
import type { Tails } from './tails.js';

export type Verdict =
  | { readonly kind: 'ended'; readonly ending: Ending }
  /** Nothing is known: it is published again. */
  | { readonly kind: 'again' }
  /** The same, and the stream may be gone. */
  | { readonly kind: 'nobody' }
  /** Nothing can be appended any more. */
  | { readonly kind: 'final'; readonly reason: string };

export interface VerdictDeps {
  readonly log: LogAccess;
  readonly tails: Tails;
  /** Name of the lane's stream. */
  readonly stream: string;
  readonly messageBytesMax: () => number;
  readonly onOdd: (message: string) => void;
}

/** About five seconds: as long as a deposed leader may not know that it is. */
const ATTEMPTS_BEHIND_MAX = 26;

const AGAIN: Verdict = Object.freeze({ kind: 'again' });
const FENCED: AppendResult = Object.freeze({ status: 'fenced' });

export class Verdicts {
  constructor(private readonly deps: VerdictDeps) {}

  /**
   * Of a record that was published by itself. Never rejects.
   *
   * @param attempts how often it was published by itself, this time included.
   */
  async of(entry: ReadyEntry, answer: Answer, attempts: number): Promise<Verdict> {
    const meaning = meaningOf(answer);
    switch (meaning) {
      case 'stored':
        return answer.kind === 'stored' ? this.stored(entry, answer.stream, answer.position) : AGAIN;
      case 'look':
        return this.look(entry, attempts);
      case 'nobody':
        return { kind: 'nobody' };
      case 'again':
        return AGAIN;
      case 'lapsed':
        return this.failed(entry, describeAnswer(answer));
      case 'too-large':
        return this.ended(entry, { status: 'impossible', error: tooLarge(entry, this.deps.messageBytesMax()) });
      case 'declined':
        this.deps.onOdd(`a record of ${entry.record.entity} was not taken: ${describeAnswer(answer)}`);
        return this.failed(entry, describeAnswer(answer));
      case 'final':
        return { kind: 'final', reason: describeAnswer(answer) };
      default:
        return assertNever(meaning);
    }
  }

  /** It is in the log. */
  stored(entry: ReadyEntry, stream: string, position: number): Verdict {
    if (stream !== this.deps.stream) {
      return { kind: 'final', reason: `a record for stream ${this.deps.stream} was taken by stream ${stream}: their subjects overlap` };
    }
    const { record, version, hash } = entry;
    this.deps.tails.set(record.entity, { version, hash, position, epoch: record.epoch });
    return { kind: 'ended', ending: { status: 'durable', version, hash, position } };
  }

  /** Its outcome stays unknown. */
  failed(entry: ReadyEntry, reason: string): Verdict {
    return this.ended(entry, { status: 'failed', reason });
  }

  private ended(entry: ReadyEntry, ending: Ending): Verdict {
    this.deps.tails.drop(entry.record.entity);
    return { kind: 'ended', ending };
  }

  private async look(entry: ReadyEntry, attempts: number): Promise<Verdict> {
    const { record, version, expected } = entry;
    const { log, stream } = this.deps;
    try {
      const last = await log.last(record.entity);
      if (last === null || last.position <= expected) return attempts < ATTEMPTS_BEHIND_MAX ? AGAIN : this.behind(entry);
      const next = last.version === version ? last : (await log.after(record.entity, expected, 1))[0];
      // A replica that is behind does not have it yet.
      if (next === undefined) return AGAIN;
      if (next.version === version && next.hash === entry.hash) return this.stored(entry, stream, next.position);
      return this.ended(entry, FENCED);
    } catch (error) {
      return error instanceof DamagedEntity ? this.failed(entry, error.message) : AGAIN;
    }
  }

  /** The log says that another record is the last, and has none after the one expected: it is not the log that was written to. */
  private behind(entry: ReadyEntry): Verdict {
    const reason = `stream ${this.deps.stream} has no record of ${entry.record.entity} at ${entry.expected}, where one was acknowledged or read`;
    this.deps.onOdd(reason);
    return this.failed(entry, reason);
  }
}
