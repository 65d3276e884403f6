/** Resident bytes of many things of one kind: a process of its own, run with --expose-gc, see rows/memory.ts. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { queueEntity, walletEntity } from '../../src/domain/ids.js';
import type { EntityId } from '../../src/domain/ids.js';
import { childOptions, report } from './child.js';
import { newSchedule, stageWith } from './holds.js';
import type { Host } from './host.js';
import { openHost } from './host.js';

export interface MemoryOptions {
  readonly directory: string;
  readonly what: 'waiting-tokens' | 'live-wallets' | 'seats';
  /** How many of them; of seats, a multiple of `SEATS_PER_SCHEDULE`. */
  readonly count: number;
  /** How often it is filled with so many more. */
  readonly fillings: number;
}

export interface MemoryResult {
  /** By filling: what the process took more after it than before. */
  readonly bytes: readonly number[];
}

const SEATS_PER_SCHEDULE = 100_000;
const IN_FLIGHT = 1_000;
const CHARGE_POINTS = 100_000;
const CHARGE_POINTS_MAX = 10_000_000;
/** One pass leaves behind what the next one finds to be dead. */
const GC_PASSES = 4;
/** So many of the same before anything is looked at: code and heaps of all threads are there. */
const WARM_UP_MAX = 1_000;

const options = childOptions<MemoryOptions>();
const host = await openHost(options.directory);
await fill(host, options.what === 'seats' ? SEATS_PER_SCHEDULE : WARM_UP_MAX);
let before = await residentBytes();
const bytes: number[] = [];
for (let filling = 0; filling < options.fillings; filling += 1) {
  await fill(host, options.count);
  const after = await residentBytes();
  bytes.push(after - before);
  before = after;
}
const result: MemoryResult = { bytes };
await host.close();
report(result);

async function residentBytes(): Promise<number> {
  const collect = globalThis.gc;
  if (collect === undefined) throw new Error('run with --expose-gc');
  for (let pass = 0; pass < GC_PASSES; pass += 1) {
    collect();
    await nextTurn();
  }
  return process.memoryUsage.rss();
}

async function fill(into: Host, count: number): Promise<void> {
  switch (options.what) {
    case 'waiting-tokens':
      return joinLine(into, count);
    case 'live-wallets':
      return many(count, () => {
        const command = { type: 'Charge', amount: CHARGE_POINTS, maxPoints: CHARGE_POINTS_MAX };
        return into.must(walletEntity(into.minting.userId()), command);
      });
    case 'seats':
      return many(count / SEATS_PER_SCHEDULE, () => newSchedule(into, stageWith(into, 0), SEATS_PER_SCHEDULE));
    default:
      throw new Error(`nothing is known of ${String(options.what satisfies never)}`);
  }
}

/** A line of its own with one place inside, so that all but one wait. */
async function joinLine(into: Host, count: number): Promise<void> {
  const queue: EntityId = queueEntity(stageWith(into, 0).concertId);
  const settings = { maxActive: 1, activeTimeoutSeconds: 86_400, waitingTimeoutSeconds: 86_400, sessionSeconds: 86_400 };
  await into.must(queue, { type: 'Open', settings });
  await many(count, () => into.must(queue, { type: 'Join', userId: into.minting.userId(), keyId: 'bench' }));
}

/** Calls `make` so often, `IN_FLIGHT` at once. */
async function many(count: number, make: () => Promise<unknown>): Promise<void> {
  let left = count;
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await make();
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
}
