/**
 * Reads a stretch of an entity's chain in pages and verifies it: every record follows the one before it, and the last is exactly the one the leader named.
 *
 * Pages come from any replica, which may be behind, and a server may have kept a record badly. So what is missing or does not fit is asked of the leader, record
 * by record, before anything is called damaged: only the leader's word condemns.
 */
import type { StoredRecord } from '../port.js';
import { DamagedEntity } from '../port.js';
import type { ChainEnd } from '../record.js';
import { CHAIN_START, followChain } from '../record.js';
import type { LogReader, RecordPage } from './log-reader.js';
import type { Patience } from './log-reader-patience.js';

export type ChainLog = Pick<LogReader, 'page' | 'next'>;

/** A record's place in its chain and in its lane. */
export interface ChainPoint extends ChainEnd {
  readonly position: number;
}

/** Before the first record. */
export const BIRTH: ChainPoint = { ...CHAIN_START, position: 0 };

/** How often in one stretch a replica that is behind is asked again before the leader is. */
const ASKED_AGAIN_MAX = 3;
/** So many records in a row are asked of the leader before a replica gets another chance. */
const OF_THE_LEADER_AT_ONCE = 32;

const pointOf = ({ version, hash, position }: ChainPoint): ChainPoint => ({ version, hash, position });

interface Fetched extends RecordPage {
  readonly isLeaders: boolean;
}

const NO_PAGE: Fetched = { records: [], unreadable: null, isLeaders: false };

/** Records that are beyond doubt, and where they end. */
interface Verified {
  readonly end: ChainPoint;
  readonly records: readonly StoredRecord[];
}

export class ChainStretch {
  private askedAgain = 0;
  private leftToTheLeader = 0;

  /** @param tail its last record, as the leader has it. */
  constructor(
    private readonly log: ChainLog,
    private readonly patience: Patience,
    private readonly entity: string,
    private readonly start: ChainPoint,
    private readonly tail: StoredRecord,
  ) {}

  /**
   * All records after `start` up to the tail. The first page is asked for at once, each following one as soon as the one before has come, so that it is on its
   * way while that one is looked at. Throws DamagedEntity.
   */
  pages(): AsyncIterable<readonly StoredRecord[]> {
    return this.follow(this.start.version < this.tail.version ? this.fetch(this.start) : Promise.resolve(NO_PAGE));
  }

  private async *follow(first: Promise<Fetched>): AsyncGenerator<readonly StoredRecord[]> {
    let reached = this.start;
    let following = first;
    while (reached.version < this.tail.version) {
      const { end, records } = await this.verified(reached, await following);
      reached = end;
      if (reached.version < this.tail.version) following = this.fetch(reached);
      if (records.length > 0) yield records;
    }
    this.assertTail(reached);
  }

  /** Whoever stops reading early leaves no unhandled rejection behind. */
  private fetch(from: ChainPoint): Promise<Fetched> {
    const page = this.nextPage(from);
    page.catch(() => undefined);
    return page;
  }

  private async nextPage({ version, position }: ChainPoint): Promise<Fetched> {
    if (version + 1 === this.tail.version) return { records: [this.tail], unreadable: null, isLeaders: false };
    const isLeaders = this.leftToTheLeader > 0;
    if (isLeaders) this.leftToTheLeader -= 1;
    return { ...(await (isLeaders ? this.log.next(this.entity, position) : this.log.page(this.entity, position))), isLeaders };
  }

  /** What of the page follows `from`. It may be nothing: then the same place is asked again. */
  private async verified(from: ChainPoint, page: Fetched): Promise<Verified> {
    if (page.isLeaders) return this.condemning(from, page);
    if (page.records.length === 0 && page.unreadable === null) {
      await this.behind();
      return { end: from, records: [] };
    }
    const wanted = page.records.filter(({ version, position }) => version <= this.tail.version && position <= this.tail.position);
    const good = this.followed(from, wanted) ?? this.longestFollowed(from, wanted);
    return good.records.length > 0 ? good : this.condemning(from, await this.log.next(this.entity, from.position));
  }

  /** The next record as the leader has it: what is wrong with it is wrong with the log. */
  private condemning(from: ChainPoint, { records, unreadable }: RecordPage): Verified {
    const [record] = records;
    if (unreadable !== null) throw new DamagedEntity(this.entity, from.version + 1, `message ${unreadable} of its log is no record`);
    if (record === undefined) throw new DamagedEntity(this.entity, from.version + 1, 'the record is missing, and so are all after it');
    followChain(this.entity, from, [record]);
    return { end: pointOf(record), records: [record] };
  }

  /** Null when one of them does not follow the one before it. */
  private followed(from: ChainPoint, records: readonly StoredRecord[]): Verified | null {
    const last = records.at(-1);
    if (last === undefined) return null;
    try {
      followChain(this.entity, from, records);
      return { end: pointOf(last), records };
    } catch (error) {
      if (error instanceof DamagedEntity) return null;
      throw error;
    }
  }

  private longestFollowed(from: ChainPoint, records: readonly StoredRecord[]): Verified {
    let end = from;
    const good: StoredRecord[] = [];
    for (const record of records) {
      const followed = this.followed(end, [record]);
      if (followed === null) break;
      end = followed.end;
      good.push(record);
    }
    return { end, records: good };
  }

  private async behind(): Promise<void> {
    if (this.askedAgain === ASKED_AGAIN_MAX) {
      this.leftToTheLeader = OF_THE_LEADER_AT_ONCE;
      return;
    }
    await this.patience.pause(this.patience.pauseAfter(this.askedAgain));
    this.askedAgain += 1;
  }

  private assertTail({ hash, position }: ChainPoint): void {
    if (hash === this.tail.hash && position === this.tail.position) return;
    throw new DamagedEntity(
      this.entity,
      this.tail.version,
      `there is another record of this version, at ${position} and at ${this.tail.position}`,
    );
  }
}
