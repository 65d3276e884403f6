/** Shows how the sale goes: lines that renew themselves on a terminal, a plain line every few seconds elsewhere. */
import { MultiBar, Presets } from 'cli-progress';
import type { SingleBar } from 'cli-progress';
import type { Sample } from './measurements.js';

export interface Glance extends Sample {
  readonly gone: number;
  readonly fans: number;
  readonly seats: number;
  readonly paid: number;
}

export interface Progress {
  show(glance: Glance): void;
  /** A line that stays. */
  say(line: string): void;
  end(): void;
}

const PLAIN_EVERY_SECONDS = 3;

export function createProgress(stream: NodeJS.WriteStream): Progress {
  return stream.isTTY ? new TerminalProgress(stream) : new PlainProgress(stream);
}

class TerminalProgress implements Progress {
  private readonly bars: MultiBar;
  private readonly fans: SingleBar;
  private readonly seats: SingleBar;
  private ended = false;

  constructor(private readonly stream: NodeJS.WriteStream) {
    this.bars = new MultiBar({ stream, hideCursor: true, clearOnComplete: false, emptyOnZero: true }, Presets.shades_classic);
    const zero = { waiting: 0, active: 0, held: 0, booked: 0, rate: 0, failures: 0 };
    this.fans = this.bars.create(1, 0, zero, {
      format: 'fans  {bar} {value}/{total} gone | waiting {waiting} | inside {active} | {rate} req/s | repeated {failures}/s',
    });
    this.seats = this.bars.create(1, 0, zero, { format: 'seats {bar} {value}/{total} sold | held {held} | {duration_formatted}' });
  }

  show({ gone, fans, seats, booked, held, waiting, active, requestsPerSecond, failuresPerSecond }: Glance): void {
    if (this.ended) return;
    this.fans.setTotal(fans);
    this.fans.update(gone, { waiting, active, rate: Math.round(requestsPerSecond), failures: Math.round(failuresPerSecond) });
    this.seats.setTotal(seats);
    this.seats.update(booked, { held });
  }

  say(line: string): void {
    if (this.ended) this.stream.write(`${line}\n`);
    else this.bars.log(`${line}\n`);
  }

  end(): void {
    if (this.ended) return;
    this.bars.update();
    this.bars.stop();
    this.ended = true;
  }
}

class PlainProgress implements Progress {
  private shownAt = -Infinity;

  constructor(private readonly stream: NodeJS.WriteStream) {}

  show(glance: Glance): void {
    if (glance.at - this.shownAt < PLAIN_EVERY_SECONDS) return;
    this.shownAt = glance.at;
    const { at, arrived, gone, fans, waiting, active, held, booked, paid, seats, requestsPerSecond, failuresPerSecond } = glance;
    this.say(
      `${at.toFixed(0).padStart(4)} s  arrived ${arrived}/${fans}  waiting ${waiting}  inside ${active}  gone ${gone}  ` +
        `held ${held}  sold ${booked}/${seats}  paid ${paid}  ${requestsPerSecond.toFixed(0)} req/s  repeated ${failuresPerSecond.toFixed(0)}/s`,
    );
  }

  say(line: string): void {
    this.stream.write(`${line}\n`);
  }

  end(): void {
    // Every line stands by itself.
  }
}
