/**
 * What every journal promises, as one suite: run it over each implementation.
 *
 *   journalContract('SQLite', async () => ({ journal, reopen, breakDisk, dispose }));
 *   journalContract('JetStream', open, { exactPositions: false, oneAtATime: true, sharedLog: true, shardOf });
 *
 * `open` is called before each test and gives a journal with an empty log, which `dispose` takes away.
 */
import { suite } from 'uvu';
import { appendPromises } from './journal-contract-appends.js';
import { endPromises } from './journal-contract-ends.js';
import { readPromises } from './journal-contract-reads.js';
import { sharingPromises } from './journal-contract-sharing.js';
import { snapshotPromises } from './journal-contract-snapshots.js';
import type { JournalTraits, JournalUnderTest } from './journal-contract-support.js';
import { EMBEDDED } from './journal-contract-support.js';

export { flat, grow, mustAppend, newRecord, recordsOf, snapshotAt } from './journal-contract-support.js';
export type { Durable, JournalTraits, JournalUnderTest } from './journal-contract-support.js';

export function journalContract(name: string, open: () => Promise<JournalUnderTest>, differing: Partial<JournalTraits> = {}): void {
  const traits: JournalTraits = { ...EMBEDDED, ...differing };
  const test = suite<{ under: JournalUnderTest }>(`the journal contract, ${name}`);

  test.before.each(async (context) => {
    context.under = await open();
  });
  test.after.each(async ({ under }) => under.dispose());

  appendPromises(test, traits);
  readPromises(test, traits);
  snapshotPromises(test);
  if (traits.sharedLog) sharingPromises(test);
  endPromises(test, traits);

  test.run();
}
