/** Writes the data directory of a node with many schedules: sales that go on, and some with holds that ran out while no node was running. */
import { scheduleEntity } from '../../src/domain/ids.js';
import { openSqliteJournal } from '../../src/journal/sqlite/sqlite-journal.js';
import { childOptions, report } from './child.js';
import type { HistoryRecord } from './recovery-histories.js';
import { CONCERT_ID, holdOf, idOf, scheduleHistory, writeHistory } from './recovery-histories.js';

export interface ColdStartOptions {
  readonly directory: string;
  readonly schedules: number;
  /** With a hold that ran out. */
  readonly due: number;
  readonly seats: number;
  /** Of each, given back again. */
  readonly holds: number;
}

export interface ColdStartSeed {
  readonly records: number;
}

/** The holds ran out long ago, the sales end in the future. */
const AGO_MS = 3_600_000;
/** A hold and its release. */
const EVENTS_PER_RECORD = 2;
/** Schedules whose histories are written at once. */
const AT_ONCE = 100;

const options = childOptions<ColdStartOptions>();
const at = Date.now() - AGO_MS;
const journal = await openSqliteJournal({ directory: options.directory });
let records = 0;
for (let first = 0; first < options.schedules; first += AT_ONCE) {
  const numbers = Array.from({ length: Math.min(AT_ONCE, options.schedules - first) }, (_, index) => first + index);
  const written = await Promise.all(
    numbers.map((number) => {
      const scheduleId = `${CONCERT_ID}-${idOf('schedule', number).slice(0, 12)}`;
      return writeHistory(journal, scheduleEntity(scheduleId), historyOf(scheduleId, number < options.due));
    }),
  );
  for (const count of written) records += count;
}
await journal.close();
report({ records } satisfies ColdStartSeed);

function* historyOf(scheduleId: string, isDue: boolean): Generator<HistoryRecord> {
  const { seats, holds } = options;
  yield* scheduleHistory({ scheduleId, seats, holds, perRecord: EVENTS_PER_RECORD, at });
  if (!isDue) return;
  const held = holdOf(scheduleId, holds, seats, at);
  yield { events: [held], at, wakeAt: held.expiresAt };
}
