/** A node on its own: all entities live here, their journal is in the data directory. */
import { Region } from '../actors/region.js';
import type { StartReport } from '../actors/region.js';
import type { Config } from '../config.js';
import { loadSecrets } from '../identity/secrets.js';
import type { Journal } from '../journal/port.js';
import { openSqliteJournal } from '../journal/sqlite/sqlite-journal.js';
import type { Ground, GroundOptions } from './ground.js';
import { nodeClock, regionOptions } from './entities.js';

const NODE_ID = 'node-1';

export async function openOneNode(options: GroundOptions): Promise<Ground> {
  const { config, metrics, onJournalFailure } = options;
  const journal = await openSqliteJournal({ directory: config.dataDir, onCommit: (commit) => metrics.commit(commit) });
  journal.onFailure(onJournalFailure);
  try {
    const clock = nodeClock(options, journal.opening.lastAt);
    const secrets = loadSecrets({ dataDir: config.dataDir, ...ownSecrets(config) });
    const region = new Region({ ...regionOptions(options, clock), journal });
    return {
      clock,
      journal,
      secrets,
      region,
      router: region,
      async start() {
        const found = await region.start();
        return { isNew: journal.opening.records === 0, lines: [dataLine(config.dataDir, journal, found)] };
      },
      isSettled: () => true,
      view: () => ({ mode: 'one-node', nodeId: NODE_ID, settled: true, revision: 0, nodes: [], shards: [] }),
      leave: () => Promise.resolve(),
      async close(deadline) {
        const finished = await region.drain(deadline);
        await journal.close();
        return finished;
      },
    };
  } catch (error) {
    await journal.close();
    throw error;
  }
}

export function ownSecrets({ secret, secretPrevious, adminKey }: Config) {
  return {
    secret: secret?.reveal() ?? null,
    secretPrevious: secretPrevious?.reveal() ?? null,
    adminKey: adminKey?.reveal() ?? null,
  };
}

function dataLine(dataDir: string, { opening: { records, entities } }: Journal, found: StartReport): string {
  if (records === 0) return `Data: ${dataDir} (new)`;
  const { openEffects, overdue, alarms, eventsReplayed } = found;
  return (
    `Data: ${dataDir}, recovered ${records} records of ${entities} entities: ${openEffects} with work to finish, ` +
    `${overdue} overdue, ${alarms} with something due later, ${eventsReplayed} events read again`
  );
}
