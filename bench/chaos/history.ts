/**
 * What clients did and were told, one JSON line each: `invoke`, then `ok`, `fail` (a refusal to rely on) or `info` (no answer: it may have happened or not).
 * A repeat under the same identity is another operation of the same wish.
 */
import { createWriteStream } from 'node:fs';
import type { WriteStream } from 'node:fs';

export interface HistoryLine {
  /** Since the start of the run, ms. */
  readonly at: number;
  readonly type: 'invoke' | 'ok' | 'fail' | 'info';
  /** Which client. */
  readonly process: number;
  /** Counts operations. */
  readonly op: number;
  /** What was wished; the same for repeats. */
  readonly wish: number;
  readonly f: string;
  /** Which node was asked. */
  readonly node: number;
  readonly request?: string;
  /** The answer's body, or what went wrong. */
  readonly value?: unknown;
}

export class History {
  readonly counts = { invoke: 0, ok: 0, fail: 0, info: 0 };
  private readonly file: WriteStream | null;
  private ops = 0;
  private wishes = 0;

  /** @param path null: nothing is written down, only counted. */
  constructor(path: string | null) {
    this.file = path === null ? null : createWriteStream(path);
  }

  nextOp(): number {
    this.ops += 1;
    return this.ops;
  }

  nextWish(): number {
    this.wishes += 1;
    return this.wishes;
  }

  add(line: HistoryLine): void {
    this.counts[line.type] += 1;
    this.file?.write(`${JSON.stringify(line)}\n`);
  }

  async close(): Promise<void> {
    const { file } = this;
    if (file !== null) await new Promise<void>((resolve) => file.end(() => resolve()));
  }
}
