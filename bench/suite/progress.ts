/** Shows how the rows go: a bar that renews itself on a terminal, plain lines elsewhere. */
import { MultiBar, Presets } from 'cli-progress';
import type { SingleBar } from 'cli-progress';
import { assertNever } from '../../src/domain/decider.js';
import { duration } from './format.js';
import type { RowOutcome, RowTexts } from './outcome.js';

export interface Progress {
  rowStarted(row: RowTexts): void;
  /** `done` of `total` steps of the row under way. */
  step(done: number, total: number): void;
  rowEnded(outcome: RowOutcome): void;
  /** A line that stays. */
  say(line: string): void;
  end(): void;
}

export type Terminal = NodeJS.WritableStream & { readonly isTTY?: boolean };

const PLAIN_EVERY_MS = 5_000;

export function createProgress(stream: Terminal): Progress {
  return stream.isTTY === true ? new TerminalProgress(stream) : new PlainProgress(stream);
}

class TerminalProgress implements Progress {
  private under: { readonly bars: MultiBar; readonly bar: SingleBar } | null = null;

  constructor(private readonly stream: Terminal) {}

  rowStarted(row: RowTexts): void {
    this.say(startLine(row));
    const options = { stream: this.stream, format: '  {bar} {value}/{total} | {duration_formatted}', emptyOnZero: true };
    // Without wrapping, long lines that are said meanwhile would be cut off; Ctrl-C is the suite's to handle.
    const manners = { hideCursor: true, clearOnComplete: true, linewrap: true, gracefulExit: false };
    const bars = new MultiBar({ ...options, ...manners }, Presets.shades_classic);
    this.under = { bars, bar: bars.create(1, 0) };
  }

  step(done: number, total: number): void {
    this.under?.bar.setTotal(total);
    this.under?.bar.update(done);
  }

  rowEnded(outcome: RowOutcome): void {
    this.end();
    this.say(endLine(outcome));
  }

  say(line: string): void {
    if (this.under === null) this.stream.write(`${line}\n`);
    else this.under.bars.log(`${line}\n`);
  }

  end(): void {
    // Lines that the bar has not written yet would be lost with it.
    this.under?.bars.update();
    this.under?.bars.stop();
    this.under = null;
  }
}

class PlainProgress implements Progress {
  private shownAt = -Infinity;

  constructor(private readonly stream: Terminal) {}

  rowStarted(row: RowTexts): void {
    this.say(startLine(row));
    this.shownAt = performance.now();
  }

  step(done: number, total: number): void {
    if (performance.now() - this.shownAt < PLAIN_EVERY_MS) return;
    this.shownAt = performance.now();
    this.say(`  ${done} of ${total}`);
  }

  rowEnded(outcome: RowOutcome): void {
    this.say(endLine(outcome));
  }

  say(line: string): void {
    this.stream.write(`${line}\n`);
  }

  end(): void {
    // Every line stands by itself.
  }
}

/** Of a row that is not alone: what it says is shown in one piece when it has ended. */
export class HeldBack implements Progress {
  private readonly said: (() => void)[] = [];

  constructor(private readonly shown: Progress) {}

  rowStarted(row: RowTexts): void {
    this.said.push(() => this.shown.rowStarted(row));
  }

  step(): void {
    // It will be through when it is shown.
  }

  rowEnded(outcome: RowOutcome): void {
    for (const say of this.said.splice(0)) say();
    this.shown.rowEnded(outcome);
  }

  say(line: string): void {
    this.said.push(() => this.shown.say(line));
  }

  end(): void {
    // Whoever shows it ends by itself.
  }
}

function startLine({ name, title }: Pick<RowTexts, 'name' | 'title'>): string {
  return `${name}: ${title}`;
}

function endLine(outcome: RowOutcome): string {
  const { name } = outcome.row;
  switch (outcome.status) {
    case 'measured':
      return `${name}: measured in ${duration(outcome.seconds)}`;
    case 'not run':
      return `${name}: not run. ${outcome.lacking}`;
    case 'failed':
      return `${name}: FAILED after ${duration(outcome.seconds)}\n${outcome.error.stack ?? outcome.error.message}`;
    case 'interrupted':
      return `${name}: not measured, the run was ended`;
    default:
      return assertNever(outcome);
  }
}
