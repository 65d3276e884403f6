/**
 * A log that others go on writing, as it was at one moment: what is copied from it is a state that the whole could have been in.
 *
 * A log with one lane is cut at a position, and that is all. With several lanes there is no position in all of them that is one moment: an effect could be before
 * the cut in its lane, and its cause behind the cut in another. So kinds of entities are cut one after the other, those first that others only ever ask and that
 * ask nobody back about it: whoever is asked may be copied further than whoever asked, because every effect is asked again and is idempotent; never the other
 * way round.
 */
import type { RecordSource } from './copy.js';
import type { HistoryQuery, Journal, LoggedRecord, LogPlace, StoredRecord } from './port.js';
import { placeAfter } from './port.js';

/** A journal whose lanes' ends can be asked for. */
export interface CutJournal extends Pick<Journal, 'opening' | 'events' | 'history'> {
  /** The last position of each lane, by the word of whoever writes it. */
  ends(): Promise<LogPlace>;
}

/**
 * @param kinds the part of an entity's id before the slash, in the order in which they may be cut.
 * @returns what can be copied: nothing that is written from now on is in it.
 */
export async function consistentCopyOf(journal: CutJournal, kinds: readonly string[]): Promise<RecordSource> {
  const cuts = new Map<string, LogPlace>();
  let latest: LogPlace = [];
  for (const kind of kinds) {
    latest = await journal.ends();
    cuts.set(kind, latest);
  }
  return new Cut(journal, cuts, latest);
}

class Cut implements RecordSource {
  readonly opening: RecordSource['opening'];
  /** The last record of each entity before the cut, as far as the log was read. */
  private readonly last = new Map<string, StoredRecord>();

  constructor(
    private readonly journal: CutJournal,
    private readonly cuts: ReadonlyMap<string, LogPlace>,
    private readonly end: LogPlace,
  ) {
    this.opening = journal.opening;
  }

  /** Goes on reading until it has as many as were asked for, so that fewer still mean the end. */
  async events(after: LogPlace, limit: number): Promise<readonly LoggedRecord[]> {
    const within: LoggedRecord[] = [];
    let place = after;
    for (;;) {
      const page = await this.journal.events(place, limit);
      for (const record of page) {
        place = placeAfter(place, record);
        if (!this.isWithin(record)) continue;
        this.last.set(record.entity, record);
        within.push(record);
        if (within.length === limit) return within;
      }
      if (page.length < limit || this.isBehind(place)) return within;
    }
  }

  /** Only the end of a chain is asked for by a copy; it is the last record that was before the cut. */
  async history({ entity }: HistoryQuery): Promise<readonly StoredRecord[]> {
    const last = this.last.get(entity);
    return last === undefined ? [] : [last];
  }

  private isWithin({ entity, lane, position }: LoggedRecord): boolean {
    const cut = this.cuts.get(entity.slice(0, entity.indexOf('/'))) ?? this.end;
    return position <= (cut[lane] ?? 0);
  }

  private isBehind(place: LogPlace): boolean {
    return this.end.every((position, lane) => (place[lane] ?? 0) >= position);
  }
}
