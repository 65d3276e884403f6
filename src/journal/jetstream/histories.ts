/**
 * Pages of an entity's history by version, in either order, though the log knows only positions: where a version stands is found by looking at records in between
 * two that are known, and what was found is remembered for the next page.
 *
 * The leader names the last record, so whoever has just been told of a record finds it. The records of a page are verified, one by one and as a chain; those that
 * are only passed on the way to it are not, so damage elsewhere in the history does not hide an intact page.
 */
import type { HistoryQuery, StoredRecord } from '../port.js';
import { DamagedEntity } from '../port.js';
import { followChain, marked } from '../record.js';
import type { LogReader, RecordPage } from './log-reader.js';
import { PAGE_RECORDS_MAX } from './log-reader.js';
import type { Patience } from './log-reader-patience.js';

export type HistoryLog = Pick<LogReader, 'last' | 'page' | 'next' | 'probe'>;

export interface HistoriesOptions {
  readonly log: HistoryLog;
  readonly patience: Patience;
}

/** Where a version of an entity stands. */
interface Point {
  readonly version: number;
  readonly position: number;
}

const START: Point = { version: 0, position: 0 };

/** Reading over so many records to the first one wanted costs no more than looking for a place nearer to it. */
const READ_OVER_MAX = PAGE_RECORDS_MAX / 2;
/** Looks between two known places; each halves the way at worst. */
const PROBES_MAX = 40;
/** Every so many versions of what is read a place is remembered. */
const REMEMBERED_EVERY = 128;
const POINTS_MAX = 256;
const ENTITIES_MAX = 1_000;
/** How often in one call a replica that is behind is asked again before the leader is. */
const ASKED_AGAIN_MAX = 3;

export class Histories {
  private readonly known = new KnownPoints();
  private readonly log: HistoryLog;
  private readonly patience: Patience;

  constructor({ log, patience }: HistoriesOptions) {
    this.log = log;
    this.patience = patience;
  }

  async history({ entity, order, beyondVersion, limit }: HistoryQuery): Promise<readonly StoredRecord[]> {
    const tail = await this.log.last(entity);
    if (tail === null) return [];
    const [from, to] = order === 'oldest-first' ? upFrom(beyondVersion, limit, tail.version) : downFrom(beyondVersion, limit, tail.version);
    if (from > to) return [];
    const page = new HistoryPage(entity, from, to, await this.placeBefore(entity, from, tail));
    await this.fill(page, tail);
    for (const record of page.records) {
      if (record.version % REMEMBERED_EVERY === 0 || record.version === to) this.known.add(entity, record);
    }
    return order === 'oldest-first' ? page.records : page.records.toReversed();
  }

  /** Replicas are asked first; one that is behind a few times, and then the leader; where a record is not what it should be, the leader at once. */
  private async fill(page: HistoryPage, tail: StoredRecord): Promise<void> {
    let askedAgain = 0;
    let isLeadersTurn = false;
    while (!page.isFull) {
      const isLeaders = isLeadersTurn || page.place.version + 1 === tail.version;
      const read = await this.readOn(page, tail, isLeaders);
      isLeadersTurn = false;
      if (page.take(read.records) > 0) continue;
      if (isLeaders) throw page.damage(read);
      const isBehind = read.records.length === 0 && read.unreadable === null;
      if (isBehind && askedAgain < ASKED_AGAIN_MAX) {
        await this.patience.pause(this.patience.pauseAfter(askedAgain));
        askedAgain += 1;
      } else isLeadersTurn = true;
    }
  }

  private async readOn({ entity, to, place }: HistoryPage, tail: StoredRecord, isLeaders: boolean): Promise<RecordPage> {
    if (place.version + 1 === tail.version) return { records: [tail], unreadable: null };
    return isLeaders ? this.log.next(entity, place.position) : this.log.page(entity, place.position, to - place.version);
  }

  /** A place before version `from`, near enough to read on from there. */
  private async placeBefore(entity: string, from: number, tail: StoredRecord): Promise<Point> {
    if (from === tail.version) return { version: from - 1, position: tail.position - 1 };
    let low = this.known.before(entity, from);
    // No version below `from` stands at its position or later.
    let high = this.known.from(entity, from, tail);
    for (let probes = 0; from - low.version > READ_OVER_MAX && high.position - low.position > 1 && probes < PROBES_MAX; probes += 1) {
      const position = between(low, high, from - READ_OVER_MAX / 2, probes);
      const record = await this.log.probe(entity, position);
      if (record === null || !leadsOn(record, low, tail)) break;
      if (record.version < from) low = record;
      else high = { version: record.version, position };
      this.known.add(entity, record);
    }
    return low;
  }
}

