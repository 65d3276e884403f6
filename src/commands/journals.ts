/** The journals that commands work on: of a data directory, or of the cluster that the settings name. */
import { copyJournal } from '../journal/copy.js';
import type { CopyReport, RecordSource } from '../journal/copy.js';
import type { Journal } from '../journal/port.js';
import { recordSink } from '../journal/record-sink.js';
import { Progress } from './progress.js';

const DOING = { comparing: 'Comparing', copying: 'Copying', verifying: 'Verifying' } as const;

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
