/**
 * The books of a node that is gone: its journal is opened where it was left, and the one checker of the promises reads all of it. A node that was killed right
 * after its last answer shows that way that what it answered was durable.
 */
import { Auditor } from '../../src/audit/auditor.js';
import type { AuditReport } from '../../src/audit/auditor.js';
import type { AuditedEvent } from '../../src/audit/audited-event.js';
import { placeAfter } from '../../src/journal/port.js';
import type { Journal, LogPlace, RecordBody } from '../../src/journal/port.js';
import { openSqliteJournal } from '../../src/journal/sqlite/sqlite-journal.js';

const RECORDS_PER_READ = 1_000;
/** Violations named in one message; the rest is counted. */
const VIOLATIONS_NAMED_MAX = 5;

export interface JournalBooks {
  readonly totals: AuditReport['totals'];
  /** How many events of each type there are. */
  readonly events: ReadonlyMap<string, number>;
}

/**
 * Throws when a record is damaged or a promise was broken. Nobody else may use the directory.
 * @param onEvent gets every event, in commit order.
 */
export async function auditDataDirectory(directory: string, onEvent?: (event: AuditedEvent) => void): Promise<JournalBooks> {
  const journal = await openSqliteJournal({ directory });
  try {
    return await auditJournal(journal, onEvent);
  } finally {
    await journal.close();
  }
}

/** The same of a journal that is open and that nobody writes to. */
export async function auditJournal(
  journal: Pick<Journal, 'events' | 'opening'>,
  onEvent?: (event: AuditedEvent) => void,
): Promise<JournalBooks> {
  const auditor = new Auditor();
  const events = new Map<string, number>();
  for (let place: LogPlace = []; ;) {
    const records = await journal.events(place, RECORDS_PER_READ);
    for (const { entity, at, body, damage } of records) {
      if (damage !== undefined) throw new Error(`the journal of ${entity} is damaged: ${damage}`);
      for (const { type, ...data } of (JSON.parse(body) as RecordBody).events) {
        const event = { entity, type, at, data };
        auditor.feed(event);
        onEvent?.(event);
        events.set(type, (events.get(type) ?? 0) + 1);
      }
    }
    place = records.reduce(placeAfter, place);
    if (records.length < RECORDS_PER_READ) break;
  }
  // Time stood still for the node when it was killed: what fell due later is not its fault.
  mustBeClean(auditor.finish({ now: journal.opening.lastAt, quiescent: false }));
  return { totals: auditor.totals(), events };
}

function mustBeClean({ violations, violationsTotal }: AuditReport): void {
  if (violationsTotal === 0) return;
  const named = violations.slice(0, VIOLATIONS_NAMED_MAX).map(({ code, entity, sentence }) => `${code} ${entity}: ${sentence}`);
  throw new Error(`the audit found ${violationsTotal} violations, first: ${named.join('; ')}`);
}