/** Versions `from` to `to` of an entity, as they come together. */
class HistoryPage {
  readonly records: StoredRecord[] = [];
  private reason: DamagedEntity | null = null;

  /** @param place the last record that was read, or passed over. */
  constructor(
    readonly entity: string,
    private readonly from: number,
    readonly to: number,
    public place: Point,
  ) {}

  get isFull(): boolean {
    return this.records.at(-1)?.version === this.to;
  }

  /** Takes as many as are what they should be; returns how many it took or passed over. */
  take(records: readonly StoredRecord[]): number {
    this.reason = null;
    let taken = 0;
    for (const record of records) {
      const isPassedOver = this.records.length === 0 && record.version > this.place.version && record.version < this.from;
      if (this.isFull || !(isPassedOver || this.follows(record))) break;
      if (!isPassedOver) this.records.push(record);
      this.place = record;
      taken += 1;
    }
    return taken;
  }

  /** What is wrong with the record that comes next, as the leader has it. */
  damage({ records, unreadable }: RecordPage): DamagedEntity {
    if (this.reason !== null) return this.reason;
    const version = Math.max(this.from, this.place.version + 1);
    if (unreadable !== null && records.length === 0)
      return new DamagedEntity(this.entity, version, `message ${unreadable} of its log is no record`);
    return new DamagedEntity(this.entity, version, 'the record is missing');
  }

  private follows(record: StoredRecord): boolean {
    const last = this.records.at(-1) ?? { version: this.from - 1, hash: record.prevHash };
    try {
      followChain(this.entity, last, [record]);
      return true;
    } catch (error) {
      if (!(error instanceof DamagedEntity)) throw error;
      this.reason = error;
      return false;
    }
  }
}

/** Where the version should stand if versions were spread evenly; every third time the middle, for they are not. */
function between(low: Point, high: Point, version: number, probes: number): number {
  const width = high.position - low.position;
  const share = probes % 3 === 2 ? 0.5 : (version - low.version) / Math.max(1, high.version - low.version);
  return low.position + Math.min(width - 1, Math.max(1, Math.floor(width * share)));
}

/** A record that is damaged leads nowhere. */
function leadsOn(record: StoredRecord, low: Point, tail: Point): boolean {
  const { version, position } = record;
  return version > low.version && version <= tail.version && position <= tail.position && marked(record, 0).damage === undefined;
}

function upFrom(beyondVersion: number | null, limit: number, last: number): readonly [from: number, to: number] {
  const from = (beyondVersion ?? 0) + 1;
  return [from, Math.min(last, from + limit - 1)];
}

function downFrom(beyondVersion: number | null, limit: number, last: number): readonly [from: number, to: number] {
  const to = Math.min(last, (beyondVersion ?? Infinity) - 1);
  return [Math.max(1, to - limit + 1), to];
}

/** Remembers some places of some entities; the entity that was asked for longest ago goes first. */
class KnownPoints {
  /** Sorted by version. */
  private readonly points = new Map<string, Point[]>();

  add(entity: string, { version, position }: Point): void {
    const points = this.points.get(entity) ?? [];
    this.points.delete(entity);
    this.points.set(entity, points);
    const index = points.findLastIndex((point) => point.version <= version);
    const fits = (points[index]?.version ?? -1) < version && (points[index]?.position ?? -1) < position;
    if (!fits || (points[index + 1]?.position ?? Infinity) <= position) return;
    points.splice(index + 1, 0, { version, position });
    if (points.length > POINTS_MAX) thinOut(points);
    if (this.points.size > ENTITIES_MAX) this.forgetOldest();
  }

  /** The nearest one below that version. */
  before(entity: string, version: number): Point {
    return this.points.get(entity)?.findLast((point) => point.version < version) ?? START;
  }

  /** The nearest one at that version or above. */
  from(entity: string, version: number, tail: Point): Point {
    return this.points.get(entity)?.find((point) => point.version >= version && point.position <= tail.position) ?? tail;
  }

  private forgetOldest(): void {
    const [oldest] = this.points.keys();
    if (oldest !== undefined) this.points.delete(oldest);
  }
}

/** Every other one. */
function thinOut(points: Point[]): void {
  points.splice(0, points.length, ...points.filter((_, index) => index % 2 === 1));
}
