/** The journals that commands work on: of a data directory, or of the cluster that the settings name. */
import { existsSync } from 'node:fs';
import { copyJournal } from '../journal/copy.js';
import type { CopyReport, RecordSource } from '../journal/copy.js';
import { JournalUnusable } from '../journal/port.js';
import type { Journal } from '../journal/port.js';
import { recordSink } from '../journal/record-sink.js';
import { dataFiles } from '../journal/sqlite/data-directory.js';
import { openSqliteJournal } from '../journal/sqlite/sqlite-journal.js';
import { Progress } from './progress.js';

const DOING = { comparing: 'Comparing', copying: 'Copying', verifying: 'Verifying' } as const;

/** The journal that is in a directory. Opening alone would make one where there is none, and a mistyped path would pass for an empty journal. */
export async function openExistingJournal(directory: string): Promise<Journal> {
  const files = dataFiles(directory);
  if (!existsSync(files.journal)) throw new JournalUnusable(`there is no journal in ${files.directory}`);
  return openSqliteJournal({ directory });
}

/** Copies all records, with a progress bar, and closes both journals whatever comes. `part`: what of the source is copied. @default all of it */
export async function copyAndClose(source: Journal, target: Journal, part: RecordSource = source): Promise<CopyReport> {
  const progress = new Progress();
  try {
    return await copyJournal(part, recordSink(target), ({ phase, done, total }) => progress.show(DOING[phase], done, total));
  } finally {
    progress.end();
    await source.close();
    await target.close();
  }
}

/** What a copy came to, for people. */
export function copied({ records, entities, copied: now }: CopyReport): string {
  const before = records - now;
  return `${records} records of ${entities} entities, verified record by record${before > 0 ? ` (${before} of them were there already)` : ''}`;
}
