/** Writes one long history into a new data directory, in a process of its own: what it leaves in the heap is nobody's concern. */
import { openSqliteJournal } from '../../src/journal/sqlite/sqlite-journal.js';
import { childOptions, report } from './child.js';
import { QUEUE, queueHistory, SCHEDULE, SCHEDULE_ID, scheduleHistory, writeHistory } from './recovery-histories.js';

export type SeedOptions = { readonly directory: string; readonly perRecord: number } & (
  { readonly kind: 'queue'; readonly tokens: number } | { readonly kind: 'schedule'; readonly seats: number; readonly holds: number }
);

export interface Seeded {
  readonly records: number;
}

/** So long ago that nothing is refused for being in the future. */
const AGO_MS = 1_000;

const options = childOptions<SeedOptions>();
const { directory, perRecord } = options;
const at = Date.now() - AGO_MS;
const journal = await openSqliteJournal({ directory });
const records =
  options.kind === 'queue'
    ? await writeHistory(journal, QUEUE, queueHistory(options.tokens, perRecord, at))
    : await writeHistory(journal, SCHEDULE, scheduleHistory({ ...options, scheduleId: SCHEDULE_ID, at }));
await journal.close();
report({ records } satisfies Seeded);
