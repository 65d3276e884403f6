/**
 * A process that asks the cache folder for a server. What is fetched is a text that holds a version; `slowly` takes a moment over it, `never` does not come to
 * an end. Arguments: the cache folder, a file that gets a line for each fetch, how the fetch goes.
 */
import { appendFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fetchIntoCache } from '../../bench/support/nats/nats-cache.js';
import { madeProgram, versionInText } from './nats-made.js';

const SLOWLY_MS = 300;
const NEVER_MS = 1_000_000;

const [folder = '', log = '', how = 'slowly'] = process.argv.slice(2);
const path = await fetchIntoCache({
  folder,
  fetch: async (scratch) => {
    await appendFile(log, 'fetched\n');
    process.stdout.write('fetching\n');
    await sleep(how === 'never' ? NEVER_MS : SLOWLY_MS);
    return madeProgram(scratch, '2.15.1');
  },
  versionOf: versionInText,
});
process.stdout.write(`${path}\n`);
