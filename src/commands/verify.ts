/**
 * Checks a whole journal: that every entity's chain is unbroken, that every snapshot is what its records lead to, and that the books keep the promises.
 * Nothing is written. Memory grows with the number of entities, some 300 bytes each.
 */
import type { Config } from '../config.js';
import { checkSnapshot } from '../actors/snapshot-check.js';
import type { AnyDecider } from '../actors/turn.js';
import { Auditor } from '../audit/auditor.js';
import type { AuditedEvent } from '../audit/audited-event.js';
import type { AuditReport } from '../audit/auditor.js';
import { CausalOrder } from '../audit/causal-order.js';
import { causesIn } from '../audit/causes.js';
import type { EntityId } from '../domain/ids.js';
import type { Journal, LoggedRecord, LogPlace, RecordBody } from '../journal/port.js';
import { JournalUnusable, NO_HASH, placeAfter } from '../journal/port.js';
import { openRunningCluster } from '../node/cluster-storage.js';
import { DECIDERS } from '../node/entities.js';
import { EXIT, exitWith } from './exit.js';
import { openExistingJournal } from './journals.js';
import { Progress } from './progress.js';

export interface Verdict {
  readonly records: number;
  readonly entities: number;
  /** Snapshots compared with the records that lead to them. */
  readonly snapshots: number;
  /** What is wrong, a sentence each; the first ones. */
  readonly problems: readonly string[];
  /** How many are wrong in all. */
  readonly problemsTotal: number;
  readonly books: AuditReport['totals'];
}

export type OnProgress = (stage: 'Records' | 'Snapshots', done: number, of: number) => void;

const RECORDS_PER_READ = 1_000;
const PROBLEMS_NAMED_MAX = 20;
/** Shorter histories never get a snapshot, UTF-16 code units of bodies. */
const SNAPSHOT_FROM = 64 * 1024;

interface Known {
  version: number;
  hash: string;
  length: number;
}

class Problems {
  readonly named: string[] = [];
  total = 0;

  add(sentence: string): void {
    this.total += 1;
    if (this.named.length < PROBLEMS_NAMED_MAX) this.named.push(sentence);
  }
}

/** `frontrow verify`. @returns what to tell the operator; ends the process when something is wrong. */
export async function verify(config: Config): Promise<string> {
  const journal = config.natsUrl === null ? await openExistingJournal(config.dataDir) : await openRunningCluster(config);
  const progress = new Progress();
  try {
    if (journal.opening.records === 0) throw new JournalUnusable('there is nothing to verify: the journal is empty');
    const verdict = await verifyJournal(journal, DECIDERS, (stage, done, of) => progress.show(stage, done, of));
    progress.end();
    const { records, entities, snapshots, problems, problemsTotal, books } = verdict;
    const counts = `${records} records of ${entities} entities, ${snapshots} snapshots, ${books.events} events`;
    if (problemsTotal > 0) {
      await journal.close();
      exitWith(EXIT.data, [`${problemsTotal} things are wrong in ${counts}:`, ...problems].join('\n  '));
    }
    const { seats, money } = books;
    return (
      `Verified ${counts}: every chain is whole, every snapshot is what its records lead to, and the books are clean ` +
      `(${seats.booked} seats sold, ${seats.held} held; ${money.charged} points charged, ${money.revenue} spent on tickets).`
    );
  } finally {
    progress.end();
    await journal.close();
  }
}

/** @param deciders the rules of every kind of entity. */
async function verifyJournal(journal: Journal, deciders: readonly AnyDecider[], progress: OnProgress): Promise<Verdict> {
  const problems = new Problems();
  const auditor = new Auditor();
  const order = new CausalOrder<AuditedEvent>({
    missing: (event) => auditor.missingCause(event),
    causes: causesIn,
    pass: (event) => auditor.feed(event),
  });
  const known = new Map<string, Known>();
  const records = await followLog(journal, (record) => take(record, known, order, problems), progress);
  order.finish();
  const { violations, violationsTotal, totals } = auditor.finish({ now: journal.opening.lastAt, quiescent: false });
  for (const { code, entity, sentence } of violations) problems.add(`${code} ${entity}: ${sentence}`);
  problems.total += Math.max(0, violationsTotal - violations.length);
  const snapshots = await compareSnapshots(journal, deciders, known, problems, progress);
  return { records, entities: known.size, snapshots, problems: problems.named, problemsTotal: problems.total, books: totals };
}

async function followLog(journal: Journal, onRecord: (record: LoggedRecord) => void, progress: OnProgress): Promise<number> {
  let place: LogPlace = [];
  let count = 0;
  for (;;) {
    const page = await journal.events(place, RECORDS_PER_READ);
    for (const record of page) {
      onRecord(record);
      place = placeAfter(place, record);
    }
    count += page.length;
    progress('Records', count, Math.max(count, journal.opening.records));
    if (page.length < RECORDS_PER_READ) return count;
  }
}

function take(record: LoggedRecord, known: Map<string, Known>, order: CausalOrder<AuditedEvent>, problems: Problems): void {
  const { entity, version, prevHash, hash, body, at, damage } = record;
  const before = known.get(entity) ?? { version: 0, hash: NO_HASH, length: 0 };
  if (damage !== undefined) problems.add(`${entity} version ${version}: ${damage}`);
  else if (version !== before.version + 1) problems.add(`${entity}: version ${version} comes after version ${before.version}`);
  else if (prevHash !== before.hash) problems.add(`${entity} version ${version}: it does not follow the record before it`);
  known.set(entity, { version, hash, length: before.length + body.length });
  if (damage !== undefined) return;
  for (const { type, ...data } of (JSON.parse(body) as RecordBody).events) order.take({ entity, type, at, data });
}

async function compareSnapshots(
  journal: Journal,
  deciders: readonly AnyDecider[],
  known: ReadonlyMap<string, Known>,
  problems: Problems,
  progress: OnProgress,
): Promise<number> {
  const long = [...known].filter(([, { length }]) => length >= SNAPSHOT_FROM).map(([entity]) => entity as EntityId);
  const rules = new Map(deciders.map((decider) => [decider.kind, decider]));
  let compared = 0;
  for (const [index, entity] of long.entries()) {
    const decider = rules.get(entity.slice(0, entity.indexOf('/')));
    const found = decider === undefined ? 'none' : await checkSnapshot(entity, decider, journal).catch(describe);
    if (found === 'same' || found === 'differs') compared += 1;
    if (found === 'differs') problems.add(`${entity}: its snapshot is not what its records lead to`);
    else if (typeof found === 'object') problems.add(found.problem);
    progress('Snapshots', index + 1, long.length);
  }
  return compared;
}

function describe(error: unknown): { readonly problem: string } {
  return { problem: error instanceof Error ? error.message : String(error) };
}
