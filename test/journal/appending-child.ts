/**
 * A process of its own that appends to the journal in the directory it is given, several writers at once, and prints `entity version hash` for every record
 * that was acknowledged, until it is killed. The first line says `open`.
 */
import { openSqliteJournal } from '../../src/journal/sqlite/sqlite-journal.js';
import { newRecord } from './journal-contract.js';

const WRITERS = 12;

const directory = process.argv[2];
if (directory === undefined) throw new Error('usage: appending-child <directory>');
const journal = await openSqliteJournal({ directory });
await print('open\n');

async function appendForever(entity: string): Promise<never> {
  const past = await journal.history({ entity, order: 'newest-first', beyondVersion: null, limit: 1 });
  for (let version = past[0]?.version ?? 0; ; version += 1) {
    const result = await journal.append(newRecord(entity, version));
    if (result.status !== 'durable') throw new Error(`${entity} at ${version}: ${JSON.stringify(result)}`);
    await print(`${entity} ${result.version} ${result.hash}\n`);
  }
}

await Promise.all(Array.from({ length: WRITERS }, (_, writer) => appendForever(`wallet/${writer}`)));

/** Writers wait for a parent that reads slowly: a pipe that is full takes nothing. */
function print(text: string): Promise<void> {
  return new Promise((resolve) => process.stdout.write(text, () => resolve()));
}
