/**
 * Copies a journal into another one, record by record: from one machine to a cluster and back, and from a backup.
 *
 * A record arrives as it is: version, epoch, times, body and both hashes; only its position is new, because only the log that takes it can give it one.
 *
 * Invariants
 *  - Records of an entity are written in order of version, all others about in the order of the source's log.
 *  - On both sides every chain is followed from its first record: what is damaged, missing or out of order stops the copy.
 *  - It can be begun again at any time: what the target has is read and compared, not written again. A target with anything the source does not have is refused,
 *    and nothing that is there is changed.
 *  - At the end the target is read back: it holds exactly the chains of the source, each with the same last hash, hence the same records.
 *
 * Nobody else may write to either side meanwhile. Where somebody does, the copy fails; it is never wrong.
 */
import type { Journal, LoggedRecord, LogPlace, StoredRecord } from './port.js';
import { DamagedEntity, placeAfter } from './port.js';
import type { ChainEnd } from './record.js';
import { CHAIN_START } from './record.js';

/** What is copied; every journal is one. */
export type RecordSource = Pick<Journal, 'opening' | 'events' | 'history'>;

/** What is copied into; see record-sink.ts. */
export interface RecordSink extends Pick<Journal, 'opening' | 'events'> {
  /** Writes the records as they are, each after those before it; resolves when all are durable. Rejects with `CopyFailed` when one was not taken. */
  import(records: readonly StoredRecord[]): Promise<void>;
}

export interface CopyProgress {
  /** Reading what the target has; writing what it has not; reading back what was written and asking the source for the ends of its chains. */
  readonly phase: 'comparing' | 'copying' | 'verifying';
  /** Done in this phase. */
  readonly done: number;
  /** How much there is to do in this phase, as far as that is known. */
  readonly total: number;
}

export interface CopyReport {
  readonly entities: number;
  /** All records of the source. */
  readonly records: number;
  /** Those of them that were written now; the others were there. */
  readonly copied: number;
  /** The highest epoch of any of them; 0 when a single node has written them all. */
  readonly epochMax: number;
}

/** The copy cannot go on; the message says in one line why. */
export class CopyFailed extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CopyFailed';
  }
}

const RECORDS_PER_READ = 500;
const ENDS_ASKED_AT_ONCE = 64;

/** Chains by entity, each as far as it was read. */
type Chains = Map<string, ChainEnd>;

/**
 * Copies all of `source` that `sink` does not have yet.
 * @throws CopyFailed, or DamagedEntity when a chain of either side is broken.
 */
export async function copyJournal(
  source: RecordSource,
  sink: RecordSink,
  onProgress: (progress: CopyProgress) => void = () => undefined,
): Promise<CopyReport> {
  const present: Chains = new Map();
  let done = 0;
  const place = await follow(sink, [], present, async (page) => {
    done += page.length;
    onProgress({ phase: 'comparing', done, total: sink.opening.records });
  });

  const chains: Chains = new Map();
  let copied = 0;
  let read = 0;
  let epochMax = 0;
  await follow(source, [], chains, async (page) => {
    const missing = page.filter((record) => isMissing(record, present));
    if (missing.length > 0) await sink.import(missing);
    for (const { epoch } of page) epochMax = Math.max(epochMax, epoch);
    copied += missing.length;
    read += page.length;
    onProgress({ phase: 'copying', done: read, total: source.opening.records });
  });

  const total = copied + chains.size;
  done = 0;
  const tell = (count: number): void => {
    done += count;
    onProgress({ phase: 'verifying', done, total });
  };
  await follow(sink, place, present, async (page) => tell(page.length));
  mustBeSame(chains, present);
  await mustBeWhole(source, chains, tell);
  return { entities: chains.size, records: read, copied, epochMax };
}

/**
 * Reads a log from a place to its end and each chain on from where it stands in `chains`. The next page is read while `take` is at work.
 * @returns the place at the end.
 */
async function follow(
  log: Pick<Journal, 'events'>,
  from: LogPlace,
  chains: Chains,
  take: (page: readonly LoggedRecord[]) => Promise<void>,
): Promise<LogPlace> {
  let place = from;
  let page = await log.events(place, RECORDS_PER_READ);
  while (page.length > 0) {
    for (const record of page) followRecord(record, chains);
    place = page.reduce(placeAfter, place);
    const next = page.length < RECORDS_PER_READ ? Promise.resolve([]) : log.events(place, RECORDS_PER_READ);
    [page] = await Promise.all([next, take(page)]);
  }
  return place;
}

function followRecord({ entity, version, prevHash, hash, damage }: LoggedRecord, chains: Chains): void {
  const end = chains.get(entity) ?? CHAIN_START;
  if (damage !== undefined) throw new DamagedEntity(entity, version, damage);
  if (version !== end.version + 1) throw new DamagedEntity(entity, end.version + 1, `the record is missing, version ${version} comes next`);
  if (prevHash !== end.hash) throw new DamagedEntity(entity, version, 'the record does not follow the one before it');
  chains.set(entity, { version, hash });
}

/** A hash stands for all records before it, so comparing the last one that the target has compares them all. */
function isMissing({ entity, version, hash }: StoredRecord, present: Chains): boolean {
  const end = present.get(entity) ?? CHAIN_START;
  if (version === end.version && hash !== end.hash) {
    throw new CopyFailed(`the target has another record of ${entity} at version ${version}: copy into an empty journal`);
  }
  return version > end.version;
}

function mustBeSame(chains: Chains, present: Chains): void {
  for (const [entity, { version }] of present) {
    const end = chains.get(entity)?.version ?? 0;
    if (version > end)
      throw new CopyFailed(`the target has ${version} records of ${entity}, the source ${end}: copy into an empty journal`);
  }
  for (const [entity, end] of chains) {
    const copy = present.get(entity) ?? CHAIN_START;
    if (copy.version === end.version && copy.hash === end.hash) continue;
    throw new CopyFailed(
      `the copy of ${entity} ends at version ${copy.version} and not at ${end.version}: copy again, it goes on from there`,
    );
  }
}

/** The log alone cannot tell that the last records of an entity are gone; what knows the end of a chain can. */
async function mustBeWhole(source: RecordSource, chains: Chains, tell: (count: number) => void): Promise<void> {
  const entities = [...chains];
  for (let start = 0; start < entities.length; start += ENDS_ASKED_AT_ONCE) {
    const some = entities.slice(start, start + ENDS_ASKED_AT_ONCE);
    await Promise.all(some.map(([entity, end]) => mustEndAt(source, entity, end)));
    tell(some.length);
  }
}

async function mustEndAt(source: RecordSource, entity: string, end: ChainEnd): Promise<void> {
  const [last] = await source.history({ entity, order: 'newest-first', beyondVersion: null, limit: 1 });
  if (last?.version === end.version && last.hash === end.hash) return;
  throw new CopyFailed(
    `${entity} ended at version ${end.version} and now at ${last?.version ?? 0}: stop whoever writes the source, and copy again`,
  );
}
