/** The inside of a node without its doors: the entity host over the real SQLite journal, for benchmarks that measure it in a process of their own. */
import { Region } from '../../src/actors/region.js';
import { NodeClock } from '../../src/clock.js';
import { concertDecider } from '../../src/domain/concert/decider.js';
import { queueDecider } from '../../src/domain/queue/decider.js';
import { isRefusal } from '../../src/domain/refusals.js';
import { scheduleDecider } from '../../src/domain/schedule/decider.js';
import { walletDecider } from '../../src/domain/wallet/decider.js';
import type { EntityId } from '../../src/domain/ids.js';
import { createMinting } from '../../src/identity/minting.js';
import type { Minting } from '../../src/identity/minting.js';
import { openSqliteJournal } from '../../src/journal/sqlite/sqlite-journal.js';
import { nodeTimers } from '../../src/timers.js';

/** More than any benchmark has: nothing is refused, nobody leaves memory. */
const INBOX_DEPTH_MAX = 1_000_000;
const LIVE_ENTITIES_MAX = 2_000_000;
const PASSIVATE_AFTER_MS = 3_600_000;
const DRAIN_MS_MAX = 30_000;

export interface Host {
  readonly region: Region;
  readonly minting: Minting;
  /** On the node's clock, ms since 1970. */
  readonly now: () => number;
  /** Records of each commit so far, in order. */
  readonly commits: number[];
  /** Throws when the answer is a refusal. */
  must(entity: EntityId, command: object): Promise<unknown>;
  close(): Promise<void>;
}

export async function openHost(directory: string): Promise<Host> {
  const commits: number[] = [];
  const journal = await openSqliteJournal({ directory, onCommit: ({ records }) => commits.push(records) });
  const clock = new NodeClock({ onJump: (jump) => process.stderr.write(`the clock was set: ${JSON.stringify(jump)}\n`) });
  const complain = (members: object, message: string): void => {
    throw new Error(`${message}: ${JSON.stringify(members)}`, { cause: members });
  };
  const region = new Region({
    journal,
    deciders: [concertDecider, queueDecider, scheduleDecider, walletDecider],
    limits: { inboxDepthMax: INBOX_DEPTH_MAX, liveEntitiesMax: LIVE_ENTITIES_MAX, passivateAfterMs: PASSIVATE_AFTER_MS },
    now: clock.now,
    timers: nodeTimers,
    random: Math.random,
    log: { info: () => undefined, warn: complain, error: complain },
  });
  await region.start();
  const minting = createMinting();
  return {
    region,
    minting,
    now: clock.now,
    commits,
    async must(entity, command) {
      const answer = await region.ask(entity, { id: minting.commandId(), command });
      if (isRefusal(answer)) throw new Error(`${entity} refused ${JSON.stringify(command).slice(0, 200)}: ${JSON.stringify(answer)}`);
      return answer;
    },
    async close() {
      const finished = await region.drain(clock.now() + DRAIN_MS_MAX);
      await journal.close();
      if (!finished) throw new Error('the host did not come to rest');
    },
  };
}
