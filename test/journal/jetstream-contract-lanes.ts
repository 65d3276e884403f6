/** The journal contract on three replicating servers that write to their disks before they acknowledge. */
import { shardOf } from '../../src/cluster/shards.js';
import type { JetStreamJournal } from '../../src/journal/jetstream/jetstream-journal.js';
import { logStream } from '../../src/journal/jetstream/layout.js';
import { endOfFile, LogWorkbench } from './jetstream-contract-support.js';
import type { JournalUnderTest } from './journal-contract.js';
import { journalContract } from './journal-contract.js';

/** Room for nothing more. */
const BYTES_LEFT = 64;
const UNLIMITED = -1;
const LONG_HISTORY = 600;

/** The journal contract on a log of so many lanes. */
export function contractOnJetStream(lanes: number): void {
  const workbench = new LogWorkbench({ servers: 3 });
  journalContract(`JetStream with ${lanes === 1 ? 'one lane' : `${lanes} lanes`}`, () => openUnderTest(workbench, lanes), {
    exactPositions: lanes === 1,
    oneAtATime: true,
    sharedLog: true,
    shardOf,
    longHistory: LONG_HISTORY,
  });
  endOfFile(workbench);
}

async function openUnderTest(workbench: LogWorkbench, lanes: number): Promise<JournalUnderTest> {
  const prefix = workbench.freshPrefix();
  const directory = workbench.directory();
  const open = (own = directory): Promise<JetStreamJournal> => workbench.open({ prefix, lanes, directory: own });
  let journal = await open();
  const limitBytes = async (more: number | null): Promise<void> => {
    const manager = await workbench.manager();
    for (let lane = 0; lane < lanes; lane += 1) {
      const stream = logStream({ prefix, incarnation: journal.incarnation, lanes, shardOf }, lane);
      const { state } = await manager.streams.info(stream);
      await manager.streams.update(stream, { max_bytes: more === null ? UNLIMITED : state.bytes + more });
    }
  };
  let isBroken = false;
  return {
    get journal() {
      return journal;
    },
    reopen: async () => {
      await journal.close();
      if (isBroken) await limitBytes(null);
      journal = await open();
      return journal;
    },
    breakDisk: async () => {
      isBroken = true;
      await limitBytes(BYTES_LEFT);
    },
    another: () => open(workbench.directory()),
    dispose: () => workbench.clear(),
  };
}
