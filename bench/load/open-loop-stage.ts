/** What an open loop is played on: a fresh node on a core of its own, a sale with enough seats, fans inside it, and the generator on another core. */
import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import { auditDataDirectory } from '../support/journal-audit.js';
import { NodeProcess } from '../support/node-process.js';
import { openSale } from '../support/open-sale.js';
import { OpenLoop } from './open-loop.js';

const run = promisify(execFile);

export const SERVER_CORE = 0;
const GENERATOR_CORE = 1;

export interface StageOptions {
  /** Does not exist yet; it is removed afterwards. */
  readonly dataDir: string;
  readonly visitors: number;
  readonly schedules: number;
  readonly seatsPerSchedule: number;
  /** Open at once, at most. */
  readonly connectionsMax: number;
  readonly seed: number;
}

/** @returns What the machine lacks to give server and generator a core each; null when nothing is lacking. */
export async function missingForPinning(): Promise<string | null> {
  if (availableParallelism() < 2) return 'It takes two processor cores, one for the server and one for the generator.';
  try {
    await run('taskset', ['--version']);
    return null;
  } catch {
    return 'taskset, which keeps a process on a core, is missing: apt-get install util-linux.';
  }
}

/** After the play the node is killed, and every hold that was granted must stand in its journal exactly once, and no other. */
export async function onStage<Result>(
  options: StageOptions,
  play: (loop: OpenLoop, node: NodeProcess) => Promise<Result>,
): Promise<Result> {
  const { dataDir, visitors, schedules, seatsPerSchedule, connectionsMax, seed } = options;
  const node = await NodeProcess.start({ dataDir });
  let loop: OpenLoop | null = null;
  try {
    const sale = await openSale(node, { users: visitors, schedules: Array.from({ length: schedules }, () => seatsPerSchedule) });
    const { port, hostname } = new URL(node.url);
    const { scheduleIds, users } = sale;
    loop = await OpenLoop.start({
      host: hostname,
      port: Number(port),
      connectionsMax,
      seed,
      visitors: users,
      scheduleIds,
      seatsPerSchedule,
    });
    await pin(node.pid, SERVER_CORE);
    await pin(loop.pid, GENERATOR_CORE);
    const result = await play(loop, node);
    await node.kill();
    await mustBeRecorded(dataDir, scheduleIds, await loop.end());
    return result;
  } finally {
    loop?.kill();
    await node.kill();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** All threads the process has; later ones inherit it. */
async function pin(pid: number, core: number): Promise<void> {
  await run('taskset', ['-a', '-p', '-c', String(core), String(pid)]);
}

async function mustBeRecorded(dataDir: string, scheduleIds: readonly string[], granted: readonly Uint8Array[]): Promise<void> {
  const recorded = new Map(scheduleIds.map((scheduleId, index) => [`schedule/${scheduleId}`, new Uint8Array(granted[index]?.length ?? 0)]));
  await auditDataDirectory(dataDir, ({ entity, type, data }) => {
    if (type !== 'SeatHeld') return;
    for (const seat of data['seats'] as readonly number[]) {
      const seats = recorded.get(entity);
      if (seats?.[seat] !== 0) throw new Error(`the journal has a hold too many: seat ${seat} of ${entity}`);
      seats[seat] = 1;
    }
  });
  scheduleIds.forEach((scheduleId, schedule) => {
    const odd = granted[schedule]?.findIndex((seat, index) => seat !== recorded.get(`schedule/${scheduleId}`)?.[index]) ?? -1;
    if (odd >= 0) throw new Error(`seat ${odd} of schedule/${scheduleId}: what was answered and what was recorded differ`);
  });
}
