/**
 * The log as a whole: every record of every lane, each lane in its order, lanes side by side by the time at which the servers took their records.
 *
 * Nothing is skipped: a lane is read message by message from where the reader stands, a batch that lost one on its way is thrown away, and whoever is told that
 * there is no more has been given everything that the leaders of the lanes had when it asked. A record is handed out only when the next one of every other lane is
 * known, or that lane has come to its end, so it never comes before one of an earlier time that was there. With several lanes their ends are asked for twice:
 * what was at the first ends is handed out, and whatever led to it was in the log by the second, so a cause never comes behind its effect for having been asked
 * about too early. (The servers' clocks differ a little, and a lane's time may step back when its leader changes: the order within a lane is exact, the one
 * between lanes is as good as the clocks.)
 */
import type { LoggedRecord, LogPlace } from '../port.js';
import { marked } from '../record.js';
import type { Layout } from './layout.js';
import type { LaneMessage, LogReader } from './log-reader.js';
import { PAGE_RECORDS_MAX } from './log-reader.js';
import type { Patience } from './log-reader-patience.js';

export type LaneLog = Pick<LogReader, 'extent' | 'lanePage' | 'nextInLane'>;

/** Read from a lane beyond its even share of the page, so that lanes of different pace rarely need a second request. */
const SPARE_MESSAGES = 16;
/** How often in one call a replica that is behind is asked again before the leader is. */
const ASKED_AGAIN_MAX = 3;
/** Up to the second: the rest are decimals, whose trailing zeros are left out. */
const SECONDS_LENGTH = '2000-01-01T00:00:00'.length;
const DECIMALS = 9;

export interface EventLogOptions {
  readonly log: LaneLog;
  readonly layout: Layout;
  readonly patience: Patience;
}

export class EventLog {
  constructor(private readonly options: EventLogOptions) {}

  async events(after: LogPlace, limit: number): Promise<readonly LoggedRecord[]> {
    const { layout, log, patience } = this.options;
    const wanted = await this.ends();
    const ends = layout.lanes === 1 ? wanted : await this.ends();
    const lanes = wanted.map((owed, lane) => new LaneReading(log, patience, lane, after[lane] ?? 0, owed, ends[lane] ?? owed));
    const records: LoggedRecord[] = [];
    while (records.length < limit && lanes.some((lane) => lane.owes)) {
      const share = Math.ceil((limit - records.length) / layout.lanes) + SPARE_MESSAGES;
      const dry = lanes.filter((lane) => lane.isDry);
      if (dry.length > 0) await Promise.all(dry.map((lane) => lane.fill(share)));
      const earliest = earliestOf(lanes);
      if (earliest === null) break;
      records.push(earliest.take());
    }
    return records;
  }

  private ends(): Promise<readonly number[]> {
    return Promise.all(Array.from({ length: this.options.layout.lanes }, async (_, lane) => (await this.options.log.extent(lane)).last));
  }
}

interface Waiting {
  readonly record: LoggedRecord;
  /** Compares as the time does. */
  readonly time: string;
}

/** One lane in one call. */
class LaneReading {
  private readonly waiting: Waiting[] = [];
  private taken = 0;
  private askedAgain = 0;

  /**
   * @param owed position of the lane's last message when the call began: everything up to it is handed out.
   * @param end the same a little later: so far the lane is looked at, for what must come before.
   */
  constructor(
    private readonly log: LaneLog,
    private readonly patience: Patience,
    private readonly lane: number,
    private position: number,
    private readonly owed: number,
    private readonly end: number,
  ) {}

  /** Something that was there when the call began was not handed out yet. */
  get owes(): boolean {
    return (this.next === undefined ? this.position : this.next.record.position - 1) < this.owed;
  }

  /** The next record is not known, and there may be one. */
  get isDry(): boolean {
    return this.next === undefined && this.position < this.end;
  }

  get next(): Waiting | undefined {
    return this.waiting[this.taken];
  }

  take(): LoggedRecord {
    const { next } = this;
    if (next === undefined) throw new Error(`lane ${this.lane} has no record to take`);
    this.taken += 1;
    return next.record;
  }

  /** Reads on until a record is known or the end is reached. */
  async fill(wanted: number): Promise<void> {
    while (this.isDry) {
      const messages = await this.log.lanePage(this.lane, this.position, Math.min(wanted, PAGE_RECORDS_MAX));
      if (messages.length > 0) this.keep(messages);
      else if (this.askedAgain < ASKED_AGAIN_MAX) await this.askAgain();
      else await this.askTheLeader();
    }
  }

  private async askAgain(): Promise<void> {
    await this.patience.pause(this.patience.pauseAfter(this.askedAgain));
    this.askedAgain += 1;
  }

  private async askTheLeader(): Promise<void> {
    const message = await this.log.nextInLane(this.lane, this.position);
    if (message === null) this.position = this.end;
    else this.keep([message]);
  }

  /** What is no record of ours is passed over. */
  private keep(messages: readonly LaneMessage[]): void {
    for (const { position, record, storedAt } of messages) {
      this.position = position;
      if (record !== null) this.waiting.push({ record: marked(record, this.lane), time: comparable(storedAt) });
    }
  }
}

/** The lane whose next record is the earliest; null when none has one. */
function earliestOf(lanes: readonly LaneReading[]): LaneReading | null {
  let earliest: LaneReading | null = null;
  for (const lane of lanes) {
    if (lane.next !== undefined && (earliest?.next === undefined || lane.next.time < earliest.next.time)) earliest = lane;
  }
  return earliest;
}

/** `2026-01-02T03:04:05.6Z` as `2026-01-02T03:04:05600000000`. */
function comparable(storedAt: string): string {
  const decimals = storedAt.slice(SECONDS_LENGTH + 1, -1);
  return storedAt.slice(0, SECONDS_LENGTH) + decimals.padEnd(DECIMALS, '0');
}
